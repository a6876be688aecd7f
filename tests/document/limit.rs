//! A table above the limit prints a few of its rows and names the file that holds all, in every format.

use access_review::document::{self, parse};
use access_review::model::settings::{DOCUMENT_ROWS, EXCERPT_ROWS};
use access_review::model::snapshot::{Holder, Status};
use access_review::model::source::{Place, Rejected};
use access_review::render::pdf;

use super::world;

/// What the internal edition has more than of the small world, where one list got so many entries more.
fn internal(change: impl FnOnce(&mut access_review::model::review::Review)) -> String {
    let mut review = world::review();
    change(&mut review);
    document::internal(&review, None).unwrap()
}

#[test]
fn a_small_review_leaves_nothing_out() {
    assert!(!internal(|_| ()).contains("These are the first"));
}

#[test]
fn permissions_above_the_limit_stand_in_the_csv() {
    let text = internal(|review| {
        let grants = &mut review.snapshot.access[0].grants;
        let one = grants[0];
        grants.resize(DOCUMENT_ROWS + 1, one);
    });
    let sentence = "These are the first 50 of 1001 permissions. All of them stand in internal/grants.csv.";
    assert!(text.contains(sentence));
    let printed = text
        .lines()
        .skip_while(|line| *line != sentence)
        .skip(4)
        .take_while(|line| line.starts_with('|'));
    assert_eq!(printed.count(), EXCERPT_ROWS);
    let document = parse(&text).unwrap();
    let bytes = pdf::render(&document).unwrap();
    let letters = pdf::letters(&bytes).unwrap();
    assert_eq!(letters, document.letters());
    assert!(letters.contains(&sentence.replace(' ', "")));

    let whole = internal(|review| {
        let grants = &mut review.snapshot.access[0].grants;
        let one = grants[0];
        grants.resize(DOCUMENT_ROWS, one);
    });
    assert!(!whole.contains("These are the first"));
}

#[test]
fn accounts_above_the_limit_stand_in_their_files() {
    let text = internal(|review| {
        let accounts = &mut review.snapshot.access[0].accounts;
        let mut one = accounts.values().next().unwrap().clone();
        (one.holder, one.status) = (Holder::Nobody, Some(Status::Disabled));
        for _ in 0..DOCUMENT_ROWS {
            accounts.push(one.clone()).unwrap();
        }
    });
    for sentence in [
        "These are the first 50 of 1007 accounts. All of them stand in internal/people-map.json, and what they hold in \
         internal/grants.csv.",
        "These are the first 50 of 1007 accounts. Those that hold anything all stand in internal/grants.csv.",
        "These are the first 50 of 1001 such accounts.",
    ] {
        assert!(text.contains(sentence), "{sentence}");
    }
    parse(&text).unwrap();
}

#[test]
fn notebooks_and_resources_above_the_limit_are_named_elsewhere() {
    let text = internal(|review| {
        let resources = &mut review.snapshot.access[0].resources;
        let one = resources.values().next().unwrap().clone();
        for _ in 0..DOCUMENT_ROWS {
            resources.push(one.clone()).unwrap();
        }
        let devices = &mut review.snapshot.access[3].devices;
        let one = devices[0].clone();
        devices.resize(DOCUMENT_ROWS + 5, one);
    });
    assert!(text.contains("first 50 of 1003 resources. All of them stand in internal/people-map.json."));
    assert!(text.contains("first 50 of 1005 notebooks."));
}

#[test]
fn findings_above_the_limit_stand_in_the_csv() {
    let mut total = 0;
    let text = internal(|review| {
        let one = review.findings[0].clone();
        let known = review
            .findings
            .iter()
            .filter(|finding| finding.check == one.check)
            .count();
        total = known + DOCUMENT_ROWS;
        for _ in 0..DOCUMENT_ROWS {
            review.findings.insert(0, one.clone());
        }
    });
    let sentence = format!("first 50 of {total} findings of this check. All of them stand in internal/findings.csv.");
    assert!(text.contains(&sentence));
    parse(&text).unwrap();
}

#[test]
fn a_finding_with_many_lines_lists_the_first() {
    let text = internal(|review| {
        let evidence = &mut review.findings[0].evidence;
        let source = evidence[0].source;
        evidence.clear();
        evidence.extend((0..300).map(|nth| Place {
            source,
            line: 10 + 2 * nth,
        }));
    });
    assert!(text.contains(", 408 and 100 more, all of them in internal/findings.csv"));
}

#[test]
fn rejected_rows_above_the_limit_are_named_elsewhere() {
    let mut known = 0;
    let text = internal(|review| {
        let sources = &mut review.snapshot.sources;
        known = sources.values().map(|source| source.rows.rejected.len()).sum();
        let source = sources.values_mut().next().unwrap();
        source
            .rows
            .rejected
            .extend((0..DOCUMENT_ROWS as u64).map(|line| Rejected {
                line,
                reason: world::private("cell `Level` is empty"),
            }));
    });
    assert!(known > 0);
    let sentence = format!("These are the first 1000 of {} rejected rows.", 1000 + known);
    assert!(text.contains(&sentence));
    parse(&text).unwrap();
}
