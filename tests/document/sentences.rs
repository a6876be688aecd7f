//! One sentence for each check, as plain text; and the sentences of the public page that depend on the figures.

use std::sync::Arc;

use access_review::document::{self, Texts, parse, public};
use access_review::model::arena::Ix;
use access_review::model::count::On;
use access_review::model::finding::{CheckId, Severity, Subject};
use access_review::model::review::Review;
use access_review::model::roster::{End, Identity};
use access_review::model::snapshot::Held;
use access_review::model::source::{Rejected, Unclear};
use access_review::model::system::Coverage;
use access_review::model::wording::Wording;
use jiff::civil::date;

use super::world::{finding, private, review};

/// The sentence of a finding.
fn sentence(review: &Review, check: &'static str, subject: Subject) -> String {
    let finding = finding(check, Severity::High, vec![], subject);
    Texts::load(&Wording::default())
        .unwrap()
        .sentence(review, &finding)
        .unwrap()
}

/// The identity of this id.
fn person(review: &Review, id: &str) -> Ix<Identity> {
    let identities = &review.snapshot.roster.identities;
    identities.find(|identity| identity.id.reveal() == id).unwrap().0
}

#[test]
fn the_sentences_of_the_world_name_every_noun() {
    let review = review();
    let texts = Texts::load(&Wording::default()).unwrap();
    let sentences: Vec<String> = review
        .findings
        .iter()
        .map(|one| texts.sentence(&review, one).unwrap())
        .collect();
    let expected = [
        "Account mallory|x (shown as <Mallory>) of Bitbucket Cloud belongs to nobody in the roster.",
        "Account shared of Bitbucket Cloud could belong to Ada Stage (p1) or Bob O'Brien (p2).",
        "Dan Left (p4) left on 30 June 2021 and still has account dan in Bitbucket Cloud.",
        "Eve Łuk (p3), a contractor of Acme | Sons, holds Write on tidewater/billing-core in Bitbucket Cloud with \
         account eve_l, and no role that may hold it is open to contractors.",
        "Ada Stage (p1) holds no Root or User in Prod Bastion, which the role DevOps Engineer must hold.",
        "Technical account build-bot (t1) has no owner.",
        "1 row of exports/bastion.csv could not be read.",
        "The pattern tidewater/gone-* of the role Software Developer (line 12 of the roles file) matches no resource \
         of Bitbucket Cloud.",
    ];
    assert_eq!(sentences, expected);
}

#[test]
fn the_sentences_that_the_world_does_not_hold() {
    let review = review();
    let bitbucket = review.settings.systems.iter().next().unwrap().0;
    let notebooks = review.settings.systems.iter().last().unwrap().0;
    let ada = Some(person(&review, "p1"));
    let account = review.snapshot.access[0].accounts.iter().next().unwrap().0;
    let unmapped = review.snapshot.access[0].unmapped.iter().next().unwrap().0;
    let core = review.snapshot.access[0].resources.iter().next().unwrap().0;
    let held = vec![Held::Unmapped(unmapped)];
    let device = Subject {
        system: Some(notebooks),
        text: Some(private("NB\n01\u{1b}[31m")),
        ..Subject::default()
    };
    for (check, subject, expected) in [
        (
            "excess-grant",
            Subject {
                system: Some(bitbucket),
                account: Some(account),
                resource: Some(core),
                levels: held.clone(),
                ..Subject::default()
            },
            "Ada Stage (p1, DevOps Engineer) holds OWNER on tidewater/billing-core in Bitbucket Cloud with account \
             ada, which none of their roles may hold.",
        ),
        (
            "unmapped-level",
            Subject {
                system: Some(bitbucket),
                levels: held.clone(),
                ..Subject::default()
            },
            "Bitbucket Cloud has the level OWNER, which no level of the review is spelled like.",
        ),
        (
            "unmapped-level",
            Subject {
                system: Some(bitbucket),
                text: Some(private("Boss")),
                ..Subject::default()
            },
            "Bitbucket Cloud has the level Boss, which no level of the review is spelled like.",
        ),
        (
            "no-policy",
            Subject::default(),
            "No roles file was given; nothing could be called excess or missing, and the page prints these role titles from \
             the roster: DevOps Engineer, Software Developer and Technical Account.",
        ),
        (
            "unencrypted-workstation",
            Subject {
                identity: ada,
                ..device.clone()
            },
            "The disk of notebook NB 01 [31m, used by Ada Stage (p1), is not encrypted.",
        ),
        (
            "unprotected-workstation",
            device,
            "The virus protection of notebook NB 01 [31m is not up to date.",
        ),
        (
            "missing-workstation",
            Subject {
                system: Some(notebooks),
                identity: ada,
                ..Subject::default()
            },
            "Ada Stage (p1, DevOps Engineer) needs a notebook, and the inventory lists none.",
        ),
    ] {
        assert_eq!(sentence(&review, check, subject), expected);
    }
}

