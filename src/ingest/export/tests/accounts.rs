//! Accounts that several files name: joined, told apart, set aside.

use super::*;

#[test]
fn ids_are_joined_and_named_in_whatever_order_files_are_read() {
    let orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0]];
    for order in orders {
        let (mut world, system) = whole();
        let files = [assignments(), users(), groups()];
        let read = read(&mut world, system, &order.map(|place| files[place].clone()));
        assert!(read.problems.is_empty());
        assert_eq!(read.held(), ["alice - Write", "bob - Write devs"], "{order:?}");
        let alice = read
            .access
            .accounts
            .values()
            .find(|account| account.login.reveal() == "alice");
        let alice = alice.unwrap();
        let ids: Vec<&str> = alice.ids.iter().map(Private::reveal).collect();
        assert_eq!((ids, alice.listed, read.logins().len()), (vec!["90-1", "A-1"], true, 2));
        let devs = read.access.groups.values().next().unwrap();
        assert_eq!((devs.ids[0].reveal(), devs.listed), ("90-7", true));
        assert!(read.access.unresolved().is_empty());
    }
}

#[test]
fn accounts_that_share_an_identifier_across_files_are_one_and_within_a_file_told_once_it_is_used() {
    let (mut world, system) = whole();
    let other = file(
        "other.json",
        &[&[(Kind::Account, false, &[(Account, "alice@example.com"), (Id, "90-1")])]],
    );
    let one = read(&mut world, system, &[users(), other]);
    assert!(one.problems.is_empty());
    assert_eq!(one.logins(), ["alice", "bob"]);

    let passwd = file(
        "passwd",
        &[
            &[(Kind::Account, false, &[(Account, "root"), (Id, "uid:0")])],
            &[(Kind::Account, false, &[(Account, "toor"), (Id, "uid:0")])],
        ],
    );
    let (mut world, system) = whole();
    let apart = read(&mut world, system, std::slice::from_ref(&passwd));
    assert!(apart.problems.is_empty());
    assert_eq!(apart.logins(), ["root", "toor"]);

    let using = file(
        "members",
        &[&[(Kind::Member, false, &[(Account, "uid:0"), (Group, "g")])]],
    );
    let (mut world, system) = whole();
    let shared = read(&mut world, system, &[passwd, using]);
    assert!(shared.problems.is_empty());
    assert_eq!(shared.logins(), ["root", "toor"]);
    assert_eq!(shared.access.memberships.len(), 2, "it counts for each");
    assert_eq!((shared.rows("passwd"), shared.rows("members")), ((2, 0, 0), (0, 0, 1)));
    let told = &shared.rejected("members")[0];
    assert!(
        told.starts_with(
            "the identifier `uid:0` is that of several accounts: `root` (passwd:1), `toor` (passwd:2); they stay apart"
        ),
        "{told}"
    );
}

#[test]
fn one_identifier_of_two_logins_in_two_files_makes_them_no_account_and_is_told() {
    let host = |name, login| {
        file(
            name,
            &[&[(Kind::Account, false, &[(Account, login), (Id, "uid:1001")])]],
        )
    };
    let group = file(
        "group",
        &[&[(Kind::Grant, false, &[(Account, "mallory"), (Level, "Admin")])]],
    );
    for (first, second) in [("amartin", "mallory"), ("mallory", "amartin")] {
        let (mut world, system) = whole();
        let files = [host("a_passwd", first), host("b_passwd", second), group.clone()];
        let read = read(&mut world, system, &files);
        assert!(read.problems.is_empty());
        let mut logins = read.logins();
        logins.sort_unstable();
        assert_eq!(logins, ["amartin", "mallory"]);
        assert_eq!(read.held(), ["mallory - Admin"]);
        assert_eq!((read.rows("a_passwd").2, read.rows("b_passwd").2), (0, 1));
    }
}

#[test]
fn what_is_said_of_an_id_of_two_groups_counts_for_each_and_is_told() {
    let groups = file(
        "group",
        &[
            &[(Kind::Name, false, &[(Of, "group"), (Id, "gid:27"), (Name, "sudo")])],
            &[(Kind::Name, false, &[(Of, "group"), (Id, "gid:27"), (Name, "wheel")])],
            &[(Kind::Grant, false, &[(Group, "wheel"), (Level, "Admin")])],
        ],
    );
    let passwd = file(
        "passwd",
        &[&[(Kind::Member, false, &[(Group, "gid:27"), (Account, "amartin")])]],
    );
    for files in [[groups.clone(), passwd.clone()], [passwd, groups]] {
        let (mut world, system) = whole();
        let read = read(&mut world, system, &files);
        assert!(read.problems.is_empty());
        assert_eq!(read.held(), ["amartin - Admin wheel"]);
        assert_eq!((read.access.memberships.len(), read.rows("passwd").2), (2, 1));
    }
}

