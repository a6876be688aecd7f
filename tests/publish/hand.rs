//! What people did on the site is not written over.

use std::fs;

use super::fake::Product;
use super::fake::state::{INDEX, PROCEDURE};
use super::world::World;

const TITLE: &str = "Access audit 2024 Q1";

/// A site with the audit and its procedure.
fn published() -> (World, u64) {
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    world.writes();
    let id = world.page(TITLE);
    (world, id)
}

#[test]
fn a_page_that_somebody_changed_is_left_with_who_when_and_what() {
    let (world, id) = published();
    world
        .fake
        .inside()
        .state
        .edit(id, "Only named people have access", "Everybody has access");
    for command in ["plan", "apply"] {
        let said = world.run(&[command]);
        said.is(
            1,
            &[
                "left           \"Access audit 2024 Q1\", page 1001, was changed by Olga Other at 2026-01-02T03:04:05.678Z",
                "  - Only named people have access",
                "  + Everybody has access",
                "say --force",
            ],
        );
        // What the editor does by itself is no change.
        assert_eq!(said.out.matches("\n  ").count(), 2, "{}", said.out);
        assert!(world.writes().is_empty());
    }
    world
        .run(&["apply", "--force"])
        .is(0, &["updated        \"Access audit 2024 Q1\""]);
    let body = world.fake.inside().state.pages[&id].last().body.clone();
    assert!(body.contains("Only named people have access"), "{body}");
    world.writes();
    world.run(&["apply"]).is(0, &["nothing to do"]);
    assert!(world.writes().is_empty());
}

#[test]
fn a_procedure_that_somebody_changed_is_left_and_the_audit_is_published() {
    let (world, _) = published();
    world
        .fake
        .inside()
        .state
        .edit(PROCEDURE, "A secret leaks", "Somebody loses a secret");
    world.change("Only named people have access", "Only people with a name have access");
    world.run(&["apply"]).is(
        1,
        &[
            "updated        \"Access audit 2024 Q1\"",
            "left           the procedure, \"How we audit\", page 65540, was written by Olga Other",
            "  - A secret leaks",
            "  + Somebody loses a secret",
        ],
    );
}

#[test]
fn an_older_audit_leaves_the_procedure_as_the_later_one_wrote_it() {
    let (world, _) = published();
    world.change(
        "date = 2024-03-01\nperiod = \"2024 Q1\"",
        "date = 2023-06-01\nperiod = \"2023 Q2\"",
    );
    let left = "left           the procedure, \"How we audit\", page 65540, says what the audit of 2024-03-01 found, which is \
                later than this one";
    world.run(&["plan"]).is(1, &["to make        a new page", left]);
    world.run(&["apply"]).is(1, &["made           a new page", left]);
    world
        .run(&["apply", "--force"])
        .is(0, &["updated        the procedure"]);
}

#[test]
fn open_comments_are_told_before_words_are_written_over() {
    let (world, id) = published();
    world.fake.inside().state.pages.get_mut(&id).unwrap().open_comments = 3;
    world.run(&["apply"]).is(0, &["nothing to do"]);
    world.change("Only named people have access", "Only people with a name have access");
    for command in ["plan", "apply"] {
        world.run(&[command]).is(
            1,
            &["has 3 open comments on words of it", "resolve them, or say --force"],
        );
        assert!(world.writes().is_empty());
    }
    world.run(&["apply", "--force"]).is(0, &["updated "]);
}

#[test]
fn an_index_page_that_people_edit_keeps_their_words_and_gets_no_second_link() {
    let (world, _) = published();
    world.fake.inside().state.edit(INDEX, "Ask us.", "Ask anybody.");
    world.run(&["apply"]).is(0, &["nothing to do"]);
    assert!(world.writes().is_empty());
    let body = world.fake.inside().state.pages[&INDEX].last().body.clone();
    assert_eq!(body.matches("ri:content-title").count(), 1, "{body}");
}

#[test]
fn a_page_that_a_program_changed_and_kept_the_message_of_is_left_too() {
    let (world, id) = published();
    world.change("Only named people have access", "Only people with a name have access");
    world.run(&["apply"]).is(0, &["updated "]);
    world.writes();
    world
        .fake
        .inside()
        .state
        .rewrite(id, "Only people with a name have access", "Everybody has access");
    for command in ["plan", "apply"] {
        world.run(&[command]).is(
            1,
            &[
                "was changed by Olga Other",
                "  - Only people with a name have access",
                "  + Everybody has access",
            ],
        );
        assert!(world.writes().is_empty());
    }
}

#[test]
fn a_file_that_somebody_replaced_is_left_with_who_and_when() {
    for product in [Product::Cloud, Product::DataCenter] {
        let world = World::new(product);
        world.run(&["apply", "--force"]);
        let id = world.page(TITLE);
        let original = fs::read(world.folder().join("public/counts.csv")).unwrap();
        let replace = |bytes: &[u8], comment: &str| {
            let mut inside = world.fake.inside();
            inside.state.attach(id, "counts.csv", bytes, comment);
        };
        let held = || {
            let inside = world.fake.inside();
            let files = &inside.state.pages[&id].attachments;
            files.iter().find(|one| one.name == "counts.csv").unwrap().bytes.clone()
        };
        replace(b"by hand", "");
        world.writes();
        for command in ["plan", "apply"] {
            world.run(&[command]).is(
                1,
                &[
                    "left           the attachment counts.csv, which Olga Other replaced at 2026-01-02T03:04:05.678",
                    "say --force",
                ],
            );
            assert!(world.writes().is_empty());
        }
        assert_eq!(held(), b"by hand");
        // Who keeps what is said of it is found out all the same.
        let said = format!("sha256:{}", "0".repeat(64));
        replace(b"by hand", &said);
        world
            .run(&["apply"])
            .is(1, &["left           the attachment counts.csv"]);
        world.run(&["apply", "--force"]).is(0, &["attached       counts.csv"]);
        assert_eq!(held(), original);
        // The same file once more changes nothing.
        replace(&original, "");
        world.writes();
        world.run(&["apply"]).is(0, &["nothing to do"]);
        assert!(world.writes().is_empty());
    }
}