#[test]
fn the_sentences_that_depend_on_the_roster_and_the_files() {
    let mut review = review();
    let bitbucket = review.settings.systems.iter().next().unwrap().0;
    let (bot, dan) = (person(&review, "t1"), person(&review, "p4"));
    Arc::make_mut(&mut review.snapshot.roster).identities[bot].owner = Some(dan);
    let subject = Subject {
        identity: Some(bot),
        ..Subject::default()
    };
    let owned = "build-bot (t1) has the owner Dan Left, who left on 30 June 2021.";
    assert_eq!(sentence(&review, "owner-left", subject), owned);

    let eve = person(&review, "p3");
    Arc::make_mut(&mut review.snapshot.roster).identities[eve].end = Some(End::On(date(2021, 9, 1)));
    let subject = Subject {
        system: Some(bitbucket),
        identity: Some(eve),
        ..Subject::default()
    };
    let ended = "Eve Łuk (p3), a contractor of Acme | Sons whose contract ended on 01 September 2021, still has an \
                 account in Bitbucket Cloud.";
    assert_eq!(sentence(&review, "contractor-grant", subject.clone()), ended);

    Arc::make_mut(&mut review.snapshot.roster).identities[eve].end = Some(End::Untold);
    let untold = "Eve Łuk (p3), a contractor of Acme | Sons whose contract ended, day not told, still has an account in \
                  Bitbucket Cloud.";
    assert_eq!(sentence(&review, "contractor-grant", subject), untold);
    Arc::make_mut(&mut review.snapshot.roster).identities[dan].end = Some(End::Untold);
    let owned = "build-bot (t1) has the owner Dan Left, who left, day not told.";
    let subject = Subject {
        identity: Some(bot),
        ..Subject::default()
    };
    assert_eq!(sentence(&review, "owner-left", subject), owned);

    let (file, source) = review
        .snapshot
        .sources
        .iter()
        .next()
        .map(|(place, source)| (place, source.clone()))
        .unwrap();
    review.snapshot.sources[file].declared_rows = Some(source.rows.total + 2);
    let subject = Subject {
        source: Some(file),
        ..Subject::default()
    };
    let short = "people.csv does not have the 7 rows that review.toml declares for it.";
    assert_eq!(sentence(&review, "incomplete-export", subject.clone()), short);

    let cell = Rejected {
        line: 2,
        reason: private("cell `Seen` holds `soon`"),
    };
    let column = |name: &str, cells| Unclear {
        name: private(name),
        cells,
        first: vec![cell.clone()],
    };
    review.snapshot.sources[file].declared_rows = Some(source.rows.total);
    review.snapshot.sources[file].unclear = vec![column("Seen", 30), column("Factor", 1)];
    let cells = "30 cells of the column Seen of people.csv could not be read and count as not collected. 1 cell of the \
                 column Factor of people.csv could not be read and counts as not collected.";
    assert_eq!(sentence(&review, "incomplete-export", subject.clone()), cells);
    review.snapshot.sources[file].rows.rejected = vec![cell];
    let both = format!("1 row of people.csv could not be read. {cells}");
    assert_eq!(sentence(&review, "incomplete-export", subject), both);
}

#[test]
fn a_check_without_texts_is_said() {
    let message = Texts::load(&Wording::default())
        .unwrap()
        .check(CheckId("no-such-check"))
        .err()
        .unwrap()
        .to_string();
    assert_eq!(message, "templates/checks.toml has no text for check `no-such-check`");
}

/// The public page after a change to the world.
fn page(change: impl FnOnce(&mut Review)) -> String {
    let mut review = review();
    change(&mut review);
    public(&review).unwrap()
}

/// Whether a line stands on a page.
fn has(page: &str, line: &str) -> bool {
    page.lines().any(|one| one == line)
}

