//! Columns that nothing reads though they may be one that the profile reads and the file lacks: a header that was renamed
//! must not take its permissions with it in silence.
//!
//! Comes in: what a profile reads and the header of a file. Goes out: what is told. A column that looks like one that is
//! missing is told with it (`alike` and, for headers that are told by a pattern, `variants`). Any other that
//! neither the profile nor `review.toml` ignores is told where it could be a column that is missing, or one of those of
//! which each gives something.

use self::alike::{alike, is_of_mail, tells, variants};
pub(super) use self::keys::overlooked_keys;
use self::wanted::{Name, Unknown, Wanted};
use super::columns::Columns;
use crate::ingest::compared::listed;
use crate::model::pattern::Pattern;
use crate::model::profile::{Reading, Signature};
use crate::model::system::Export;
use crate::model::word::same_word;

mod alike;
mod keys;
mod wanted;

/// What is told of columns that nothing reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Overlooked {
    /// The column that counts as one that cannot be read.
    pub(super) column: String,
    /// What is said.
    pub(super) told: String,
    /// Whether permissions hang on it, rather than what is said of an account beside.
    pub(super) of_permissions: bool,
}

/// What is told of the columns of a file that nothing reads.
pub(super) fn overlooked(
    reading: &Reading,
    signature: &Signature,
    columns: &Columns<'_>,
    export: Option<&Export>,
) -> Vec<Overlooked> {
    let wanted = Wanted::of(reading, signature, columns);
    let headers: Vec<_> = columns.headers().filter(|header| !header.is_empty()).collect();
    let stands = |names: &[String]| {
        headers
            .iter()
            .any(|header| names.iter().any(|name| same_word(name, header)))
    };
    let absent: Vec<Name<'_>> = wanted
        .names
        .iter()
        .filter(|name| !stands(name.spellings))
        .copied()
        .collect();
    let declared = |header: &str| {
        let ignored = export
            .iter()
            .flat_map(|export| export.recognised.iter().flat_map(|known| &known.ignore));
        let set_aside = export
            .iter()
            .flat_map(|export| export.set_aside.iter().map(|rule| &rule.column));
        let mut declared = ignored.chain(set_aside);
        declared.any(|name| same_word(name, header))
    };
    let unread = headers
        .iter()
        .filter(|header| !(wanted.reads(header) || declared(header) || reading.ignored.fits(header)));
    let of_mail = |name: &&Name<'_>| name.spellings.iter().any(|name| is_of_mail(name));
    let has_mail = wanted.names.iter().filter(of_mail).any(|name| stands(name.spellings));
    let mail = absent.iter().filter(|_| !has_mail).find(of_mail);
    let (near, others): (Vec<_>, Vec<_>) = unread
        .map(|header| {
            let of_mail = || {
                let name = mail.filter(|_| is_of_mail(header))?.spellings.first()?;
                Some((name.clone(), false))
            };
            (header, near(header, &absent, &wanted).or_else(of_mail))
        })
        .partition(|(_, near)| near.is_some());
    let mut found: Vec<Overlooked> = near
        .into_iter()
        .filter_map(|(header, near)| Some(looks_like(header, near?)))
        .collect();
    let others = others.into_iter().map(|(header, _)| header.as_ref());
    let others: Vec<&str> = others.collect();
    found.extend(may_be(&others, &absent, &wanted, &stands));
    found
}

