//! What runs that were cut off left in the `out` folder, whatever their dates: every dated folder whole again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use jiff::civil::Date;

use super::staging::Swap;

/// The dates for which something named `.old-<date>` or `.new-<date>` is there.
pub(super) fn dates(out: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut dates = BTreeSet::new();
    if !out.is_dir() {
        return Ok(dates);
    }
    let context = || format!("cannot read the folder `{}`", out.display());
    for entry in fs::read_dir(out).with_context(context)? {
        let name = entry.with_context(context)?.file_name();
        dates.extend(name.to_str().and_then(date).map(str::to_owned));
    }
    Ok(dates)
}

/// The date of a name of exactly that form.
fn date(name: &str) -> Option<&str> {
    let text = name.strip_prefix(".old-").or_else(|| name.strip_prefix(".new-"))?;
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(text)
}

/// Finishes or undoes every swap that was cut off. To be called under the lock.
///
/// # Errors
/// All that a person has to look at; what can be recovered is, even so.
pub(super) fn recover(out: &Path) -> anyhow::Result<()> {
    let problems: Vec<String> = dates(out)?
        .iter()
        .filter_map(|date| Swap::new(out, date).recover().err())
        .map(|error| format!("{error:#}"))
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}", problems.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_that_form_with_a_real_date_are_the_programs() {
        assert_eq!(date(".old-2021-10-06"), Some("2021-10-06"));
        assert_eq!(date(".new-2024-02-29"), Some("2024-02-29"));
        for name in [
            "2021-10-06",
            ".old-20211006",
            ".old-2021-10-6",
            ".old-2021-10-06T00:00",
            ".old-2021-02-29",
            ".old-2021-10-06.bak",
            ".older-2021-10-06",
            ".old-",
        ] {
            assert_eq!(date(name), None, "{name}");
        }
    }
}
