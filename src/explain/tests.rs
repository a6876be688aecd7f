//! Subjects, facts and their text.

#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "tests")]

use jiff::civil::date;

use super::{CheckWords, Explanation, NumberFacts, explain, text};
use crate::check::CHECKS;
use crate::model::arena::Arena;
use crate::model::finding::{CheckId, Severity};
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::roster::End;
use crate::model::settings::Ruling;
use crate::model::snapshot::{Holder, LastLogin, Match, Principal, Status};
use crate::world::World;

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

fn number(review: &Review, subject: &str) -> NumberFacts {
    match explain(review, subject).unwrap() {
        Explanation::Number(facts) => facts,
        Explanation::Check(_)
        | Explanation::Notebooks(_)
        | Explanation::Identity(_)
        | Explanation::Account(_)
        | Explanation::Grant(_)
        | Explanation::Finding(_) => panic!("`{subject}` is no number"),
    }
}

fn error(review: &Review, subject: &str) -> String {
    explain(review, subject).unwrap_err().to_string()
}

#[test]
fn a_number_tells_who_is_counted_by_which_rows_and_rules_and_who_is_left_out() {
    let review = company().review();
    let facts = number(&review, "The git / Repository1 / Write / Software Developer");
    assert_eq!((facts.people, facts.contractors), (1, 0));
    assert_eq!(facts.resource.as_deref(), Some("tidewater/core"));
    assert_eq!(facts.counted.len(), 1);
    assert_eq!(facts.counted[0].person.as_ref().unwrap().id, "P01");
    let grants = &facts.counted[0].accounts[0].grants;
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].rows.len(), 2);
    assert_eq!(grants[0].rows[0].file, "exports/git.csv");
    let rule = grants[0].rule.as_ref().unwrap();
    assert_eq!(
        (rule.role.as_str(), rule.place.as_str()),
        ("Software Developer", "roles.toml, line 1")
    );
    assert!(grants[0].findings.is_empty());
    let left_out: Vec<(&str, Option<&str>)> = facts
        .left_out
        .iter()
        .map(|out| {
            (
                out.reason.as_str(),
                out.party.person.as_ref().map(|person| person.name.as_str()),
            )
        })
        .collect();
    let disabled = &facts.left_out[0].party.accounts[0];
    assert_eq!(disabled.grants.len(), 1, "what they hold elsewhere is another number");
    let leaver = facts.left_out.iter().find(|out| out.reason == "left").unwrap();
    assert_eq!(
        leaver.party.accounts[0].grants[0].rule, None,
        "whoever left may hold nothing"
    );
    assert_eq!(
        left_out,
        [
            ("disabled", Some("Mira Holt")),
            ("left", Some("Gone Person")),
            ("pending", Some("Noah Berg")),
            ("unidentified", None)
        ]
    );
}

#[test]
fn a_number_is_found_as_it_is_printed_whatever_the_case_and_spaces() {
    let review = company().review();
    for subject in [
        "Repository1/write/ci/cd engineer",
        "  the GIT /Repository1 /  Write/ CI / CD  Engineer ",
    ] {
        assert_eq!(number(&review, subject).bearer, "CI/CD Engineer");
    }
    assert_eq!(number(&review, "The aws / Admin / CI/CD Engineer").people, 1);
    assert_eq!(number(&review, "admin / ci/cd engineer").system, "The aws");
    assert_eq!(number(&review, "Repository1 / Write / Former Member").people, 1);
    assert_eq!(number(&review, "Repository1 / Write / Unidentified Account").people, 1);
}

#[test]
fn a_number_that_is_not_printed_is_0_and_tells_who_was_left_out() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let grants = &mut world.access(git).grants;
    grants.retain(|grant| matches!(grant.principal, Principal::Account(account) if account.get() == 2));
    let review = world.review();
    let facts = number(&review, "The git / Repository1 / Write / Software Developer");
    assert_eq!(facts.people, 0);
    assert_eq!(facts.left_out.len(), 1);
    assert_eq!(facts.left_out[0].reason, "pending");
}

