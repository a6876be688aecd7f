//! What explains an account, and whose it is.

use super::*;

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
