//! What the roles file keeps apart, told of each permission that is a side.

use super::{explain, printed};
use crate::world::World;

fn said(world: &World) -> String {
    printed(&explain(&world.review(), "id-mira").unwrap())
}

#[test]
fn a_permission_names_the_separation_of_which_it_is_a_side() {
    let mut world = World::new();
    let git = world.repositories("git", &["Write", "Read"], &["app", "docs"]);
    let aws = world.system("aws", &["Deploy"]);
    let role = world.role("Developer");
    let mira = world.identity("Mira", role);
    let account = world.owned(git, "mira", mira);
    world.grant(git, account, "app", "Write");
    world.grant(git, account, "docs", "Write");
    world.separation("write and deploy", [(git, "Write", &["app"]), (aws, "Deploy", &[])]);
    let side = "one side of the separation `write and deploy` (roles.toml";
    let both = "its holder has the other side as well: see the finding toxic-combination";
    let alone = said(&world);
    assert_eq!(alone.matches(side).count(), 1, "{alone}");
    assert!(!alone.contains(both), "{alone}");
    let deployer = world.owned(aws, "mira-adm", mira);
    world.grant(aws, deployer, "", "Deploy");
    let together = said(&world);
    assert_eq!(together.matches(side).count(), 2, "{together}");
    assert_eq!(together.matches(both).count(), 2, "{together}");
}