#[test]
fn a_level_that_no_definition_maps_has_no_definition_and_a_finding() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let account = world.snapshot.access[0].accounts.iter().next().unwrap().0;
    world.grant(git, account, "tidewater/web", "Root");
    let facts = number(&world.review(), "Repository2 / Unmapped level / Software Developer");
    assert_eq!((facts.people, facts.definition), (1, None));
    let grant = &facts.counted[0].accounts[0].grants[0];
    assert_eq!((grant.level.as_str(), grant.mapped), ("Root", false));
    assert_eq!(grant.findings, ["unmapped-level"]);
}

#[test]
fn a_lower_level_is_left_out_where_only_the_highest_counts() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    let rules = world.access_rules(git);
    rules.count_rule = crate::model::system::CountRule::Highest;
    for (level, rank) in rules.levels.values_mut().zip([2, 1]) {
        level.rank = Some(rank);
    }
    let facts = number(&world.review(), "The git / Repository1 / Write / Software Developer");
    assert_eq!(facts.people, 0);
    assert!(facts.left_out.iter().any(|out| out.reason == "lower"));
}

#[test]
fn a_number_of_two_systems_is_ambiguous_and_both_full_names_are_listed() {
    let review = company().review();
    let message = error(&review, "Repository1 / Write / Software Developer");
    assert_eq!(
        message,
        "`Repository1 / Write / Software Developer` can mean any of \
         `The git / Repository1 / Write / Software Developer`, \
         `The jar / Repository1 / Write / Software Developer`; type one of them"
    );
}

