//! Whatever an export holds: every row is accounted for, and the facts are those of a naive recount.

use access_review::model::source::Reason;
use std::fmt::Write as _;

use proptest::prelude::*;

use super::review::{exported, source};

/// A row as it is meant, beside the text that stands for it.
#[derive(Clone, Debug)]
enum Meant {
    Grant {
        account: String,
        resource: String,
        level: String,
    },
    NoAccess,
    NoAccount,
    Empty,
    Header,
    Ragged,
}

/// A cell that is no word for a secret, such as `pw`: a file with a column of that name is not read.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-o]{1,4}",
        "[a-o]{1,2}[,;\"|\n\t][a-o]{1,2}",
        "[A-Z]{1,2}@[a-o]{1,2}",
        "[äЖ=][a-o]{1,3}"
    ]
}

fn meant() -> impl Strategy<Value = Meant> {
    let level = prop_oneof![Just("admin"), Just("Read"), Just("odd")];
    let grant = (cell(), cell(), level).prop_map(|(account, resource, level)| Meant::Grant {
        account,
        resource,
        level: level.to_owned(),
    });
    let others = [
        Meant::NoAccess,
        Meant::NoAccount,
        Meant::Empty,
        Meant::Header,
        Meant::Ragged,
    ];
    prop_oneof![4 => grant, 3 => proptest::sample::select(others.to_vec())]
}

fn quoted(cells: &[&str], delimiter: &str, end: &str) -> String {
    let cells: Vec<_> = cells
        .iter()
        .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
        .collect();
    format!("{}{end}", cells.join(delimiter))
}

fn written(rows: &[Meant], delimiter: &str, end: &str) -> String {
    let mut text = quoted(&["User", "Repository", "Permission"], delimiter, end);
    for row in rows {
        match row {
            Meant::Grant {
                account,
                resource,
                level,
            } => text += &quoted(&[account, resource, level], delimiter, end),
            Meant::NoAccess => text += &quoted(&["someone", "alpha", "None"], delimiter, end),
            Meant::NoAccount => text += &quoted(&["", "alpha", "Read"], delimiter, end),
            Meant::Empty => text += end,
            Meant::Header => text += &quoted(&["user", "REPOSITORY", "Permission"], delimiter, end),
            Meant::Ragged => text += &quoted(&["a", "b", "c", "d"], delimiter, end),
        }
    }
    text
}

/// The line on which each row begins, by counting line feeds.
fn lines(rows: &[Meant], delimiter: &str, end: &str) -> Vec<u64> {
    let before = |place: usize| written(&rows[..place], delimiter, end).matches('\n').count() as u64;
    (0..rows.len()).map(|place| before(place) + 1).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn rows_tie_out_and_facts_are_those_of_a_recount(
        rows in proptest::collection::vec(meant(), 0..24),
        delimiter in prop_oneof![Just(","), Just(";"), Just("\t"), Just("|")],
        end in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let mut review = exported(written(&rows, delimiter, end));
        review.declared().rows = Some(0);
        let snapshot = review.read();
        let source = source(&snapshot);
        let count = |fits: fn(&Meant) -> bool| rows.iter().filter(|row| fits(row)).count() as u64;
        let set_aside = |reason: Reason| source.rows.set_aside.get(&reason).copied().unwrap_or_default();
        let granted = count(|row| matches!(row, Meant::Grant { .. }));

        prop_assert_eq!(source.rows.total, rows.len() as u64);
        prop_assert!(source.rows.tie_out());
        prop_assert_eq!(source.rows.used, granted);
        prop_assert_eq!(set_aside(Reason::NoAccess), count(|row| matches!(row, Meant::NoAccess)));
        prop_assert_eq!(set_aside(Reason::EmptyRow), count(|row| matches!(row, Meant::Empty)));
        prop_assert_eq!(set_aside(Reason::RepeatedHeader), count(|row| matches!(row, Meant::Header)));
        let refused = count(|row| matches!(row, Meant::Ragged | Meant::NoAccount));
        prop_assert_eq!(source.rows.rejected.len() as u64, refused);
        prop_assert_eq!(source.facts.grants, granted);

        let mut expected = String::new();
        for (row, line) in rows.iter().zip(lines(&rows, delimiter, end)) {
            if let Meant::Grant { account, resource, .. } = row {
                let account = if account.contains('@') { account.to_lowercase() } else { account.clone() };
                writeln!(expected, "{line} {account} {resource}").unwrap();
            }
        }
        let access = &snapshot.access[0];
        let mut read = String::new();
        for held in access.effective() {
            let (login, grant) = (access.accounts[held.account].login.reveal(), held.grant);
            let account = if login.contains('@') { login.to_lowercase() } else { login.to_owned() };
            let resource = access.resources[grant.resource.unwrap()].name.reveal();
            writeln!(read, "{} {account} {resource}", grant.place.line).unwrap();
        }
        prop_assert_eq!(read, expected);
    }
}