#[test]
fn identifiers_of_accounts_that_a_file_tells_apart_join_nothing_and_are_told() {
    let (mut world, system) = whole();
    let other = file(
        "other.csv",
        &[&[(Kind::Account, false, &[(Account, "x"), (Id, "90-1\n90-2")])]],
    );
    let read = read(&mut world, system, &[users(), other]);
    assert!(read.problems.is_empty());
    assert_eq!(read.logins(), ["alice", "bob", "x"]);
    assert_eq!(read.rows("other.csv").2, 1);
}

#[test]
fn what_two_parts_of_an_account_say_must_agree_and_the_latest_login_counts() {
    let first = |mfa| {
        file(
            "first.csv",
            &[&[(
                Kind::Account,
                false,
                &[(Account, "alice"), (Id, "1"), (Mfa, mfa), (Last, "2026-01-02")],
            )]],
        )
    };
    let second = file(
        "second.csv",
        &[
            &[(
                Kind::Account,
                false,
                &[(Account, "1"), (Mfa, "yes"), (Last, "2026-03-04")],
            )],
            &[(Kind::Account, false, &[(Account, "1"), (Last, "never")])],
            &[(Kind::Account, false, &[(Account, "1"), (Mfa, "no")])],
        ],
    );
    let (mut world, system) = whole();
    let read1 = read(&mut world, system, &[first(""), second.clone()]);
    assert!(read1.problems.is_empty());
    let account = read1.access.accounts.values().next().unwrap();
    assert_eq!((account.login.reveal(), account.mfa), ("alice", Some(true)));
    assert_eq!(account.last_login, LastLogin::On(jiff::civil::date(2026, 3, 4)));
    assert!(read1.rejected("second.csv")[0].contains("says something else about account `1` than second.csv:1 does"));

    let (mut world, system) = whole();
    let told = read(&mut world, system, &[first("no"), second]).problem();
    assert!(
        told.starts_with(
            "second.csv:1: the second factor of account `1` is another one than that of `alice` (first.csv:1)"
        ),
        "{told}"
    );
}

#[test]
fn a_login_that_an_id_stands_for_is_the_account_and_makes_none() {
    let names = file(
        "names.json",
        &[
            &[(Kind::Name, false, &[(Of, "account"), (Id, "90-1"), (Name, "alice")])],
            &[(Kind::Name, false, &[(Of, "account"), (Id, "90-9"), (Name, "idle")])],
            &[(Kind::Name, false, &[(Of, "colour"), (Id, "1"), (Name, "red")])],
        ],
    );
    let (mut world, system) = whole();
    let read = read(&mut world, system, &[names, assignments()]);
    assert_eq!(read.logins(), ["alice"]);
    assert_eq!(read.rows("names.json"), (2, 0, 1));
    assert!(read.rejected("names.json")[0].contains("the id stands for `colour`"));
}

#[test]
fn built_in_accounts_are_set_aside_with_all_rows_that_tell_nothing_else_unless_they_can_sign_in() {
    let passwd = |signs_in| {
        let mut passwd = file(
            "passwd",
            &[
                &[
                    (
                        Kind::Account,
                        false,
                        &[(Account, "daemon"), (Name, "daemon"), (SignIn, signs_in)],
                    ),
                    (Kind::Member, false, &[(Account, "daemon"), (Group, "gid:1")]),
                ],
                &[(Kind::Account, false, &[(Account, "daemonette")])],
            ],
        );
        passwd.reading.built_in.push(BuiltIn {
            logins: Pattern::whole("daemon").unwrap(),
            reason: "account of the operating system".into(),
        });
        passwd
    };
    let group = file(
        "group",
        &[
            &[
                (Kind::Group, false, &[(Group, "gid:1")]),
                (Kind::Member, false, &[(Group, "gid:1"), (Account, "daemon")]),
            ],
            &[(Kind::Grant, false, &[(Account, "daemon"), (Level, "Admin")])],
        ],
    );
    let (mut world, system) = whole();
    let aside = read(&mut world, system, &[group.clone(), passwd("no")]);
    assert_eq!(aside.logins(), ["daemonette"]);
    assert!(aside.access.grants.is_empty() && aside.access.memberships.is_empty());
    assert_eq!((aside.rows("passwd"), aside.rows("group")), ((1, 1, 0), (1, 1, 0)));
    let source = aside
        .sources
        .values()
        .find(|source| source.file.reveal() == "passwd")
        .unwrap();
    assert_eq!(
        source.rows.set_aside.keys().next().unwrap().word(),
        "account of the operating system"
    );
    assert_eq!(
        (source.facts.accounts, source.facts.members, source.facts.attributes),
        (1, 0, 0)
    );

    let (mut world, system) = whole();
    let judged = read(&mut world, system, &[group, passwd("yes")]);
    assert_eq!(judged.held(), ["daemon - Admin"]);
    assert_eq!(judged.rows("passwd"), (2, 0, 0));
}