#[test]
fn the_notebooks_sentence_fits_its_figures() {
    let sentence = |validated, members| {
        page(|review| (review.notebooks[0].validated, review.notebooks[0].members) = (validated, members))
    };
    assert!(has(
        &sentence(15, 15),
        "We validated the notebooks of all 15 members of our product team."
    ));
    assert!(has(
        &sentence(13, 15),
        "We validated the notebooks of 13 of the 15 members of our product team."
    ));
    assert!(has(&sentence(0, 0), "No member of our product team needs a notebook."));
    let undeclared = page(|review| {
        (review.notebooks[0].validated, review.notebooks[0].members) = (0, 0);
        Arc::make_mut(&mut review.snapshot.policy).file = None;
    });
    assert!(has(&undeclared, "It was not declared who needs a notebook."));
    let none = page(|review| review.snapshot.access[3].coverage = None);
    assert!(has(&none, "The state of the notebooks was not collected."));
    assert!(!none.contains("We validated"));
}

#[test]
fn nobody_holds_anything_only_where_everything_was_read() {
    let nobody = "No active account holds a permission.";
    let unknown = "Permissions were not collected.";
    assert!(has(&page(|_| {}), nobody) && !has(&page(|_| {}), unknown));
    let perhaps = "No active account holding a permission was found, but the lists may lack some.";
    for (coverage, sentence) in [
        (Some(Coverage::Partial), perhaps),
        (Some(Coverage::Unknown), perhaps),
        (None, unknown),
    ] {
        let page = page(|review| review.snapshot.access[1].coverage = coverage);
        assert!(has(&page, sentence) && !has(&page, nobody), "{coverage:?}");
        assert!(has(&page, "**Repository2**"));
    }
    let rejected = page(|review| {
        let file = review.snapshot.sources.iter().nth(2).unwrap().0;
        review.snapshot.sources[file].rows.rejected =
            review.snapshot.sources.values().nth(3).unwrap().rows.rejected.clone();
    });
    assert!(has(&rejected, perhaps) && !has(&rejected, nobody));
}

#[test]
fn what_is_incomplete_says_so_at_its_system() {
    let page = page(|review| {
        let file = review.snapshot.sources.iter().nth(1).unwrap().0;
        let rejected = review.snapshot.sources.values().nth(3).unwrap().rows.rejected[0].clone();
        review.snapshot.sources[file].rows.rejected = vec![rejected; 2];
        let short = review.snapshot.sources.iter().nth(2).unwrap().0;
        review.snapshot.sources[short].declared_rows = Some(1000);
    });
    let parts: Vec<&str> = page.split("<tr>").collect();
    assert!(has(
        parts[3],
        "Incomplete: 2 rows of the exported lists could not be read and are not counted."
    ));
    assert!(has(
        parts[4],
        "Incomplete: the exported list does not have the number of rows that was declared for it."
    ));
    assert!(has(
        parts[2],
        "Incomplete: coverage of the system by the exported lists was not stated."
    ));
}

#[test]
fn without_declared_roles_the_documents_still_come_out() {
    let mut review = review();
    Arc::make_mut(&mut review.snapshot.policy).file = None;
    review.findings.clear();
    review.unjudged = access_review::check::unjudged(&review.settings, &review.snapshot);
    assert_eq!(public(&review).unwrap(), page(|_| {}));
    let internal = document::internal(&review, None).unwrap();
    let judged = |check: &str| {
        let line = internal
            .lines()
            .find(|line| line.starts_with(&format!("| {check} ")))
            .unwrap();
        !line.contains("not judged: no roles are declared")
    };
    assert!(judged("orphan-account") && judged("no-policy"));
    assert!(!judged("excess-grant") && !judged("missing-grant") && !judged("unmatched-pattern"));
    assert!(internal.contains(
        "\nNothing was found in what was read, but not everything was read: the list below says what is missing. This"
    ));
}

#[test]
fn a_permission_on_a_labelled_system_as_a_whole_stands_before_its_resources() {
    let page = page(|review| review.counts[0].on = On::Whole);
    let whole = "**Access**\n\n- Admin\n  - 1 DevOps Engineer\n\n**Repository1**\n";
    assert!(page.contains(whole), "{page}");
}

#[test]
fn every_system_can_be_without_anything() {
    let mut review = review();
    review.counts.clear();
    review.findings.clear();
    review.notebooks.clear();
    for access in &mut review.snapshot.access {
        (access.accounts, access.resources) = Default::default();
        access.grants.clear();
        access.devices.clear();
        access.coverage = None;
    }
    let internal = document::internal(&review, None).unwrap();
    parse(&internal).unwrap();
    assert!(has(&internal, "- JFrog Artifactory: no export.") && has(&internal, "There are none."));
    parse(&public(&review).unwrap()).unwrap();
}