/// What the file lacks and a header looks like, and whether permissions hang on it.
fn near(header: &str, absent: &[Name<'_>], wanted: &Wanted<'_>) -> Option<(String, bool)> {
    let mut named = absent.iter().filter(|name| name.unknown != Unknown::Nothing);
    let named = named.find_map(|name| {
        let known = name.spellings.iter().find(|known| alike(known, header))?;
        Some((known.clone(), name.unknown == Unknown::Permissions))
    });
    let by_pattern = || {
        variants(header).into_iter().find(|variant| {
            let mut patterns = wanted.unpivoted.iter();
            patterns.any(|(pattern, except, _)| {
                tells(pattern, variant) && !except.is_some_and(|except| except.regex().is_match(variant))
            })
        })
    };
    named.or_else(|| Some((by_pattern()?, true)))
}

fn looks_like(header: &str, (known, of_permissions): (String, bool)) -> Overlooked {
    Overlooked {
        column: header.to_owned(),
        told: format!(
            "column `{header}` is read by nothing, though it looks like `{known}`, which the profile reads and the file \
             lacks; if it is that column, give it that name back in the file, or add its name to a copy of the profile in \
             inputs/profiles; if it is another one, write `ignore = [{header:?}]` where review.toml names the file"
        ),
        of_permissions,
    }
}

/// What is told of columns that look like nothing that the profile knows: each may be what the file lacks, or one more of
/// those of which each gives something.
fn may_be(
    unread: &[&str],
    absent: &[Name<'_>],
    wanted: &Wanted<'_>,
    stands: &dyn Fn(&[String]) -> bool,
) -> Option<Overlooked> {
    let first = unread.first()?;
    let counts = |unknown: &Unknown| *unknown < Unknown::Identity;
    let share =
        |one: &[String], other: &[String]| one.iter().any(|name| other.iter().any(|known| same_word(name, known)));
    // several spellings in several places are one column
    let stands = |name: &&Name<'_>| {
        let does = |other: &&Name<'_>| other.place == name.place || share(name.spellings, other.spellings);
        wanted.names.iter().filter(does).any(|other| stands(other.spellings))
    };
    let mut lacking: Vec<(&[String], Unknown)> = Vec::new();
    for name in absent.iter().filter(|name| counts(&name.unknown) && !stands(name)) {
        match lacking.iter_mut().find(|(others, _)| share(name.spellings, others)) {
            Some((_, known)) => *known = (*known).min(name.unknown),
            None => lacking.push((name.spellings, name.unknown)),
        }
    }
    lacking.sort_by_key(|(_, unknown)| *unknown);
    let patterns = wanted
        .unpivoted
        .iter()
        .map(|(pattern, _, unknown)| (*pattern, *unknown));
    let patterns = patterns.chain(wanted.several.iter().copied());
    let mut open: Vec<(&Pattern, Unknown)> = Vec::new();
    for (pattern, unknown) in patterns.filter(|(_, unknown)| counts(unknown)) {
        if !open
            .iter()
            .any(|(known, _)| known.regex().as_str() == pattern.regex().as_str())
        {
            open.push((pattern, unknown));
        }
    }
    let mut unknown: Vec<Unknown> = lacking.iter().map(|(_, unknown)| *unknown).collect();
    unknown.extend(open.iter().map(|(_, unknown)| *unknown));
    let lacks = listed(lacking.iter().filter_map(|(names, _)| names.first()));
    let like: Vec<String> = open
        .iter()
        .filter_map(|(pattern, _)| in_words(pattern.text()))
        .collect();
    let mut why = Vec::new();
    if !lacking.is_empty() {
        why.push(format!("the file lacks {lacks}, which the profile reads"));
    }
    if !open.is_empty() {
        let like = match like.as_slice() {
            [] => "is of a known kind".to_owned(),
            like => format!("looks like {}", listed(like)),
        };
        why.push(format!("each column whose header {like} counts"));
    }
    let column = lacking.first().and_then(|(names, _)| names.first());
    let column = column.map_or(*first, String::as_str);
    told(
        ("column", "columns"),
        unread,
        &why.join(", and "),
        (unknown, Some(column)),
    )
}

/// What is told of columns or keys that may be others under new names, and what nobody knows then.
fn told(
    (one, several): (&str, &str),
    unread: &[&str],
    why: &str,
    (mut unknown, column): (Vec<Unknown>, Option<&str>),
) -> Option<Overlooked> {
    unknown.sort();
    unknown.dedup();
    let of_permissions = *unknown.first()? == Unknown::Permissions;
    let said: Vec<&str> = unknown.iter().map(|unknown| unknown.said()).collect();
    let (things, are) = match unread {
        [_] => (one, "is"),
        _ => (several, "are"),
    };
    Some(Overlooked {
        column: column?.to_owned(),
        told: format!(
            "{things} {} {are} read by nothing, and {why}: one may be the other under a new name, and then it is not \
             known {}; if so, give it its name back in the file, or add its name to a copy of the profile in \
             inputs/profiles; if not, write `ignore = {unread:?}` where review.toml names the file",
            listed(unread),
            said.join(", ")
        ),
        of_permissions,
    })
}

/// A pattern as a person reads it, with the names of its captures for what they stand for; none where it is no plain text
/// but for them.
fn in_words(pattern: &str) -> Option<String> {
    let mut words = String::new();
    let mut rest = pattern.strip_prefix("(?i)").unwrap_or(pattern);
    while let Some((before, after)) = rest.split_once("(?<") {
        let (name, after) = after.split_once('>')?;
        let (_, after) = after.split_once(')')?;
        words.push_str(before);
        words.push_str(&name.to_uppercase());
        rest = after;
    }
    words.push_str(rest);
    let words = words.replace("[ .]", " ");
    let words = words
        .strip_suffix(".*")
        .map_or(words.clone(), |begin| format!("{begin}…"));
    (!words.contains(|sign: char| "()[]{}|\\^$*+?".contains(sign))).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_told_in_words_where_it_is_plain() {
        for (pattern, words) in [
            ("(?<app>.+?) - (?<site>.+)", Some("APP - SITE")),
            ("(?i)GitHub[ .]com member roles", Some("GitHub com member roles")),
            ("Last seen in .*", Some("Last seen in …")),
            ("(?<product>(?i:jira|trello)( .+)?)", None),
            (
                "(?i)(?<organisation>.+) (?<role>owner|member)",
                Some("ORGANISATION ROLE"),
            ),
        ] {
            assert_eq!(in_words(pattern).as_deref(), words, "{pattern}");
        }
    }
}
