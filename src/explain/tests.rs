//! Subjects, facts and their text.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use jiff::civil::date;

use super::{CheckWords, Explanation, NumberFacts, explain, text};
use crate::check::CHECKS;
use crate::model::arena::Arena;
use crate::model::finding::{CheckId, Severity};
use crate::model::inventory::Company;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::roster::End;
use crate::model::settings::Ruling;
use crate::model::snapshot::{Holder, LastLogin, Match, Principal, Status};
use crate::world::World;

mod accounts;
mod numbers;
mod separations;

/// Two systems with repositories, one without, and everybody that a number can leave out.
fn company() -> World {
    let mut world = World::new();
    let git = world.repositories("git", &["Admin", "Write"], &["tidewater/core", "tidewater/web"]);
    let jar = world.repositories("jar", &["Admin", "Write"], &["libs"]);
    let aws = world.system("aws", &["Admin"]);
    let developer = world.role("Software Developer");
    let tester = world.role("CI/CD Engineer");
    world.may(developer, git, &["Write"], &["tidewater/*"]);
    world.must(tester, git, &["Admin"], &["tidewater/core"]);
    let mira = world.identity("Mira Holt", developer);
    world.somebody(mira).id = Private::new("P01");
    world.somebody(mira).emails = vec![Private::new("mira@example.com")];
    let noah = world.identity("Noah Berg", developer);
    world.contract(noah);
    let gone = world.identity("Gone Person", developer);
    world.somebody(gone).end = Some(End::On(date(2021, 9, 30)));
    let tom = world.identity("Tom Reed", tester);
    let first = world.owned(git, "mira", mira);
    world.grant(git, first, "tidewater/core", "Write");
    world.grant(git, first, "tidewater/core", "Write");
    world.grant(git, first, "tidewater/core", "Admin");
    let off = world.owned(git, "mira-old", mira);
    world.grant(git, off, "tidewater/core", "Write");
    world.grant(git, off, "tidewater/web", "Write");
    world.grant(git, off, "tidewater/core", "Admin");
    world.status(git, off, Status::Disabled);
    let invited = world.owned(git, "noah", noah);
    world.grant(git, invited, "tidewater/core", "Write");
    world.status(git, invited, Status::Pending);
    let left = world.owned(git, "gone", gone);
    world.grant(git, left, "tidewater/core", "Write");
    let nobody = world.account(git, "x\u{1b}[31m", Holder::Nobody);
    world.grant(git, nobody, "tidewater/core", "Write");
    let other = world.owned(git, "tom", tom);
    world.grant(git, other, "tidewater/core", "Write");
    let artifacts = world.owned(jar, "mira", mira);
    world.grant(jar, artifacts, "libs", "Write");
    let console = world.owned(aws, "Tom", tom);
    world.grant(aws, console, "", "Admin");
    world
}

fn error(review: &Review, subject: &str) -> String {
    explain(review, subject).unwrap_err().to_string()
}

#[test]
fn an_identity_is_found_by_id_name_or_address() {
    let review = company().review();
    for subject in ["p01", "Mira  holt", "MIRA@example.com"] {
        let Explanation::Identity(facts) = explain(&review, subject).unwrap() else {
            panic!("{subject}")
        };
        assert_eq!(facts.person.id, "P01");
        let accounts: Vec<(&str, &str)> = facts
            .accounts
            .iter()
            .map(|account| (account.system.as_str(), account.login.as_str()))
            .collect();
        assert_eq!(
            accounts,
            [("The git", "mira"), ("The git", "mira-old"), ("The jar", "mira")]
        );
        let grants = &facts.accounts[0].grants;
        assert_eq!(grants[0].findings, ["excess-grant"]);
        assert_eq!(grants[0].rule, None);
        assert!(grants[1].findings.is_empty());
        assert!(grants[1].rule.is_some());
    }
}

#[test]
fn an_identity_tells_of_findings_that_rest_on_its_row_too() {
    let mut world = company();
    world.settings.inventory.companies.push(Company {
        name: Private::new("Northquay Ltd"),
        agreement: Private::new("Frame 7"),
        end: None,
        line: 3,
    });
    let review = world.review();
    let others = |subject: &str| {
        let Explanation::Identity(facts) = explain(&review, subject).unwrap() else {
            panic!("{subject}")
        };
        facts.findings.len()
    };
    assert_eq!(others("Noah Berg"), 1, "a contractor of no company");
    assert_eq!(others("P01"), 0);
    let text = printed(&explain(&review, "Noah Berg").unwrap());
    assert!(text.contains("Other findings:\n\n  agreement-ended, medium"), "{text}");
}

