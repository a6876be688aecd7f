//! The second time: nothing is written that is there already.

use super::fake::state::PROCEDURE;
use super::world::World;

const TITLE: &str = "Access audit 2024 Q1";

#[test]
fn a_second_run_writes_nothing() {
    let world = World::cloud();
    world.run(&["apply", "--force"]).is(
        0,
        &["made ", "updated        the procedure, \"How we audit\", page 65540"],
    );
    assert_eq!(world.fake.inside().state.pages[&PROCEDURE].number(), 2);
    assert!(!world.writes().is_empty());
    for command in ["apply", "plan"] {
        let said = world.run(&[command]);
        said.is(
            0,
            &[
                "unchanged      \"Access audit 2024 Q1\", page 1001: https://example.atlassian.net/wiki/spaces/SEC/pages/1001",
                "unchanged      the procedure, \"How we audit\"",
                "nothing to do",
            ],
        );
        assert!(!said.out.contains("attach"), "{}", said.out);
        assert!(world.writes().is_empty());
    }
}

#[test]
fn what_changed_is_written_as_a_new_version_with_date_and_hash() {
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    world.writes();
    world.change("Only named people have access", "Only people with a name have access");
    world.run(&["plan"]).is(
        0,
        &["to update      \"Access audit 2024 Q1\"", "to attach      audit.pdf"],
    );
    let said = world.run(&["apply"]);
    said.is(
        0,
        &["updated        \"Access audit 2024 Q1\"", "attached       audit.pdf"],
    );
    assert!(!said.out.contains("counts"), "the numbers are the same: {}", said.out);
    let id = world.page(TITLE);
    let expected = [
        format!("PUT /wiki/api/v2/pages/{id}"),
        format!("PUT /wiki/rest/api/content/{id}/child/attachment"),
    ];
    assert_eq!(world.writes()[..2], expected);
    let inside = world.fake.inside();
    let page = &inside.state.pages[&id];
    let message = &page.last().message;
    let rest = message.strip_prefix("[access-review sha256:").unwrap();
    let (hash, rest) = rest.split_once(']').unwrap();
    assert!(
        hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{message}"
    );
    assert_eq!(rest, " audit of 2024-03-01");
    assert_eq!(page.properties[0].value["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(page.properties[0].value["page-version"], 2);
    assert_eq!(page.attachments[0].version, 2);
    assert_eq!(page.attachments.len(), 3);
}

#[test]
fn labels_and_files_that_people_added_stay() {
    let world = World::cloud();
    world.run(&["apply"]);
    let id = world.page(TITLE);
    {
        let mut inside = world.fake.inside();
        let page = inside.state.pages.get_mut(&id).unwrap();
        page.labels = vec!["by-hand".to_owned(), "audit".to_owned()];
        page.attachments.remove(1);
        inside.state.attach(id, "notes.txt", b"mine", "");
    }
    world.writes();
    world
        .run(&["apply"])
        .is(1, &["attached       counts.csv", "labelled       access-review"]);
    let inside = world.fake.inside();
    let page = &inside.state.pages[&id];
    assert_eq!(page.labels, ["by-hand", "audit", "access-review"]);
    let mut names: Vec<&str> = page.attachments.iter().map(|one| one.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["audit.pdf", "counts.csv", "counts.json", "notes.txt"]);
}

#[test]
fn the_next_period_is_a_new_page() {
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    let first = world.page(TITLE);
    let before = world.fake.inside().state.pages[&first].clone();
    world.change("period = \"2024 Q1\"", "period = \"2024 Q2\"");
    world.writes();
    world
        .run(&["apply"])
        .is(0, &["made           a new page \"Access audit 2024 Q2\""]);
    assert_ne!(world.page("Access audit 2024 Q2"), first);
    assert!(!world.writes().iter().any(|write| write.contains(&first.to_string())));
    let inside = world.fake.inside();
    assert_eq!(inside.state.pages[&first].number(), before.number());
    let index = &inside.state.pages[&super::fake::state::INDEX].last().body;
    let places = ["2024 Q2", "2024 Q1", "Access audit 2020"].map(|title| index.find(title).unwrap());
    assert!(places.is_sorted(), "{index}");
}

#[test]
fn a_page_that_somebody_renamed_is_found_again() {
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    let id = world.page(TITLE);
    world.change(
        "title = \"Access audit {period}\"",
        "title = \"Audit of access, {period}\"",
    );
    world
        .run(&["apply"])
        .is(0, &["updated        \"Audit of access, 2024 Q1\", page 1001"]);
    assert_eq!(world.page("Audit of access, 2024 Q1"), id);
}
