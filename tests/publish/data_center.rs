//! The same on Data Center.

use super::fake::Product;
use super::fake::fault::Kind;
use super::fake::state::{INDEX, ME, OLD, PARENT};
use super::world::World;

const TITLE: &str = "Access audit 2024 Q1";

#[test]
fn published_twice_and_brought_down() {
    let world = World::new(Product::DataCenter);
    crate::support::replace(&world.review(), "labels = [", "editors = [\"anna\"]\nlabels = [");
    world.run(&["doctor"]).is(
        0,
        &[
            "well           account: Audit Robot\n",
            "well           parent: Audits; what the account may do there, this product does not tell",
        ],
    );
    world.run(&["apply", "--force"]).is(
        0,
        &[
            "made ",
            "attached       counts.json",
            "linked ",
            "updated        the procedure",
        ],
    );
    let id = world.page(TITLE);
    {
        let inside = world.fake.inside();
        let page = &inside.state.pages[&id];
        assert_eq!((page.parent, page.number()), (Some(PARENT), 1));
        assert_eq!(page.editors, [ME, "anna"]);
        assert_eq!(page.attachments.len(), 3);
        assert_eq!(inside.state.pages[&OLD].number(), 1);
        assert!(inside.state.pages[&INDEX].last().body.contains(TITLE));
    }
    assert!(!world.writes().is_empty());
    world.run(&["apply"]).is(0, &["nothing to do"]);
    assert!(world.writes().is_empty());
    // The only request puts all restrictions in place of others: those that somebody made go with it.
    {
        let mut inside = world.fake.inside();
        let page = inside.state.pages.get_mut(&id).unwrap();
        (page.readers, page.editing_groups) = (vec!["olga".into()], vec!["auditors".into()]);
    }
    crate::support::replace(&world.review(), "\"anna\"", "\"anna\", \"bo\"");
    world.run(&["apply"]).is(1, &["auditors may edit the page too"]);
    {
        let mut inside = world.fake.inside();
        let page = inside.state.pages.get_mut(&id).unwrap();
        assert_eq!(page.editors, [ME, "anna", "bo"]);
        assert_eq!((page.readers.len(), page.editing_groups.len()), (1, 1));
        page.editing_groups.clear();
    }
    world.writes();
    world.change("Only named people have access", "Only people with a name have access");
    world.run(&["apply"]).is(
        0,
        &["updated        \"Access audit 2024 Q1\"", "attached       audit.pdf"],
    );
    world
        .fake
        .inside()
        .state
        .edit(id, "Only people with a name have access", "Everybody");
    world
        .run(&["apply"])
        .is(1, &["was changed by Olga Other", "  + Everybody"]);
    let dir = world.holder.path().join("pulled");
    let address = format!("http://127.0.0.1/confluence/pages/viewpage.action?pageId={id}");
    world
        .run(&["pull", &address, dir.to_str().unwrap()])
        .is(0, &["numbers        2 can be read from it", "audit.pdf, beside it"]);
}

#[test]
fn open_comments_count_and_resolved_ones_do_not() {
    let world = World::new(Product::DataCenter);
    world.run(&["apply", "--force"]);
    world.change("Only named people have access", "Only people with a name have access");
    let id = world.page(TITLE);
    world.fake.inside().state.pages.get_mut(&id).unwrap().open_comments = 1;
    world.run(&["apply"]).is(1, &["has 1 open comment on words"]);
    world.fake.inside().state.pages.get_mut(&id).unwrap().open_comments = 0;
    world.run(&["apply"]).is(0, &["updated "]);
}

#[test]
fn a_site_that_takes_one_for_anybody_is_noticed() {
    let world = World::new(Product::DataCenter);
    let said = world.run_as(&["apply"], Some("EXAMPLE-wrong-token"));
    said.is(2, &["the site takes the token for nobody's and answers as to anybody"]);
    assert_eq!(world.traffic().len(), 1);
    world.fake.inside().state.anonymous = false;
    world
        .run_as(&["apply"], Some("EXAMPLE-wrong-token"))
        .is(2, &["answer 401: the token is not accepted"]);
}

#[test]
fn lost_answers_are_settled_there_too() {
    for (method, path) in [
        ("POST", "/rest/api/content"),
        ("POST", "/child/attachment"),
        ("POST", "/property"),
        ("PUT", "/content/65539"),
    ] {
        let world = World::new(Product::DataCenter);
        world.fake.fault(method, path, Kind::Lost, 1);
        world.run(&["apply", "--force"]).is(0, &["made "]);
        world.writes();
        world.run(&["apply"]).is(0, &["nothing to do"]);
        assert!(world.writes().is_empty(), "{path}");
    }
}
