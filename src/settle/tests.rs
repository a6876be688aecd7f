//! What exceptions accept, and that nothing gets lost whatever they are.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use jiff::civil::date;
use proptest::prelude::*;

use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Finding};
use crate::model::key::key;
use crate::model::policy::Pattern;
use crate::model::private::Private;
use crate::model::snapshot::Holder;
use crate::model::source::Content;
use crate::model::system::System;
use crate::world::{TODAY, World};

/// Two repositories of one system in which Mira holds too much, the same of another system, an account of nobody, a
/// file that nobody vouches for.
fn company() -> (World, Ix<System>) {
    let mut world = World::new();
    world.source("sources.csv", Content::Sources);
    let git = world.repositories("git", &["Admin", "Write"], &["app-web", "app-core", "docs"]);
    let aws = world.system("aws", &["Admin"]);
    let role = world.role("Developer");
    let mira = world.identity("Mira", role);
    world.identity("Noah", role);
    let account = world.owned(git, "Mira@example.com", mira);
    world.grant(git, account, "app-web", "Admin");
    world.grant(git, account, "docs", "Write");
    let account = world.owned(aws, "mira", mira);
    world.grant(aws, account, "", "Admin");
    world.account(git, "x", Holder::Nobody);
    (world, git)
}

/// The keys of what is accepted, each with the line of the exception.
fn accepted(world: &World) -> Vec<(String, u64)> {
    let review = world.review();
    let accepted = review.findings.iter().filter_map(|finding| {
        let exception = review.exception_of(finding)?;
        Some((key(finding, &world.settings, &world.snapshot), exception.line))
    });
    accepted.collect()
}

/// How many findings the last exception accepts.
fn number(world: &World) -> usize {
    let last = world.snapshot.policy.exceptions.values().last().map(|last| last.line);
    accepted(world).iter().filter(|(_, line)| Some(*line) == last).count()
}

fn pattern(text: &str) -> Pattern {
    Pattern {
        text: text.into(),
        matcher: globset::Glob::new(text).unwrap().compile_matcher(),
    }
}

#[test]
fn an_exception_accepts_what_all_its_parts_fit() {
    let (mut world, git) = company();
    assert_eq!(accepted(&world), []);
    world.exception("excess-grant");
    assert_eq!(number(&world), 3);
    world.last_exception().subject.identity = Some(Private::new("id-mira"));
    assert_eq!(number(&world), 3);
    world.within(git, None);
    assert_eq!(number(&world), 2);
    world.within(git, Some("Write"));
    assert_eq!(number(&world), 1);
    world.last_exception().subject.resource = Some(pattern("docs"));
    assert_eq!(number(&world), 1);
    world.last_exception().subject.resource = Some(pattern("app-*"));
    assert_eq!(number(&world), 0);
    world.within(git, None);
    assert_eq!(number(&world), 1);
    world.last_exception().subject.account = Some(Private::new("mira@EXAMPLE.com"));
    assert_eq!(number(&world), 1, "an address whatever its case");
    world.last_exception().subject.account = Some(Private::new("mira"));
    assert_eq!(number(&world), 0);
    world.last_exception().subject.account = None;
    world.last_exception().subject.identity = Some(Private::new("id-noah"));
    assert_eq!(number(&world), 0);
    world.last_exception().subject.identity = None;
    world.last_exception().subject.file = Some(Private::new("exports/git.csv"));
    assert_eq!(number(&world), 0, "no finding about a file");
    world.last_exception().check = CheckId("unattested-export");
    world.last_exception().subject.resource = None;
    assert_eq!(number(&world), 1);
}

#[test]
fn whoever_has_not_the_resource_is_not_meant_by_one() {
    let (mut world, _) = company();
    world.exception("excess-grant").subject.resource = Some(pattern("*"));
    assert_eq!(number(&world), 2, "not the system as a whole");
}

#[test]
fn of_several_the_one_with_most_parts_accepts_then_the_first_in_force() {
    let (mut world, git) = company();
    let broad = world.exception("excess-grant").line;
    let first = world.exception("excess-grant").line;
    world.within(git, None);
    let second = world.exception("excess-grant").line;
    world.last_exception().subject.identity = Some(Private::new("id-mira"));
    let lines = |world: &World| accepted(world).into_iter().map(|(_, line)| line).collect::<Vec<_>>();
    assert_eq!(lines(&world), [first, first, second]);
    let exceptions = &mut world.policy().exceptions;
    exceptions.values_mut().nth(1).unwrap().expires = date(2021, 10, 5);
    assert_eq!(lines(&world), [second, second, second]);
    world.last_exception().granted = date(2021, 10, 7);
    assert_eq!(lines(&world), [broad, broad, broad]);
    assert_eq!(world.settled("expired-exception").len(), 1);
}