#[test]
fn a_permission_is_found_by_account_resource_and_level_and_shown_alone() {
    let review = company().review();
    let grant = |subject: &str| match explain(&review, subject).unwrap() {
        Explanation::Grant(facts) => facts,
        Explanation::Check(_)
        | Explanation::Notebooks(_)
        | Explanation::Identity(_)
        | Explanation::Account(_)
        | Explanation::Number(_)
        | Explanation::Finding(_) => panic!("`{subject}` is no permission"),
    };
    for subject in [
        "git: mira / tidewater/core / Write",
        "The git:mira/tidewater/core/write",
        "mira / tidewater/core / Write",
        "git: mira / Repository1 / Write",
    ] {
        let facts = grant(subject);
        assert_eq!(facts.account.login, "mira", "{subject}");
        assert_eq!(facts.account.grants.len(), 1, "{subject}");
        assert_eq!(facts.account.grants[0].level, "Write");
        assert_eq!(facts.account.grants[0].rows.len(), 2);
        assert!(facts.account.grants[0].rule.is_some());
    }
    let text = printed(&Explanation::Grant(grant("mira / tidewater/core / Admin")));
    assert!(
        text.starts_with("A permission of mira in The git\n  belongs to Mira Holt (P01), employee\n"),
        "{text}"
    );
    assert!(
        text.contains("finding excess-grant") && !text.contains("Write on"),
        "{text}"
    );
    assert_eq!(grant("Tom / Admin").account.system, "The aws", "the system as a whole");
    let message = error(&review, "mira / tidewater/core / Owner");
    assert!(
        message.contains("a permission (`login / resource / level`)"),
        "{message}"
    );
}

#[test]
fn a_permission_in_two_systems_asks_which() {
    let mut world = company();
    let (git, jar) = (world.snapshot.access[0].system, world.snapshot.access[1].system);
    let people: Vec<_> = world
        .snapshot
        .roster
        .identities
        .iter()
        .map(|(place, _)| place)
        .collect();
    for system in [git, jar] {
        let account = world.owned(system, "same", people[0]);
        world.grant(system, account, "shared", "Write");
    }
    let message = error(&world.review(), "same / shared / Write");
    let wanted = "`The git: same / shared / Write`, `The jar: same / shared / Write`";
    assert!(message.contains(wanted), "{message}");
    assert!(explain(&world.review(), "The jar: same / shared / Write").is_ok());
}

#[test]
fn a_finding_is_found_by_its_key_and_a_key_of_none_says_so() {
    let world = company();
    let review = world.review();
    for check in ["excess-grant", "leaver-access", "orphan-account", "missing-grant"] {
        for key in world.keys(check) {
            let Explanation::Finding(facts) = explain(&review, &key).unwrap() else {
                panic!("{key}")
            };
            assert_eq!(
                (facts.key.as_str(), facts.finding.check.as_str()),
                (key.as_str(), check)
            );
            let text = printed(&Explanation::Finding(facts));
            assert!(text.starts_with(&format!("Finding {key}\n  {check}, ")), "{text}");
            assert!(text.contains("What to do:"), "{text}");
        }
    }
    let message = error(&review, "excess-grant/git/nobody");
    assert!(
        message.contains("no finding of this review has the key `excess-grant/git/nobody`"),
        "{message}"
    );
    assert!(message.contains("`access-review explain excess-grant`"), "{message}");
}

#[test]
fn an_identity_shows_findings_about_itself_and_accounts_that_may_be_its_own() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let people: Vec<_> = world
        .snapshot
        .roster
        .identities
        .iter()
        .map(|(place, _)| place)
        .collect();
    let several = vec![(people[0], Match::Login), (people[1], Match::Email)];
    world.account(git, "both", Holder::Several(several));
    let review = world.review();
    let other = |subject: &str| match explain(&review, subject).unwrap() {
        Explanation::Identity(facts) => facts
            .findings
            .into_iter()
            .map(|finding| finding.check)
            .collect::<Vec<_>>(),
        Explanation::Check(_)
        | Explanation::Notebooks(_)
        | Explanation::Account(_)
        | Explanation::Grant(_)
        | Explanation::Finding(_)
        | Explanation::Number(_) => panic!("{subject}"),
    };
    assert_eq!(other("Mira Holt"), ["ambiguous-account"]);
    assert_eq!(other("Tom Reed"), ["missing-grant"]);
    assert!(other("Gone Person").is_empty());
}

