//! Titles that are taken, and pages that are not there.

use super::fake::state::PARENT;
use super::world::World;
use crate::support::replace;

const TITLE: &str = "Access audit 2024 Q1";

#[test]
fn a_title_that_another_page_holds_is_explained() {
    for (status, words) in [
        (
            "archived",
            "the page 70000, which is archived or in the trash, has the title \"Access audit 2024 Q1\"",
        ),
        ("trashed", "restore it, delete it for good, or choose another `title`"),
        (
            "current",
            "the page 70000 has the title \"Access audit 2024 Q1\" and was not made by this program",
        ),
    ] {
        let world = World::cloud();
        {
            let mut inside = world.fake.inside();
            inside.state.seed(70_000, TITLE, Some(PARENT), "<p>By hand</p>");
            inside.state.pages.get_mut(&70_000).unwrap().status = status;
        }
        for command in [&["plan"][..], &["apply"], &["apply", "--force"]] {
            world.run(command).is(1, &["left ", words]);
            assert!(world.writes().is_empty(), "{status}");
        }
    }
}

#[test]
fn a_page_of_another_period_is_not_written_over() {
    let world = World::cloud();
    replace(
        &world.review(),
        "title = \"Access audit {period}\"",
        "title = \"Access audit {date}\"",
    );
    world.run(&["apply"]);
    world.change("period = \"2024 Q1\"", "period = \"2024 spring\"");
    world.writes();
    world.run(&["apply", "--force"]).is(
        1,
        &["has the title \"Access audit 2024-03-01\" and is that of another period, 2024 Q1: choose a `title`"],
    );
    assert!(world.writes().is_empty());
}

#[test]
fn an_audit_of_another_day_in_the_same_period_is_told() {
    let world = World::cloud();
    world.run(&["apply"]);
    world.change("date = 2024-03-01", "date = 2024-03-15");
    world.writes();
    world.run(&["apply"]).is(
        1,
        &["is that of the audit of 2024-03-01, and this audit of another day has the same `period`"],
    );
    assert!(world.writes().is_empty());
    // Let pass by force, it is next seen that the review of this company was of the day before.
    world.run(&["apply", "--force"]).is(
        1,
        &["stands among reviewed audits, and for what would be written there nobody answers"],
    );
}

#[test]
fn the_page_of_an_audit_is_neither_index_nor_procedure() {
    for (key, declared) in [("index", "index = 65539"), ("procedure", "procedure = 65540")] {
        let world = World::cloud();
        world.run(&["apply"]);
        let page = world.page(TITLE);
        world.change(declared, &format!("{key} = {page}"));
        world.writes();
        world.run(&["apply", "--force"]).is(
            2,
            &["of the audit of 2024-03-01, which is never written over; give the number of a page of its own"],
        );
        assert!(world.writes().is_empty(), "{key}");
    }
}

#[test]
fn pages_that_are_declared_have_to_be_there() {
    for (key, from) in [
        ("parent", "\nparent = 65537"),
        ("index", "index = 65539"),
        ("procedure", "procedure = 65540"),
    ] {
        let world = World::cloud();
        replace(&world.review(), from, &format!("\n{key} = 123"));
        world.run(&["apply"]).is(
            2,
            &[
                "review.toml, line",
                &format!("`{key}` of `[confluence]` is 123, and the site has no page"),
            ],
        );
        assert!(world.writes().is_empty());
    }
    let world = World::cloud();
    replace(&world.review(), "space = \"SEC\"", "space = \"OPS\"");
    world
        .run(&["apply"])
        .is(2, &["the site shows no space `OPS` to this account"]);
}

#[test]
fn without_a_place_to_publish_to_nothing_is() {
    let (_holder, inputs) = crate::support::small();
    let said = crate::support::said(&crate::support::run(&["publish", "--inputs", inputs.to_str().unwrap()]));
    assert_eq!(said.0, 2);
    assert!(said.2.contains("review.toml has no `[confluence]`"), "{}", said.2);
}
