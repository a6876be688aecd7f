//! The workbook of accounts that matched nobody: one sheet to fill in, one that says how.

use std::collections::BTreeMap;

use anyhow::Context;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};

use crate::model::review::Review;
use crate::model::unmatched::{Candidate, Likeness, Unmatched};

const HEADER: [(&str, f64); 8] = [
    ("System", 18.0),
    ("Account", 30.0),
    ("Display name", 24.0),
    ("E-mail", 30.0),
    ("Status", 10.0),
    ("Grants", 8.0),
    ("Suggestions", 52.0),
    ("Person", 16.0),
];

/// What the second sheet says.
const HELP: &str = include_str!("../../templates/accounts-help.txt");

/// The workbook's bytes. The audit date stands in for the time of creation.
pub fn xlsx(review: &Review, unmatched: &[Unmatched]) -> anyhow::Result<Vec<u8>> {
    let date = review.settings.date;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(date.year()).context("the audit date is before year 0")?,
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    // Wrapped, so that long suggestions never lie over the Person column that is to be filled in.
    let text = Format::new()
        .set_num_format("@")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);

    let sheet = workbook.add_worksheet().set_name("Accounts")?;
    for (column, (title, width)) in (0..).zip(HEADER) {
        sheet.write_string_with_format(0, column, title, &bold)?;
        sheet.set_column_width(column, width)?;
        sheet.set_column_format(column, &text)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    let mut grants: BTreeMap<_, usize> = BTreeMap::new();
    for access in &review.snapshot.access {
        for held in access.effective() {
            *grants.entry((access.system, held.account)).or_default() += 1;
        }
    }
    for (row, entry) in (1..).zip(unmatched) {
        let access = review
            .snapshot
            .access
            .get(entry.system.get())
            .context("a system without data")?;
        let account = &access.accounts[entry.account];
        let grants = grants.get(&(entry.system, entry.account)).copied().unwrap_or_default();
        let suggestions: Vec<String> = entry
            .candidates
            .iter()
            .map(|candidate| suggestion(review, candidate))
            .collect();
        let status = account.status_word();
        let cells = [
            review.settings.systems[entry.system].id.as_str(),
            account.login.reveal(),
            account.name.as_ref().map_or("", |name| name.reveal()),
            account.email.as_ref().map_or("", |email| email.reveal()),
            status,
            &grants.to_string(),
            &suggestions.join("; "),
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, column, cell, &text)?;
        }
    }

    let help = workbook.add_worksheet().set_name("How to fill in")?;
    help.set_column_width(0, 80.0)?;
    for (row, line) in (0..).zip(HELP.lines()) {
        help.write_string_with_format(row, 0, line, &wrapped)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// `1042 Zoë Martin (same name)`
fn suggestion(review: &Review, candidate: &Candidate) -> String {
    let identity = &review.snapshot.roster.identities[candidate.identity];
    let reason = match candidate.reason {
        Likeness::SameName => "same name",
        Likeness::NameInPart => "name in part",
        Likeness::SimilarLogin => "similar login",
    };
    format!("{} {} ({reason})", identity.id.reveal(), identity.name.reveal())
}