#[test]
fn the_counts_and_their_explanations_agree() {
    let review = company().review();
    for count in &review.counts {
        let name = [
            review.settings.systems[count.system].name.clone(),
            super::number::label(&review, count).unwrap_or_default(),
            super::number::level(&review, count),
            super::number::bearer(&review, count),
        ];
        let name: Vec<String> = name.into_iter().filter(|part| !part.is_empty()).collect();
        let facts = number(&review, &name.join(" / "));
        assert_eq!(facts.people, count.people);
        assert_eq!(facts.counted.len() as u64, count.people, "{name:?}");
    }
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
fn an_account_shows_its_own_notebooks_only() {
    let mut world = company();
    let people: Vec<_> = world
        .snapshot
        .roster
        .identities
        .iter()
        .map(|(place, _)| place)
        .collect();
    let notebooks = world.notebooks("notebooks");
    let first = world.owned(notebooks, "mira.holt", people[0]);
    let second = world.owned(notebooks, "noah.berg", people[1]);
    let hers = world.device(notebooks, first, Some(true), None);
    world.device(notebooks, second, Some(false), Some(true));
    let Explanation::Account(facts) = explain(&world.review(), "mira.holt").unwrap() else {
        panic!()
    };
    assert_eq!(facts.account.devices.len(), 1);
    assert_eq!(facts.account.devices[0].row.line, hers.line);
    let text = printed(&Explanation::Account(facts));
    assert!(text.contains(": encrypted, protection not collected\n"), "{text}");
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
fn an_account_is_found_by_its_login_or_with_its_system() {
    let review = company().review();
    let login = |subject: &str| match explain(&review, subject).unwrap() {
        Explanation::Account(facts) => (facts.account.system, facts.account.login),
        Explanation::Check(_)
        | Explanation::Grant(_)
        | Explanation::Finding(_)
        | Explanation::Notebooks(_)
        | Explanation::Identity(_)
        | Explanation::Number(_) => {
            panic!("{subject}")
        }
    };
    assert_eq!(login("gone").1, "gone");
    assert_eq!(login("tom").0, "The git", "as typed before without regard to case");
    assert_eq!(login("Tom").0, "The aws");
    for subject in ["jar: mira", "The JAR:MIRA", "jar:mira"] {
        assert_eq!(login(subject), ("The jar".to_owned(), "mira".to_owned()));
    }
    assert_eq!(
        error(&review, "mira"),
        "`mira` can mean any of `The git: mira`, `The jar: mira`; type one of them"
    );
}

#[test]
fn an_account_tells_how_its_holder_was_found_or_what_was_tried() {
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
    let both = world.account(git, "both", Holder::Several(several));
    world.access(git).accounts[both].last_login = LastLogin::Never;
    let review = world.review();
    let tried = |subject: &str| match explain(&review, subject).unwrap() {
        Explanation::Account(facts) => facts
            .attempts
            .into_iter()
            .map(|attempt| {
                (
                    attempt.rule,
                    attempt.led_to.into_iter().map(|person| person.name).collect::<Vec<_>>(),
                )
            })
            .collect::<Vec<_>>(),
        Explanation::Check(_)
        | Explanation::Grant(_)
        | Explanation::Finding(_)
        | Explanation::Notebooks(_)
        | Explanation::Identity(_)
        | Explanation::Number(_) => {
            panic!("{subject}")
        }
    };
    assert_eq!(tried("gone"), [("login".to_owned(), vec!["Gone Person".to_owned()])]);
    let rules: Vec<String> = tried("git: x\u{1b}[31m").into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["login", "email", "sheet"]);
    assert_eq!(
        tried("both"),
        [
            ("login".to_owned(), vec!["Mira Holt".to_owned()]),
            ("email".to_owned(), vec!["Noah Berg".to_owned()])
        ]
    );
    let Explanation::Account(facts) = explain(&review, "both").unwrap() else {
        panic!()
    };
    assert_eq!(facts.account.findings, ["ambiguous-account"]);
    assert_eq!((facts.last_login.as_deref(), facts.mfa), (Some("never"), None));
    assert!(facts.account.grants.is_empty());
    let Explanation::Account(facts) = explain(&review, "noah").unwrap() else {
        panic!()
    };
    assert_eq!(facts.last_login, None);
    assert_eq!(facts.account.grants.len(), 1);
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
fn the_text_of_a_number_reads_from_top_to_bottom() {
    let mut world = company();
    let git = world.snapshot.access[0].system;
    world.access(git).grants.truncate(2);
    let facts = explain(&world.review(), "The git / Repository1 / Write / Software Developer").unwrap();
    let expected = [
        "Category / Activity of git",
        "The git / Repository1 / Write / Software Developer: 1",
        "  Repository1 is tidewater/core",
        "",
        "Counted:",
        "",
        "Mira Holt (P01), employee",
        "  The git: mira, active",
        "    theirs because the roster declares this login",
        "    Write on tidewater/core, printed as Repository1",
        "      read from exports/git.csv, line 8",
        "      read from exports/git.csv, line 9",
        "      allowed to Software Developer by roles.toml, line 1",
    ];
    assert_eq!(printed(&facts).lines().collect::<Vec<_>>(), expected);
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
fn a_system_without_numbers_says_why() {
    let mut world = company();
    let wiki = world.system("wiki", &["Edit"]);
    let files = "its files (1) give 1 account, and none that is active holds a permission";
    world.account(wiki, "somebody", Holder::Nobody);
    for typed in ["wiki", "the WIKI"] {
        let message = error(&world.review(), typed);
        assert!(
            message.contains("no number of the system `The wiki`") && message.contains(files),
            "{message}"
        );
    }
    world.access(wiki).coverage = None;
    let message = error(&world.review(), "wiki");
    assert!(
        message.contains("no `[[system.export]]` of review.toml names a file of it"),
        "{message}"
    );
    world.settings.activities = Arena::default();
    let message = error(&world.review(), "wiki");
    assert!(
        message.contains("no `[[activity]]` of review.toml names it"),
        "{message}"
    );
    let message = error(&company().review(), "git");
    assert!(
        message.contains("`git` stands for more than one number; type one of `The git / "),
        "{message}"
    );
}

#[test]
fn an_account_that_is_kept_for_emergencies_says_what_it_is_exempt_from() {
    let mut world = company();
    let mira = world.snapshot.roster.identities.iter().next().unwrap().0;
    let role = world.somebody(mira).roles.first;
    let said = |world: &World, subject: &str| {
        let text = printed(&explain(&world.review(), subject).unwrap());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let line = "kept for emergencies (break-glass) by the role Software Developer: dormant-account and never-used-account do \
                not judge it, every other check does";
    let subjects = ["git: mira", "P01", "mira / tidewater/core / Admin"];
    for subject in subjects {
        assert!(!said(&world, subject).contains("emergencies"), "{subject}");
    }
    world.role_of(role).break_glass = true;
    for subject in subjects {
        assert!(
            said(&world, subject).contains(line),
            "{subject}: {}",
            said(&world, subject)
        );
    }
    assert!(!said(&world, "git: tom").contains("emergencies"));
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
