//! `[[exception]]` of `roles.toml`.

use access_review::model::exception::Within;
use access_review::model::private::Private;
use jiff::civil::date;

use super::world::{REVIEW, ROLES, accepted, roles_refuse};

/// All keys; a test changes one.
const EXCEPTION: &str = "[[exception]]\ncheck = \"excess-grant\"\nidentity = \"P-02\"\naccount = \"mira\"\n\
    system = \"bitbucket\"\nlevel = \"write\"\nresource = \"tidewater/*\"\nfile = \"exports/a.csv\"\n\
    reason = \"until the move\"\napproved-by = \"P-01\"\nticket = \"SEC-1\"\ngranted = 2021-02-28\nexpires = 2022-02-28\n";

const END: &str = "kind = \"technical\"\n";

/// The end of the good roles with the exception after it, changed at one place.
fn with(from: &str, to: &str) -> String {
    assert_eq!(EXCEPTION.matches(from).count(), 1, "{from}");
    format!("{END}{}", EXCEPTION.replace(from, to))
}

#[test]
fn an_exception_says_what_it_is_for_and_who_accepted_it() {
    let policy = accepted(REVIEW, &format!("{ROLES}{EXCEPTION}")).policy.unwrap();
    let exception = policy.exceptions.values().next().unwrap();
    assert_eq!(exception.check.0, "excess-grant");
    assert_eq!(exception.subject.identity, Some(Private::new("P-02")));
    assert_eq!(exception.subject.account, Some(Private::new("mira")));
    assert_eq!(exception.subject.file, Some(Private::new("exports/a.csv")));
    let settings = accepted(REVIEW, ROLES).settings;
    let (system, rules) = settings.systems.find(|system| system.id == "bitbucket").unwrap();
    let level = rules.access().unwrap().level("Write");
    assert_eq!(exception.subject.within, Some(Within { system, level }));
    let pattern = exception.subject.resource.as_ref().unwrap();
    assert!(pattern.text == "tidewater/*" && pattern.matcher.is_match("tidewater/core"));
    assert_eq!(exception.reason, "until the move");
    assert_eq!(exception.approved_by, Private::new("P-01"));
    assert_eq!(exception.ticket.as_deref(), Some("SEC-1"));
    assert_eq!(
        (exception.granted, exception.expires),
        (date(2021, 2, 28), date(2022, 2, 28))
    );
    assert_eq!(exception.line, 16);
}

#[test]
fn only_what_decides_is_needed() {
    let short = "[[exception]]\ncheck = \"no-mfa\"\nreason = \"why\"\napproved-by = \"P-01\"\ngranted = 2021-10-06\n\
        expires = 2021-10-06\n";
    let policy = accepted(REVIEW, &format!("{ROLES}{short}")).policy.unwrap();
    let exception = policy.exceptions.values().next().unwrap();
    assert_eq!(exception.subject.specificity(), 0);
    assert_eq!(exception.ticket, None);
}

#[test]
fn mistakes_are_named_with_their_line() {
    for (key, example) in [
        ("check", "check = \"no-mfa\""),
        (
            "reason",
            "reason = \"the supplier offers no second factor before spring\"",
        ),
        ("approved-by", "approved-by = \"P-01\""),
        ("granted", "granted = 2021-10-06"),
        ("expires", "expires = 2022-03-31"),
    ] {
        let line = EXCEPTION.lines().find(|line| line.starts_with(key)).unwrap();
        let without = with(&format!("{line}\n"), "").replace("[[exception]]", "[[exception]] # here");
        let message = format!("`[[exception]]` has no `{key}`; write for example `{example}`");
        roles_refuse(&[(END, &without, &message)]);
    }
    let twice = format!(
        "{END}{EXCEPTION}{}",
        EXCEPTION.replace("[[exception]]", "[[exception]] # here")
    );
    roles_refuse(&[
        (
            END,
            &with("\"excess-grant\"", "\"exces-grant\" # here"),
            "; did you mean `excess-grant`?",
        ),
        (
            END,
            &with("\"excess-grant\"", "\"broad-exception\" # here"),
            "what `broad-exception` finds cannot be accepted by an exception; put right what it tells of",
        ),
        (
            END,
            &with("\"bitbucket\"", "\"bitbukket\" # here"),
            "unknown system `bitbukket`, expected `bitbucket`, `aws-prod` or `laptops`; did you mean `bitbucket`?",
        ),
        (
            END,
            &with("\"write\"", "\"Wrte\" # here"),
            "unknown level `Wrte`, expected `Admin` or `Write`; did you mean `Write`?",
        ),
        (
            END,
            &with("system = \"bitbucket\"\nlevel = \"write\"", "level = \"write\" # here"),
            "`level` is `write`, and no `system` says of which; give the id of its system too, for example `bitbucket`",
        ),
        (
            END,
            &with(
                "system = \"bitbucket\"\nlevel = \"write\"\nresource = \"tidewater/*\"",
                "system = \"laptops\"\nlevel = \"write\" # here",
            ),
            "system `laptops` lists workstations and has no levels; leave `level` out",
        ),
        (
            END,
            &with(
                "system = \"bitbucket\"\nlevel = \"write\"\nresource = \"tidewater/*\"",
                "system = \"aws-prod\"\nresource = \"tidewater/*\" # here",
            ),
            "`resource` is given, but system `aws-prod` is declared without resources; leave it out",
        ),
        (
            END,
            &with("\"tidewater/*\"", "\"tidewater/[\" # here"),
            "pattern `tidewater/[` cannot be read: ",
        ),
        (
            END,
            &with("2022-02-28", "2022-03-01 # here"),
            "`expires` is 2022-03-01, more than a year after `granted` (2021-02-28); write 2022-02-28 or earlier, and decide \
             anew then",
        ),
        (
            END,
            &with("2022-02-28", "2021-02-27 # here"),
            "`expires` is 2021-02-27, before `granted` (2021-02-28); correct one of the two",
        ),
        (
            END,
            &with("2022-02-28", "\"2022-02-28\" # here"),
            "`expires` is the text `2022-02-28`, expected a date as year-month-day without quotes, for example `expires = \
             2022-03-31`",
        ),
        (
            END,
            &with("ticket =", "tickets = \"SEC-1\" # here\nticket ="),
            "unknown key `tickets` in `[[exception]]`, expected `check`, ",
        ),
        (
            END,
            &twice,
            "this `[[exception]]` is for the same findings, from the same day on, as the one on line 16; keep one of them",
        ),
    ]);
}

#[test]
fn a_separation_is_of_no_system_so_that_none_is_named() {
    let exception = EXCEPTION
        .replace("excess-grant", "toxic-combination")
        .replace("level = \"write\"\nresource = \"tidewater/*\"\n", "")
        .replace("system = \"bitbucket\"", "system = \"bitbucket\" # here");
    let message = "`toxic-combination` finds a person who holds one thing in one system and another elsewhere, so that no `system` fits";
    roles_refuse(&[(END, &format!("{END}{exception}"), message)]);
}