#[test]
fn an_accepted_finding_tells_its_exception_wherever_it_stands() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    for check in ["excess-grant", "orphan-account", "missing-grant"] {
        world.exception(check).ticket = Some("SEC-1".into());
    }
    world.within(git, None);
    let review = world.review();
    let by = "accepted until 2021-12-31 by id-noah, SEC-1 (roles.toml, line ";
    let checks = CHECKS.iter().map(|check| {
        let words = CheckWords {
            title: "",
            why: "",
            fix: "",
        };
        (check.id.0, words)
    });
    let checks = checks.collect();
    let told = |subject: &str| {
        let told = text(
            &explain(&review, subject).unwrap(),
            &checks,
            &std::collections::BTreeMap::new(),
        )
        .unwrap();
        told.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .matches(by)
            .count()
    };
    let of = |check: &str| {
        review
            .findings
            .iter()
            .filter(|finding| finding.check.0 == check)
            .count()
    };
    assert_eq!(told("excess-grant"), of("excess-grant"));
    assert_eq!(told("orphan-account"), 1);
    assert_eq!(told("The git: x\u{1b}[31m"), 1, "on the account");
    assert_eq!(told("The git: mira"), 1, "on the grant");
    assert_eq!(
        told("Tom Reed"),
        of("missing-grant") + 2,
        "beside the accounts and on their grants"
    );
    assert_eq!(told("leaver-access"), 0);
}

#[test]
fn two_identities_of_one_name_are_listed_by_id() {
    let mut world = company();
    let role = world.snapshot.roster.identities.values().next().unwrap().roles.first;
    let twin = world.identity("Mira Holt", role);
    world.somebody(twin).id = Private::new("P99");
    assert_eq!(
        error(&world.review(), "mira holt"),
        "`mira holt` can mean any of `P01`, `P99`; type one of them"
    );
}

#[test]
fn a_check_tells_its_controls_and_findings() {
    let review = company().review();
    let Explanation::Check(facts) = explain(&review, "Excess-Grant").unwrap() else {
        panic!()
    };
    assert!(
        facts
            .controls
            .iter()
            .any(|control| control.starts_with("ISO 27001:2022"))
    );
    assert_eq!(facts.severity, "high");
    assert_eq!(facts.findings[0].login.as_deref(), Some("mira"));
    assert_eq!(facts.findings[0].levels, ["Admin"]);
    assert_eq!(facts.findings[0].rows.len(), 1);
}

#[test]
fn a_check_tells_what_it_could_not_judge_and_that_it_is_switched_off() {
    let mut world = company();
    let text = |world: &World, check| printed(&explain(&world.review(), check).unwrap());
    let nowhere = text(&world, "dormant-account");
    assert!(
        nowhere.ends_with("It judged nothing: no limit is declared.\n\nIt found nothing.\n"),
        "{nowhere}"
    );
    let git = world.snapshot.access[0].system;
    world.access_rules(git).expected.dormant_days = Some(90);
    let somewhere = text(&world, "dormant-account");
    let lacking = "It could not judge where it was not collected, of some accounts or of all: The";
    assert!(somewhere.contains(lacking), "{somewhere}");
    let (severity, reason) = (None, String::from("no logins are told"));
    let id = CheckId("dormant-account");
    world.settings.rulings.insert(id, Ruling { severity, reason });
    let off = text(&world, "dormant-account");
    assert!(
        off.contains("  Switched off in review.toml: no logins are told\n"),
        "{off}"
    );
    assert!(off.ends_with("It did not run.\n"), "{off}");
    let (severity, reason) = (Some(Severity::High), String::from("we have been warned"));
    world.settings.rulings.insert(id, Ruling { severity, reason });
    let graver = text(&world, "dormant-account");
    assert!(
        graver.contains("  Its findings are high by review.toml: we have been warned\n"),
        "{graver}"
    );
}

#[test]
fn a_file_that_was_not_read_whole_tells_every_row_and_both_totals() {
    let mut world = company();
    let file = world.file("exports/git.csv");
    file.declared_rows = Some(9);
    file.rows.used = 3;
    file.rows.rejected.push(crate::model::source::Rejected {
        line: 4,
        reason: Private::new("cell `Level` is empty"),
    });
    let text = printed(&explain(&world.review(), "incomplete-export").unwrap());
    let expected = "    data rows: 4 found, 9 declared\n    line 4 was not read: cell `Level` is empty\n";
    assert!(text.contains(expected), "{text}");

    let file = world.file("exports/git.csv");
    file.pointers = (0..4).map(|record| format!("/values/{record}")).collect();
    let text = printed(&explain(&world.review(), "incomplete-export").unwrap());
    assert!(text.contains("    record /values/3 was not read: "), "{text}");
}

