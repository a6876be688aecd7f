//! What goes wrong on the way: it is tried again where that is safe, looked at where an answer was lost, and told otherwise.

use serde_json::json;

use super::fake::fault::Kind;
use super::fake::http::Response;
use super::fake::state::{INDEX, Property};
use super::world::World;

const TITLE: &str = "Access audit 2024 Q1";

fn busy(status: u16, after: &str) -> Kind {
    Kind::Answer(Response::error(status, "later").with("retry-after", after))
}

/// How many pages have the audit's title.
fn pages(world: &World) -> usize {
    let inside = world.fake.inside();
    inside.state.pages.values().filter(|page| page.title == TITLE).count()
}

#[test]
fn a_busy_site_is_asked_again_after_as_long_as_it_says() {
    for status in [429, 502, 503, 504] {
        let world = World::cloud();
        world.fault_all(status);
        world.run(&["apply"]).is(1, &["made "]);
        assert_eq!(pages(&world), 1);
        let asked = world
            .traffic()
            .iter()
            .filter(|one| one.request.path.ends_with("/spaces"))
            .count();
        assert_eq!(asked, 3, "{status}");
    }
}

impl World {
    fn fault_all(&self, status: u16) {
        self.fake.fault("GET", "/spaces", busy(status, "0"), 2);
        self.fake.fault("POST", "/api/v2/pages", busy(status, "0"), 1);
        self.fake.fault("PUT", "/child/attachment", busy(status, "0"), 1);
        self.fake.fault("POST", "/label", busy(status, "0"), 1);
    }
}

#[test]
fn a_site_that_stays_busy_or_wants_too_long_is_given_up() {
    let world = World::cloud();
    world.fake.fault("GET", "/user/current", busy(429, "0"), 100);
    world
        .run(&["apply"])
        .is(2, &["answer 429", "run the same command again later"]);
    assert_eq!(world.traffic().len(), 5);
    let world = World::cloud();
    world
        .fake
        .fault("GET", "/user/current", busy(429, "9223372036854775807"), 1);
    world
        .run(&["apply"])
        .is(2, &["asks to come back in 9223372036854775807 seconds"]);
    assert_eq!(world.traffic().len(), 1);
    // A write that the site never takes is asked for a few times only, each after a look.
    let world = World::cloud();
    world.fake.fault("POST", "/api/v2/pages", busy(503, "0"), 100);
    world.run(&["apply"]).is(2, &["POST /api/v2/pages: answer 503"]);
    assert_eq!(world.writes().len(), 3);
}

#[test]
fn a_lost_answer_to_a_write_is_settled_by_looking() {
    for (method, path) in [
        ("POST", "/api/v2/pages"),
        ("PUT", "/child/attachment"),
        ("POST", "/label"),
        ("POST", "/properties"),
        ("PUT", "/pages/65539"),
        ("POST", "/restriction"),
    ] {
        let world = World::cloud();
        crate::support::replace(&world.review(), "labels = [", "editors = [\"557058:anna\"]\nlabels = [");
        world.fake.fault(method, path, Kind::Lost, 1);
        world.run(&["apply", "--force"]).is(0, &["made ", "linked "]);
        let lost = world
            .writes()
            .iter()
            .filter(|write| write.starts_with(method) && write.contains(path))
            .count();
        let once = if path == "/child/attachment" { 3 } else { 1 };
        // Properties are set of the audit and of the procedure.
        let expected = if path == "/properties" || path == "/api/v2/pages" {
            lost
        } else {
            once
        };
        assert_eq!(lost, expected, "{method} {path}");
        assert_eq!(pages(&world), 1);
        let inside = world.fake.inside();
        assert_eq!(inside.state.pages[&INDEX].number(), 2);
        drop(inside);
        world.run(&["apply"]).is(0, &["nothing to do"]);
    }
}

#[test]
fn a_slow_answer_to_a_write_is_not_waited_for_and_settled() {
    let world = World::cloud();
    world.fake.fault("POST", "/api/v2/pages", Kind::Slow, 1);
    world.run(&["apply"]).is(1, &["made "]);
    assert_eq!(pages(&world), 1);
    world.fake.fault("GET", "/user/current", Kind::Slow, 100);
    world
        .run(&["doctor"])
        .is(1, &["no answer from `127.0.0.1`", "what is done stays done"]);
}

#[test]
fn a_run_that_was_broken_off_is_finished_by_the_next_one() {
    for (method, path) in [
        ("PUT", "/child/attachment"),
        ("POST", "/label"),
        ("POST", "/properties"),
        ("PUT", "/pages/65539"),
    ] {
        let world = World::cloud();
        world
            .fake
            .fault(method, path, Kind::Answer(Response::error(500, "boom")), 1);
        world
            .run(&["apply", "--force"])
            .is(2, &["answer 500", "it says `boom`"]);
        world
            .run(&["apply", "--force"])
            .is(0, &["\"Access audit 2024 Q1\", page 1001"]);
        assert_eq!(pages(&world), 1);
        assert_eq!(world.fake.inside().state.pages[&1_001].number(), 1, "{path}");
        world.writes();
        world.run(&["apply"]).is(0, &["nothing to do"]);
        assert!(world.writes().is_empty());
    }
    // The same of a page that was there: its new version says whose it is.
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    world.change("Only named people have access", "Only people with a name have access");
    world.fake.fault(
        "PUT",
        "/child/attachment",
        Kind::Answer(Response::error(500, "boom")),
        1,
    );
    world.run(&["apply"]).is(2, &["cannot attach `audit.pdf`"]);
    world.run(&["apply"]).is(
        0,
        &["marked         \"Access audit 2024 Q1\"", "attached       audit.pdf"],
    );
    assert_eq!(world.fake.inside().state.pages[&1_001].number(), 2);
    world.run(&["apply"]).is(0, &["nothing to do"]);
}