#[test]
fn status_and_other_attributes_are_learnt_from_any_kind_of_fact() {
    let (mut world, system) = whole();
    let members = file(
        "members",
        &[&[(
            Kind::Member,
            false,
            &[(Group, "g"), (Account, "a"), (Status, "disabled")],
        )]],
    );
    let read = read(&mut world, system, &[members]);
    let account = read.access.accounts.values().next().unwrap();
    assert!(account.is_disabled());
}

#[test]
fn files_that_contradict_one_another_are_a_problem_with_both_places_in_either_order() {
    let said = |name, status| {
        file(
            name,
            &[&[
                (Kind::Account, false, &[(Account, "alice"), (Status, status)]),
                (Kind::Grant, false, &[(Account, "alice"), (Level, "Admin")]),
            ]],
        )
    };
    for (first, second) in [("active", "disabled"), ("disabled", "active")] {
        let (mut world, system) = whole();
        let told = read(&mut world, system, &[said("1.json", first), said("2.json", second)]).problem();
        assert!(
            told.starts_with("2.json:1: ")
                && told.contains("says something else about account `alice` than 1.json:1 does"),
            "{told}"
        );
    }
}

#[test]
fn display_names_reject_nothing_and_that_of_the_list_is_shown_in_either_order() {
    let list = file(
        "list.json",
        &[&[(Kind::Account, false, &[(Account, "alice"), (Name, "Alice Martin")])]],
    );
    let mention = file(
        "grants.json",
        &[&[(
            Kind::Grant,
            false,
            &[(Account, "alice"), (Name, "Alice M."), (Level, "Admin")],
        )]],
    );
    let again = file(
        "again.json",
        &[&[(Kind::Member, false, &[(Group, "g"), (Account, "alice"), (Name, "A.")])]],
    );
    for files in [
        [list.clone(), mention.clone(), again.clone()],
        [again.clone(), mention.clone(), list.clone()],
    ] {
        let (mut world, system) = whole();
        let read = read(&mut world, system, &files);
        assert!(read.problems.is_empty());
        assert_eq!(read.held(), ["alice - Admin"]);
        assert_eq!(read.rows("grants.json"), (1, 0, 0));
        let account = read.access.accounts.values().next().unwrap();
        assert_eq!(account.name.as_ref().unwrap().reveal(), "Alice Martin");
    }
    for files in [[mention.clone(), again.clone()], [again, mention]] {
        let (mut world, system) = whole();
        let read = read(&mut world, system, &files);
        let account = read.access.accounts.values().next().unwrap();
        assert_eq!(account.name.as_ref().unwrap().reveal(), "A.");
    }
}

#[test]
fn a_built_in_account_that_holds_something_is_judged_unless_a_file_says_that_it_cannot_sign_in() {
    for (signs_in, judged) in [("", true), ("yes", true), ("no", false)] {
        let mut lastlog = file(
            "lastlog",
            &[
                &[(Kind::Account, false, &[(Account, "ubuntu"), (SignIn, signs_in)])],
                &[(Kind::Account, false, &[(Account, "idle")])],
            ],
        );
        lastlog.reading.built_in.push(BuiltIn {
            logins: Pattern::whole("ubuntu|idle").unwrap(),
            reason: "account of the operating system".into(),
        });
        let group = file(
            "group",
            &[
                &[(Kind::Member, false, &[(Group, "sudo"), (Account, "ubuntu")])],
                &[(Kind::Grant, false, &[(Group, "sudo"), (Level, "Admin")])],
                &[(Kind::Member, false, &[(Group, "games"), (Account, "idle")])],
            ],
        );
        let (mut world, system) = whole();
        let read = read(&mut world, system, &[lastlog, group]);
        let expected: &[&str] = if judged { &["ubuntu - Admin sudo"] } else { &[] };
        assert_eq!(read.held(), expected, "{signs_in}");
        assert!(!read.logins().contains(&"idle"));
    }
}