#[test]
fn an_unknown_subject_says_what_is_similar() {
    let review = company().review();
    assert!(error(&review, "exces-grant").contains("nothing is called `exces-grant` (did you mean `excess-grant`?);"));
    assert!(error(&review, "Mira Hold").contains("`Mira Holt`"));
    let message = error(&review, "Repository1 / Wrote / Software Developer");
    assert!(
        message.contains("did you mean `Repository1 / Write / Software Developer`"),
        "{message}"
    );
    let message = error(&review, "zzzzzzzzzzzz\u{1b}");
    assert!(
        message.starts_with("nothing is called `zzzzzzzzzzzz\\u{1b}`; expected a check"),
        "{message}"
    );
}

#[test]
fn text_fits_a_terminal_and_cannot_steer_it() {
    let review = company().review();
    let mut subjects: Vec<String> = CHECKS.iter().map(|check| check.id.0.to_owned()).collect();
    for subject in [
        "P01",
        "id-noah berg",
        "gone",
        "git: x\u{1b}[31m",
        "The git / Repository1 / Write / Software Developer",
    ] {
        subjects.push(subject.to_owned());
    }
    for subject in subjects {
        let text = printed(&explain(&review, &subject).unwrap());
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
            assert!(!line.chars().any(char::is_control), "{line:?}");
            assert_eq!(line, line.trim_end());
        }
        assert!(!text.contains("\n\n\n"), "{text}");
        assert!(!text.contains("{{") && !text.contains("{%"), "{text}");
    }
}

#[test]
fn every_check_has_its_texts_and_every_text_its_check() {
    let texts = crate::document::Texts::load(&crate::model::wording::Wording::default()).unwrap();
    let written: Vec<&str> = texts.checks().iter().map(|check| check.id.as_str()).collect();
    let mut declared: Vec<&str> = CHECKS.iter().map(|check| check.id.0).collect();
    declared.sort_unstable();
    let mut sorted = written.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, declared);
    let review = World::new().review();
    for check in texts.checks() {
        let text = printed(&explain(&review, &check.id).unwrap())
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        for part in [&check.title, &check.why, &check.fix] {
            assert!(text.contains(part.as_str()), "{text}");
        }
    }
}

/// The text with the words that the program itself has for its checks.
fn printed(explanation: &Explanation) -> String {
    let texts = crate::document::Texts::load(&crate::model::wording::Wording::default()).unwrap();
    let words = texts.checks().iter().map(|check| {
        (
            check.id.as_str(),
            CheckWords {
                title: &check.title,
                why: &check.why,
                fix: &check.fix,
            },
        )
    });
    text(explanation, &words.collect(), texts.reasons()).unwrap()
}

#[test]
fn a_permission_whose_names_hold_slashes_is_found_as_it_is_spelled_or_by_its_account() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let mira = world.snapshot.roster.identities.iter().next().unwrap().0;
    let short = world.owned(git, "a", mira);
    let long = world.owned(git, "a/x", mira);
    world.grant(git, short, "x/y", "Write");
    world.grant(git, long, "y", "Write");
    for (typed, login) in [("The git: a / x/y / Write", "a"), ("The git: a/x / y / Write", "a/x")] {
        match explain(&world.review(), typed).unwrap() {
            Explanation::Grant(facts) => assert_eq!(facts.account.login, login),
            Explanation::Check(_)
            | Explanation::Notebooks(_)
            | Explanation::Identity(_)
            | Explanation::Account(_)
            | Explanation::Number(_)
            | Explanation::Finding(_) => panic!("`{typed}` is no permission"),
        }
    }
    let message = error(&world.review(), "a/x/y/Write");
    let both = "can mean any of `The git: a / x/y / Write`, `The git: a/x / y / Write`; type one of them";
    assert!(message.contains(both), "{message}");
    let spaced = world.owned(git, "b", mira);
    let other = world.owned(git, "b / x", mira);
    world.grant(git, spaced, "x / y", "Write");
    world.grant(git, other, "y", "Write");
    let message = error(&world.review(), "The git: b / x / y / Write");
    let accounts =
        "`The git: b / x / y / Write` can mean a permission of any of `The git: b`, `The git: b / x`; type the account";
    assert!(message.contains(accounts), "{message}");
    for account in ["The git: b", "The git: b / x"] {
        assert!(
            matches!(explain(&world.review(), account).unwrap(), Explanation::Account(_)),
            "{account}"
        );
    }
}