#[test]
fn what_is_told_of_exceptions_is_not_accepted_by_any() {
    let (mut world, _) = company();
    world.exception("excess-grant");
    world.exception("broad-exception");
    assert_eq!(world.settled("broad-exception").len(), 2);
    assert!(accepted(&world).iter().all(|(key, _)| key.starts_with("excess-grant")));
}

#[test]
fn findings_about_exceptions_stand_in_the_order_of_all() {
    let (mut world, _) = company();
    world.exception("orphan-account").approved_by = Private::new("id-mira");
    world.last_exception().subject.identity = Some(Private::new("id-mira"));
    let review = world.review();
    let checks: Vec<&str> = review.findings.iter().map(|finding| finding.check.0).collect();
    let severities: Vec<_> = review.findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted());
    let of_high: Vec<&str> = checks.into_iter().take(5).collect();
    assert_eq!(
        of_high,
        [
            "orphan-account",
            "excess-grant",
            "excess-grant",
            "excess-grant",
            "self-approved-exception"
        ]
    );
}

/// An exception as generated: check, parts, first and last day before or after the audit date.
type Generated = (usize, [Option<usize>; 4], (i32, i32));

fn generated() -> impl Strategy<Value = Generated> {
    let part = || prop::option::of(0..3_usize);
    (
        0..3_usize,
        [part(), part(), part(), part()],
        (-400..40_i32, -40..300_i32),
    )
}

fn declare(world: &mut World, git: Ix<System>, (check, parts, (granted, expires)): Generated) {
    let checks = ["excess-grant", "orphan-account", "unattested-export"];
    let [identity, account, system, resource] = parts;
    let day = |days: i32| TODAY.saturating_add(jiff::Span::new().days(days));
    let exception = world.exception(checks[check]);
    (exception.granted, exception.expires) = (day(granted), day(expires));
    exception.subject.identity = identity.map(|at| Private::new(["id-mira", "id-noah", "id-mira"][at]));
    exception.subject.account = account.map(|at| Private::new(["mira", "x", "mira@example.com"][at]));
    exception.subject.resource = resource.map(|at| pattern(["app-*", "docs", "*"][at]));
    if let Some(at) = system {
        world.within(git, [None, Some("Admin"), Some("Write")][at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn open_and_accepted_ones_are_all_and_the_order_of_exceptions_changes_nothing_open(
        exceptions in prop::collection::vec(generated(), 0..8),
        order in any::<prop::sample::Index>(),
    ) {
        let (mut world, git) = company();
        let all = crate::check::run(&world.settings, &world.snapshot);
        let mut turned = world.clone();
        for exception in &exceptions {
            declare(&mut world, git, *exception);
        }
        let mut others = exceptions.clone();
        others.reverse();
        let turns = if others.is_empty() { 0 } else { order.index(others.len()) };
        others.rotate_left(turns);
        for exception in &others {
            declare(&mut turned, git, *exception);
        }
        let mut findings = all.clone();
        let uses = super::settle(&world.settings, &world.snapshot, &mut findings);
        let is_open = |finding: &&Finding| finding.is_open();
        prop_assert_eq!(findings.iter().filter(is_open).count() + uses.accepted(), all.len());
        for (settled, found) in findings.iter().zip(&all) {
            prop_assert_eq!((settled.check, &settled.subject), (found.check, &found.subject));
            if let Some(place) = settled.accepted_by() {
                let exception = &world.snapshot.policy.exceptions[place];
                prop_assert_eq!(exception.check, settled.check);
                prop_assert!(exception.is_in_force(TODAY));
            }
        }
        let mut again = all.clone();
        super::settle(&turned.settings, &turned.snapshot, &mut again);
        let open = |findings: &[Finding]| findings.iter().map(Finding::is_open).collect::<Vec<_>>();
        prop_assert_eq!(open(&findings), open(&again));
    }
}
