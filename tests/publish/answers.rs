//! Answers that say nothing of what was asked for: they are no proof that it was done.

use super::fake::Product;
use super::fake::fault::Kind;
use super::fake::http::Response;
use super::fake::rewrite;
use super::fake::state::ME;
use super::world::World;
use crate::support::replace;

const TITLE: &str = "Access audit 2024 Q1";

/// The requests that only change something, with what is said of a page on which they did not.
const CLOUD: [(&str, &str, &str); 4] = [
    ("POST", "/restriction", "everybody may edit it"),
    ("PUT", "/child/attachment", "cannot attach `audit.pdf`"),
    ("POST", "/label", "cannot add labels"),
    ("POST", "/properties", "not marked as this program's yet"),
];
const DATA_CENTER: [(&str, &str, &str); 4] = [
    ("PUT", "/restriction", "everybody may edit it"),
    ("POST", "/child/attachment", "cannot attach `audit.pdf`"),
    ("POST", "/label", "cannot add labels"),
    ("POST", "/property", "not marked as this program's yet"),
];

fn requests() -> impl Iterator<Item = (Product, (&'static str, &'static str, &'static str))> {
    let cloud = CLOUD.map(|request| (Product::Cloud, request));
    cloud
        .into_iter()
        .chain(DATA_CENTER.map(|request| (Product::DataCenter, request)))
}

fn closed(product: Product) -> World {
    let world = World::new(product);
    let anna = match product {
        Product::Cloud => "557058:anna",
        Product::DataCenter => "anna",
    };
    replace(
        &world.review(),
        "labels = [",
        &format!("editors = [\"{anna}\"]\nlabels = ["),
    );
    world
}

fn answer(body: &str) -> Response {
    Response {
        body: body.as_bytes().to_vec(),
        ..Response::error(200, "")
    }
}

/// Whether the page has all that it is to have.
fn is_whole(world: &World) -> bool {
    let id = world.page(TITLE);
    let inside = world.fake.inside();
    let page = &inside.state.pages[&id];
    page.editors.len() == 2
        && page.editors.iter().any(|editor| editor == ME)
        && page.attachments.len() == 3
        && page.labels == ["access-review", "audit"]
        && page.properties.len() == 1
}

#[test]
fn a_good_number_before_another_answer_is_no_proof_that_something_was_done() {
    for (product, (method, path, missing)) in requests() {
        for body in ["<html>Sign in</html>", "", "{}"] {
            let world = closed(product);
            world.fake.fault(method, path, Kind::Answer(answer(body)), 1);
            world.run(&["apply", "--force"]).is(
                2,
                &[
                    missing,
                    "answer 200, which is not the one that Confluence gives",
                    "is not there",
                ],
            );
            assert!(!is_whole(&world), "{method} {path} {body}");
            if body.is_empty() {
                world
                    .run(&["apply", "--force"])
                    .is(0, &["\"Access audit 2024 Q1\", page 1001", "linked "]);
                assert!(is_whole(&world), "{method} {path} {body}");
            }
        }
    }
}

#[test]
fn what_was_done_behind_another_answer_is_seen() {
    for (product, (method, path, _)) in requests() {
        let world = closed(product);
        world.fake.fault(method, path, Kind::Done(answer("<html>")), 1);
        world.run(&["apply", "--force"]).is(0, &["made ", "linked "]);
        assert!(is_whole(&world), "{method} {path}");
    }
}

#[test]
fn of_two_runs_at_once_the_second_says_so() {
    for (product, path) in [
        (Product::Cloud, "/api/v2/pages"),
        (Product::DataCenter, "/rest/api/content"),
    ] {
        let world = World::new(product);
        world.fake.fault("POST", path, Kind::Second, 1);
        world.run(&["apply", "--force"]).is(
            2,
            &["another run of this program made the page `Access audit 2024 Q1` at the same time; run the same command again"],
        );
        world
            .run(&["apply", "--force"])
            .is(0, &["\"Access audit 2024 Q1\", page 1001"]);
        let id = world.page(TITLE);
        assert_eq!(world.fake.inside().state.pages[&id].number(), 1);
    }
}

#[test]
fn a_page_that_was_made_is_named_with_its_address() {
    let world = World::cloud();
    let link = "a new page \"Access audit 2024 Q1\" below the page 65537, page 1001: \
                https://example.atlassian.net/wiki/spaces/SEC/pages/1001";
    world.run(&["apply"]).is(1, &[link]);
}

#[test]
fn a_title_that_somebody_changed_is_named_as_the_change() {
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    let id = world.page(TITLE);
    {
        let mut inside = world.fake.inside();
        inside.state.edit(id, "Only named people", "Only named people");
        inside.state.pages.get_mut(&id).unwrap().title = "Our audit".to_owned();
    }
    world.run(&["apply"]).is(
        1,
        &[
            "\"Our audit\", page 1001, was changed by Olga Other",
            "  it is called \"Our audit\", and would be \"Access audit 2024 Q1\" again",
        ],
    );
}

#[test]
fn a_body_that_is_sent_back_keeps_the_ids_of_its_macros() {
    let once = rewrite::sent("<ac:structured-macro ac:name=\"toc\"/><p>A</p>");
    assert_eq!(once.matches("ac:macro-id").count(), 1, "{once}");
    let twice = rewrite::sent(&once);
    assert_eq!(twice.matches("ac:macro-id").count(), 1, "{twice}");
}
