//! The first time: what is planned, what is made, and what is left alone.

use std::fs;

use super::fake::state::{DRAFTS, ME, OLD, PARENT, PROCEDURE};
use super::world::World;
use crate::support::files;

const TITLE: &str = "Access audit 2024 Q1";

#[test]
fn without_a_token_a_plan_asks_nothing_and_gives_pages_to_paste() {
    let world = World::cloud();
    for command in [&["plan"][..], &[]] {
        let said = world.run_as(command, None);
        said.is(
            0,
            &[
                "not asked      127.0.0.1: there is no token in the environment variable ACCESS_REVIEW_CONFLUENCE_TOKEN",
                "to make        a new page \"Access audit 2024 Q1\" below the page 65537",
                "to attach      audit.pdf\nto attach      counts.csv\nto attach      counts.json",
                "to label       access-review, audit",
                "to link        from the index page",
                "to update      the procedure, page 65540",
                "audit.html, audit.confluence.xml, procedure.html, procedure.confluence.xml, audit.pdf, counts.csv, counts.json",
            ],
        );
    }
    assert!(world.traffic().is_empty());
    let written = files(&world.out.join("confluence-2024-03-01"));
    let public = files(&world.folder().join("public"));
    for name in [
        "audit.confluence.xml",
        "procedure.confluence.xml",
        "audit.pdf",
        "counts.csv",
        "counts.json",
    ] {
        assert_eq!(written[name], public[name], "{name}");
    }
    let html = String::from_utf8(written["audit.html"].clone()).unwrap();
    let page = access_review::import::read(html.as_bytes(), None).unwrap();
    let storage = access_review::import::read(&public["audit.confluence.xml"], None).unwrap();
    assert!(!page.counts.is_empty());
    assert_eq!(page.counts, storage.counts);
}

#[test]
fn apply_makes_the_page_and_touches_no_older_one() {
    let world = World::cloud();
    let old = world.fake.inside().state.pages[&OLD].clone();
    let plan = world.run(&["plan"]);
    plan.is(
        1,
        &["to make        a new page \"Access audit 2024 Q1\" below the page 65537"],
    );
    assert!(plan.out.contains("left           the procedure"), "{}", plan.out);
    assert!(world.writes().is_empty());

    let said = world.run(&["apply"]);
    // The procedure page was written by people: they are to say that it may be replaced.
    said.is(
        1,
        &[
            "made           a new page \"Access audit 2024 Q1\" below the page 65537",
            "attached       audit.pdf",
            "labelled       access-review, audit",
            "linked         from the index page",
            "left           the procedure, \"How we audit\", page 65540, was written by Olga Other at 2026-01-02",
            "  + To be written.",
        ],
    );
    let writes = world.writes();
    let id = world.page(TITLE);
    let expected = [
        "POST /wiki/api/v2/pages".to_owned(),
        format!("PUT /wiki/rest/api/content/{id}/child/attachment"),
        format!("PUT /wiki/rest/api/content/{id}/child/attachment"),
        format!("PUT /wiki/rest/api/content/{id}/child/attachment"),
        format!("POST /wiki/rest/api/content/{id}/label"),
        format!("POST /wiki/api/v2/pages/{id}/properties"),
        "PUT /wiki/api/v2/pages/65539".to_owned(),
    ];
    assert_eq!(writes, expected);
    let inside = world.fake.inside();
    let page = &inside.state.pages[&id];
    assert_eq!((page.parent, page.number(), page.last().by), (Some(PARENT), 1, ME));
    assert_eq!(page.labels, ["access-review", "audit"]);
    let names: Vec<&str> = page.attachments.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["audit.pdf", "counts.csv", "counts.json"]);
    for one in &page.attachments {
        assert_eq!(
            one.bytes,
            fs::read(world.folder().join("public").join(&one.name)).unwrap()
        );
    }
    let mark = &page.properties[0];
    assert_eq!(mark.key, "access-review");
    assert_eq!(mark.value["period"], "2024 Q1");
    assert_eq!(mark.value["space"], "SEC");
    assert_eq!(mark.value["page-version"], 1);
    assert_eq!(mark.value["program"], "access-review 0.1.0");
    let index = &inside.state.pages[&super::fake::state::INDEX].last().body;
    assert!(
        index
            .contains("<ul><li><p><ac:link><ri:page ri:space-key=\"SEC\" ri:content-title=\"Access audit 2024 Q1\" />")
    );
    assert!(
        index.contains("<li><p>Access audit 2020</p></li></ul><p>Ask us.</p>"),
        "{index}"
    );
    assert_eq!(inside.state.pages[&PROCEDURE].number(), 1);
    let now = &inside.state.pages[&OLD];
    assert_eq!(
        (now.number(), now.properties.len(), now.labels.len()),
        (old.number(), 0, 0)
    );
}

