//! `[limits]`: after how many days something is a finding. Without a limit nothing is judged by age.

use super::stanza::Stanza;

/// The limits of all systems.
#[derive(Default)]
pub(super) struct Limits {
    /// Those that a system can have of its own as well.
    pub(super) of_accounts: OfAccounts,
    /// How many days before the audit date a file may have been extracted.
    pub(super) stale_export_days: Option<u32>,
    /// How many days before its end a contract is told.
    pub(super) contract_expiring_days: Option<u32>,
    /// How many days before its end an exception is told.
    pub(super) expiring_exception_days: Option<u32>,
    /// How many days before the audit date a provider's report may have been made.
    pub(super) provider_report_days: Option<u32>,
}

/// The limits by which accounts are judged.
#[derive(Default)]
pub(super) struct OfAccounts {
    /// For how many days an account may stay unused.
    pub(super) dormant: Option<u32>,
    /// For how many days a key may stay the same.
    pub(super) key: Option<u32>,
    /// For how many days a password may.
    pub(super) password: Option<u32>,
}

/// Reads the optional table.
pub(super) fn read(root: &mut Stanza<'_>) -> Limits {
    let mut stanza = root.table("limits", "[limits]");
    let limits = Limits {
        of_accounts: of_accounts(&mut stanza),
        stale_export_days: days(&mut stanza, "stale-export-days", "30"),
        contract_expiring_days: days(&mut stanza, "contract-expiring-days", "60"),
        expiring_exception_days: days(&mut stanza, "expiring-exception-days", "30"),
        provider_report_days: days(&mut stanza, "provider-report-days", "365"),
    };
    stanza.done();
    limits
}

/// The limits that a system can have of its own as well.
pub(super) fn of_accounts(stanza: &mut Stanza<'_>) -> OfAccounts {
    OfAccounts {
        dormant: days(stanza, "dormant-days", "90"),
        key: days(stanza, "key-days", "365"),
        password: days(stanza, "password-days", "365"),
    }
}

/// A number of days, at least one.
fn days(stanza: &mut Stanza<'_>, key: &str, example: &str) -> Option<u32> {
    let line = stanza.line_of(key).unwrap_or(stanza.line);
    let days = stanza.number(key, example)?;
    if days == 0 {
        stanza.file.problem(
            line,
            format!(
                "`{key}` is 0, expected a number of days, for example `{key} = {example}`; to judge by no limit, leave \
                 it out"
            ),
        );
    }
    Some(days)
}