#[test]
fn a_version_that_is_taken_is_looked_at_once_more() {
    let conflict = || Kind::Answer(Response::refusal(409, "CONFLICT", "Version must be incremented"));
    let world = World::cloud();
    world.run(&["apply", "--force"]);
    world.change("Only named people have access", "Only people with a name have access");
    world.fake.fault("PUT", "/pages/1001", conflict(), 1);
    world
        .run(&["apply"])
        .is(0, &["updated        \"Access audit 2024 Q1\""]);
    assert_eq!(world.fake.inside().state.pages[&1_001].number(), 2);
    world.change("Only people with a name have access", "Nobody has access");
    world.fake.fault("PUT", "/pages/1001", conflict(), 2);
    world.run(&["apply"]).is(2, &["changes while it is written"]);
    world.fake.inside().faults.clear();
    world.change("period = \"2024 Q1\"", "period = \"2024 Q2\"");
    world.fake.fault("PUT", "/pages/65539", conflict(), 1);
    world.run(&["apply"]).is(0, &["linked "]);
    assert_eq!(
        world.fake.inside().state.pages[&INDEX]
            .last()
            .body
            .matches("2024 Q2")
            .count(),
        2
    );
}

#[test]
fn a_wrong_credential_is_told_from_a_page_that_is_not_there() {
    let world = World::cloud();
    let said = world.run_as(&["apply"], Some("EXAMPLE-wrong-token"));
    said.is(
        2,
        &[
            "GET /rest/api/user/current: answer 403",
            "Current user not permitted to use Confluence",
        ],
    );
    world.fake.fault(
        "GET",
        "/spaces",
        Kind::Answer(Response::refusal(404, "NOT_FOUND", "Not Found")),
        1,
    );
    world.run(&["apply"]).is(
        2,
        &[
            "which it also says where the token is wrong or has expired",
            "publish doctor",
        ],
    );
    world.fake.fault(
        "GET",
        "/pages",
        Kind::Answer(Response::json(
            401,
            &json!({ "code": 401, "message": "Unauthorized; scope does not match" }),
        )),
        1,
    );
    world.run(&["apply"]).is(2, &["the token lacks a scope for this"]);
    world
        .fake
        .fault("GET", "/pages", Kind::Answer(Response::error(401, "no")), 1);
    world.run(&["apply"]).is(2, &["the token is not accepted"]);
    world
        .fake
        .fault("POST", "/api/v2/pages", Kind::Answer(Response::error(403, "no")), 1);
    world
        .run(&["apply"])
        .is(2, &["the account of the token may not do this"]);
    world.fake.fault(
        "POST",
        "/api/v2/pages",
        Kind::Answer(Response::error(413, "Request too large")),
        1,
    );
    world
        .run(&["apply"])
        .is(2, &["larger than the site takes", "`page-resources`"]);
}

#[test]
fn a_site_that_leads_elsewhere_gets_no_credential_there() {
    let elsewhere = super::fake::Fake::start(super::fake::Product::Cloud, "EXAMPLE-other", 0);
    let world = World::cloud();
    let to = format!("{}/rest/api/user/current", elsewhere.address());
    world.fake.fault(
        "GET",
        "/user/current",
        Kind::Answer(Response::error(302, "there").with("location", &to)),
        1,
    );
    world
        .run(&["apply"])
        .is(2, &["the site leads elsewhere, which was not followed"]);
    assert!(elsewhere.inside().traffic.is_empty());
    world.fake.fault(
        "GET",
        "/user/current",
        Kind::Answer(Response {
            body: b"<html>".to_vec(),
            ..Response::error(200, "")
        }),
        1,
    );
    world
        .run(&["apply"])
        .is(2, &["something other than JSON; is `url` of `[confluence]` right?"]);
}

#[test]
fn nobody_there_is_told_at_once() {
    let world = World::cloud();
    let address = world.fake.address();
    crate::support::replace(&world.review(), &address, "http://127.0.0.1:9/wiki");
    world.run(&["apply"]).is(
        2,
        &[
            "no answer from `127.0.0.1`",
            "look whether its address in `[confluence]` is right",
        ],
    );
}

#[test]
fn a_site_that_repeats_the_credential_does_not_get_it_printed() {
    let world = World::cloud();
    let words = format!("{} is not welcome", super::world::TOKEN);
    world
        .fake
        .fault("GET", "/user/current", Kind::Answer(Response::error(400, &words)), 1);
    world.run(&["apply"]).is(2, &["(not shown) is not welcome"]);
}

#[test]
fn a_property_of_somebody_else_is_none_of_ours() {
    let world = World::cloud();
    {
        let mut inside = world.fake.inside();
        inside
            .state
            .seed(70_000, TITLE, Some(super::fake::state::PARENT), "<p>By hand</p>");
        inside.state.pages.get_mut(&70_000).unwrap().properties.push(Property {
            id: 1,
            key: "access-review".to_owned(),
            value: json!({ "hash": "x" }),
            version: 4,
        });
    }
    world
        .run(&["apply", "--force"])
        .is(1, &["was not made by this program"]);
}