#[test]
fn an_audit_for_which_nobody_answers_goes_to_the_drafts_alone() {
    let world = World::cloud();
    world.change(
        "[system.reviewed]\nby = \"4\"\non = 2024-03-01\nstatement = \"Each is needed.\"\n",
        "",
    );
    let said = world.run(&["apply"]);
    said.is(
        0,
        &[
            "not reviewed   nobody answers yet for: Vault;",
            "made           a new page \"Access audit 2024 Q1\" below the page 65538",
        ],
    );
    let id = world.page(TITLE);
    assert_eq!(world.fake.inside().state.pages[&id].parent, Some(DRAFTS));
    assert!(
        !world
            .writes()
            .iter()
            .any(|write| write.contains("65539") || write.contains("65540"))
    );

    // Reviewed, it moves to the others, is linked to, and stays one page.
    world.change(
        "[[system.export]]",
        "[system.reviewed]\nby = \"4\"\non = 2024-03-01\nstatement = \"Each is needed.\"\n[[system.export]]",
    );
    world
        .run(&["apply", "--force"])
        .is(0, &["updated        \"Access audit 2024 Q1\"", "linked "]);
    assert_eq!(world.fake.inside().state.pages[&id].parent, Some(PARENT));
    assert_eq!(world.page(TITLE), id);

    // What was published is not replaced by what nobody answers for.
    world.change(
        "[system.reviewed]\nby = \"4\"\non = 2024-03-01\nstatement = \"Each is needed.\"\n",
        "",
    );
    world.writes();
    world.run(&["apply"]).is(
        1,
        &[
            "left           \"Access audit 2024 Q1\", page",
            "stands among reviewed audits",
        ],
    );
    assert!(world.writes().is_empty());
}

#[test]
fn without_a_place_for_drafts_such_an_audit_goes_nowhere() {
    let world = World::cloud();
    crate::support::replace(&world.review(), "draft-parent = 65538\n", "");
    world.change(
        "[system.reviewed]\nby = \"4\"\non = 2024-03-01\nstatement = \"Each is needed.\"\n",
        "",
    );
    for token in [None, Some(super::world::TOKEN)] {
        let said = world.run_as(&["plan"], token);
        said.is(
            1,
            &["left           \"Access audit 2024 Q1\" goes nowhere", "`draft-parent`"],
        );
        assert!(!said.out.contains("to attach"), "{}", said.out);
    }
    world.run(&["apply"]).is(1, &["goes nowhere"]);
    assert!(world.writes().is_empty());
}

#[test]
fn a_review_that_counts_for_nothing_is_none() {
    let world = World::cloud();
    world.change("on = 2024-03-01\nstatement", "on = 2023-12-01\nstatement");
    world.run(&["plan"]).is(
        0,
        &["not reviewed   nobody answers yet for: Vault (the review does not count: see void-review)"],
    );
    // Whoever holds something in the system is no reviewer of it either.
    world.change("on = 2023-12-01\nstatement", "on = 2024-03-01\nstatement");
    world.change("by = \"4\"", "by = \"1\"");
    world.run(&["plan"]).is(
        0,
        &["not reviewed   nobody answers yet for: Vault (by somebody who holds something there or approved the roles: see self-review)"],
    );
}

#[test]
fn only_what_the_inputs_give_now_is_published() {
    let world = World::cloud();
    let page = world.folder().join("public/audit.md");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.clone() + "more\n").unwrap();
    world.run(&["apply"]).is(2, &["`public/audit.md` was edited"]);
    fs::write(&page, text).unwrap();
    crate::support::replace(&world.inputs.join("exports/vault.csv"), "cy@example.com,Read\n", "");
    world.run(&["apply"]).is(
        2,
        &["is not what the inputs give now", "run `access-review report` again"],
    );
    fs::remove_dir_all(&world.out).unwrap();
    world
        .run(&["apply"])
        .is(2, &["is not there; run `access-review report` first"]);
    assert!(world.traffic().is_empty());
}

#[test]
fn editing_is_restricted_to_those_who_are_named_and_oneself() {
    let world = World::cloud();
    crate::support::replace(&world.review(), "labels = [", "editors = [\"557058:anna\"]\nlabels = [");
    world.run(&["apply"]).is(
        1,
        &["restricted     only the `editors` of [confluence] and you may edit it"],
    );
    let id = world.page(TITLE);
    assert_eq!(world.fake.inside().state.pages[&id].editors, ["557058:anna", ME]);
    world.writes();
    let said = world.run(&["apply"]);
    assert!(!said.out.contains("restricted"), "{}", said.out);
    assert!(world.writes().is_empty());

    // Somebody closes it to readers, and lets others edit it. That stays, also where one more editor is declared.
    {
        let mut inside = world.fake.inside();
        let page = inside.state.pages.get_mut(&id).unwrap();
        page.readers = vec!["557058:olga".into()];
        page.editors.push("557058:olga".into());
        page.editing_groups = vec!["auditors".into()];
    }
    let said = world.run(&["apply"]);
    said.is(1, &["auditors may edit the page too, as somebody said on the site"]);
    assert!(world.writes().is_empty());
    crate::support::replace(&world.review(), "\"557058:anna\"", "\"557058:anna\", \"557058:bo\"");
    world
        .run(&["apply"])
        .is(1, &["restricted     only the `editors`", "beside those below\nleft "]);
    let inside = world.fake.inside();
    let page = &inside.state.pages[&id];
    assert_eq!(page.editors, ["557058:anna", "557058:bo", ME, "557058:olga"]);
    assert_eq!((page.readers.len(), page.editing_groups.len()), (1, 1));
}
