//! `publish pull`, and the round trip: published, brought down, imported, compared.

use std::fs;

use access_review::import;

use super::fake::state::{PARENT, PROCEDURE};
use super::world::World;
use crate::import::counts;
use crate::support::{run, said};

#[test]
fn what_is_published_comes_back_as_its_numbers() {
    let world = World::cloud();
    world.run(&["apply"]);
    // Somebody saves it in the editor meanwhile.
    world
        .fake
        .inside()
        .state
        .edit(1_001, "Only named people have access", "Only named people have access");
    let dir = world.holder.path().join("pulled");
    let address = "http://127.0.0.1/wiki/spaces/SEC/pages/1001/Access+audit";
    world.run(&["pull", address, dir.to_str().unwrap()]).is(
        0,
        &[
            "page           \"Access audit 2024 Q1\", version 2: https://example.atlassian.net/wiki/spaces/SEC/pages/1001",
            "saved by hand  since version 1, which the program wrote, last by ",
            "pulled/page.confluence.xml\n",
            "written        audit.pdf, beside it\nwritten        counts.csv, beside it\n",
            "numbers        2 can be read from it\n",
        ],
    );
    let page = fs::read(dir.join("page.confluence.xml")).unwrap();
    let read = import::read(&page, None).unwrap();
    let csv = fs::read_to_string(world.folder().join("public/counts.csv")).unwrap();
    assert_eq!(read.counts, counts(&csv));
    assert_eq!(read.audit_date.as_deref(), Some("2024-03-01"));
    for name in ["audit.pdf", "counts.csv", "counts.json"] {
        let original = fs::read(world.folder().join("public").join(name)).unwrap();
        assert_eq!(fs::read(dir.join(name)).unwrap(), original, "{name}");
    }
    // The folder is one side of `diff`, and the audit before.
    let (code, out, err) = said(&run(&["diff", dir.to_str().unwrap(), world.folder().to_str().unwrap()]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("same           2 numbers of the page"), "{out}");
    let previous = world.inputs.join("previous");
    fs::create_dir(&previous).unwrap();
    fs::write(previous.join("page.confluence.xml"), &page).unwrap();
    world.change("[[activity]]", "[previous]\nrecord = \"previous\"\n\n[[activity]]");
    let internal = fs::read_to_string(world.folder().join("internal/internal.md")).unwrap();
    assert!(internal.contains("Changes since"), "{internal}");
}

#[test]
fn what_is_no_audit_is_brought_down_and_said_to_be_none() {
    let world = World::cloud();
    let dir = world.holder.path().join("pulled");
    for name in ["../evil.txt", "CON.csv", "invoice\u{202e}vsc.exe"] {
        world.fake.inside().state.attach(PROCEDURE, name, b"x", "");
    }
    world.run(&["pull", &PROCEDURE.to_string(), dir.to_str().unwrap()]).is(
        1,
        &[
            "not read       no numbers can be read from it",
            "left           the attachment ../evil.txt",
            "left           the attachment CON.csv",
            "left           the attachment invoice\\u{202e}vsc.exe: a file cannot be called so safely",
        ],
    );
    assert_eq!(
        fs::read_to_string(dir.join("page.confluence.xml")).unwrap(),
        "<p>To be written.</p>"
    );
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1);
    world
        .run(&["pull", "65540", dir.to_str().unwrap()])
        .is(2, &["is there already"]);
}

#[test]
fn what_is_not_there_leaves_nothing_behind() {
    let world = World::cloud();
    let dir = world.holder.path().join("pulled");
    world
        .run(&["pull", "77", dir.to_str().unwrap()])
        .is(2, &["the site has no page 77 that this account can see"]);
    world
        .run(&[
            "pull",
            "https://evil.example.com/wiki/spaces/SEC/pages/1",
            dir.to_str().unwrap(),
        ])
        .is(
            2,
            &["the page is on `evil.example.com`, and `[confluence]` declares `127.0.0.1`"],
        );
    world
        .run(&["pull", "the audit", dir.to_str().unwrap()])
        .is(2, &["`the audit` is no page"]);
    assert!(!dir.exists());
    assert!(
        world
            .traffic()
            .iter()
            .all(|one| one.request.path.contains("user/current") || one.request.path.contains("/77"))
    );
    let _ = PARENT;
}
