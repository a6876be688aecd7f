//! `publish doctor`.

use super::world::World;
use crate::support::replace;

#[test]
fn all_is_well() {
    let world = World::cloud();
    let said = world.run(&["doctor"]);
    said.is(0, &[]);
    assert_eq!(
        said.out,
        "well           account: Audit Robot\nwell           space: SEC\nwell           parent: Audits\n\
         well           draft-parent: Drafts of audits\nwell           index: Security\nwell           procedure: How we audit\n"
    );
    assert!(world.writes().is_empty());
}

#[test]
fn what_lacks_is_named() {
    let world = World::cloud();
    world.fake.inside().state.forbidden = vec![("create", "attachment"), ("update", "page")];
    let said = world.run(&["doctor"]);
    said.is(
        1,
        &[
            "lacking        parent, \"Audits\": the account of the token may not add attachments\n",
            "lacking        index, \"Security\": the account of the token may not edit it\n",
        ],
    );
    replace(&world.review(), "index = 65539", "index = 5");
    world.run(&["doctor"]).is(
        1,
        &[
            "wrong          index: review.toml, line",
            "`index` of `[confluence]` is 5",
        ],
    );
    let said = world.run_as(&["doctor"], Some("EXAMPLE-wrong-token"));
    said.is(1, &["wrong          account: GET /rest/api/user/current: answer 403"]);
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    world
        .run_as(&["doctor"], None)
        .is(2, &["there is no token", "`--token-file`"]);
}
