//! Which profile a file fits, by its content only.
//!
//! Comes in: a [`Content`] and the profiles. Goes out: the [`Fit`] with the most marks, or why there is none: what was
//! found, and what the nearest profiles would want. A profile that refuses wins over all others.

use super::content::{Content, First, Language, Place, Shape, Tree};
use super::marks::{Fit, Header, Lacking, fit};
use super::secrets;
use crate::ingest::compared::same_word;
use crate::ingest::header_like::{Shown, shown, shown_keys};
use crate::ingest::readers::Refusal;
use crate::ingest::readers::tree::Node;
use crate::ingest::table::{alike, no_such_sheet, several_sheets};
use crate::model::likeness::did_you_mean;
use crate::model::profile::{Body, Profile, Selector, Step};

/// Why a file is not read.
#[derive(Clone, Debug)]
pub(in crate::ingest) enum Unread<'p> {
    /// It holds secrets, as this profile tells.
    Secret(&'p Profile, String),
    /// It is no export that can be read, as this profile tells.
    NoExport(&'p Profile, String),
    /// It cannot be read, or several profiles fit alike.
    Refused(Refusal),
    /// No profile fits.
    Unknown(Refusal),
}

impl From<Refusal> for Unread<'_> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Unread<'_> {
    /// The message.
    pub(in crate::ingest) fn refusal(self) -> Refusal {
        match self {
            Self::Secret(_, why) | Self::NoExport(_, why) => (None, why),
            Self::Refused(refusal) | Self::Unknown(refusal) => refusal,
        }
    }
}

/// How many profiles a message names.
const NEAREST: usize = 3;

/// The profile that a file fits; the forced one, if one is, which must fit all the same.
pub(super) fn recognise<'p>(
    content: &Content<'_>,
    profiles: &'p [Profile],
    (forced, sheet): (Option<&str>, Option<&str>),
) -> Result<Fit<'p>, Unread<'p>> {
    let sheet = sheet.map(|name| numbered(content, name)).transpose()?;
    if let Some(unread) = secrets::held(content, profiles, &[]) {
        return Err(unread);
    }
    let candidates: Vec<&Profile> = match forced {
        None => profiles.iter().collect(),
        Some(id) => vec![named(profiles, id)?],
    };
    let mut fits = Vec::new();
    let mut lacking = Vec::new();
    for profile in candidates {
        match fit(content, profile, sheet) {
            Ok(found) => fits.push(found),
            Err(lacks) => lacking.push((profile, lacks)),
        }
    }
    // what reads a file goes before what says that it cannot be read
    let is_read = |found: &Fit<'_>| matches!(found.profile.body, Body::Read(_));
    if fits.iter().any(is_read) {
        fits.retain(is_read);
    }
    let most = fits.iter().map(|fit| fit.marks).max().unwrap_or_default();
    let mut best: Vec<Fit<'p>> = fits.iter().filter(|fit| fit.marks == most).cloned().collect();
    let Some(found) = best.pop() else {
        return Err(nothing(content, (profiles, lacking), forced));
    };
    if !best.is_empty() {
        best.push(found);
        return Err((None, tie(&best)).into());
    }
    if let Body::Instead(why) = &found.profile.body {
        return Err(Unread::NoExport(found.profile, instead(found.profile, why)));
    }
    if sheet.is_none() {
        one_sheet(content, profiles, &found)?;
    }
    if let Some(header) = &found.header
        && let Some(why) = secrets::below(content, (header.place, header.line), &header.texts)
    {
        return Err(Unread::Refused((None, why)));
    }
    Ok(found)
}

/// The profile by which a file holds secrets, with the message. Where no secret is written as such, the lines of the text
/// are not looked at again for the profiles of the program that tell their files by nothing else.
pub(super) fn secret<'p>(
    content: &Content<'_>,
    profiles: &'p [Profile],
    written: bool,
) -> Option<(&'p Profile, String)> {
    let sheets: Vec<Option<usize>> = match &content.shape {
        Shape::Workbook(sheets) => (0..sheets.len()).map(Some).collect(),
        Shape::Text(..) => vec![None],
    };
    let by_line = |profile: &&Profile| !profile.own && profile.signature.some_line.is_some();
    let mut asked = profiles.iter().filter(|profile| written || !by_line(profile));
    asked.find_map(|profile| match &profile.body {
        Body::Refuse(why) => {
            let found = marks(content, profile, &sheets)?;
            // The table of another product with one column more is not this one's: the column is found and named.
            let is_of_another = |other: &&Profile| match &other.body {
                Body::Read(_) => marks(content, other, &sheets) > Some(found),
                Body::Refuse(_) | Body::Instead(_) => false,
            };
            if !profile.signature.headers.is_empty() && profiles.iter().any(|other| is_of_another(&other)) {
                return None;
            }
            let message = format!(
                "the file is not read, as it holds secrets ({}: {}): {why}{}",
                profile.system,
                profile.format,
                would_be_read(content, (profile, profiles), &sheets)
            );
            Some((profile, message))
        }
        Body::Instead(_) | Body::Read(_) => None,
    })
}

/// What speaks for a profile, where it fits the text or one of these sheets.
fn marks(content: &Content<'_>, profile: &Profile, sheets: &[Option<usize>]) -> Option<usize> {
    let fitting = sheets.iter().filter_map(|sheet| fit(content, profile, *sheet).ok());
    fitting.map(|fit| fit.marks).max()
}

/// That a file is of no use, and what is.
fn instead(profile: &Profile, why: &str) -> String {
    format!(
        "the file is no export that can be read ({}: {}): {why}",
        profile.system, profile.format
    )
}

/// What is to be said of an own profile that fits a file which another refuses.
fn would_be_read(
    content: &Content<'_>,
    (refusing, profiles): (&Profile, &[Profile]),
    sheets: &[Option<usize>],
) -> String {
    let fits = |profile: &&Profile| {
        profile.own
            && matches!(profile.body, Body::Read(_))
            && sheets.iter().any(|sheet| fit(content, profile, *sheet).is_ok())
    };
    profiles.iter().find(fits).map_or_else(String::new, |own| {
        format!(
            "; `{}` fits it too, but no profile reads what `{}` refuses: delete it, or give it marks that only files \
             without secrets have",
            file_of(own),
            file_of(refusing)
        )
    })
}

/// Where a profile stands.
fn file_of(profile: &Profile) -> String {
    let folder = if profile.own { "profiles" } else { "src/profiles" };
    format!("{folder}/{}.toml", profile.id)
}

/// The sheet with this name.
fn numbered(content: &Content<'_>, name: &str) -> Result<usize, Refusal> {
    let Shape::Workbook(sheets) = &content.shape else {
        let message = format!("`sheet = \"{name}\"` is declared, but the file is no workbook; leave `sheet` out");
        return Err((None, message));
    };
    let place = sheets.iter().position(|sheet| sheet.name == name);
    place.ok_or_else(|| {
        let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
        (None, no_such_sheet(name, &names))
    })
}

fn named<'p>(profiles: &'p [Profile], id: &str) -> Result<&'p Profile, Refusal> {
    profiles.iter().find(|profile| profile.id == id).ok_or_else(|| {
        let hint = did_you_mean(id, profiles.iter().map(|profile| profile.id.as_str()));
        let message =
            format!("`profile = \"{id}\"` names no profile{hint}; `access-review profiles list` shows them all");
        (None, message)
    })
}

/// A workbook of which several sheets are recognised is one file too few.
fn one_sheet(content: &Content<'_>, profiles: &[Profile], found: &Fit<'_>) -> Result<(), Refusal> {
    let Shape::Workbook(sheets) = &content.shape else {
        return Ok(());
    };
    let meant = found.header.as_ref().map(|header| header.place);
    let read = |place: usize| {
        let fits = || {
            profiles
                .iter()
                .any(|profile| fit(content, profile, Some(place)).is_ok())
        };
        meant == Some(Place::Sheet(place, true)) || fits()
    };
    let several: Vec<&String> = (0..sheets.len())
        .filter(|place| read(*place))
        .filter_map(|place| sheets.get(place).map(|sheet| &sheet.name))
        .collect();
    if several.len() > 1 {
        return Err((None, several_sheets(several.into_iter())));
    }
    let Some(Header {
        place: Place::Sheet(read, _),
        texts,
        ..
    }) = &found.header
    else {
        return Ok(());
    };
    let name = |place: usize| sheets.get(place).map_or("", |sheet| sheet.name.as_str());
    let others = content.tops.iter().filter_map(|top| match top.place {
        Place::Sheet(place, _) if place != *read => {
            Some((name(place), top.rows.iter().map(|row| row.texts.as_slice()).collect()))
        }
        Place::Sheet(..) | Place::Text(_) => None,
    });
    if let Some(why) = alike((name(*read), texts), others) {
        return Err((None, why));
    }
    Ok(())
}

fn tie(fits: &[Fit<'_>]) -> String {
    let names: Vec<String> = fits.iter().map(|fit| called(fit.profile)).collect();
    format!(
        "the file fits several profiles alike: {}; say in review.toml which one is meant, with `profile`; if it holds a list \
         of each, put every list into a file of its own",
        names.join(", ")
    )
}

fn called(profile: &Profile) -> String {
    format!("`{}` ({}: {})", profile.id, profile.system, profile.format)
}

/// That no profile fits, and why.
fn nothing<'p>(
    content: &Content<'_>,
    (profiles, mut lacking): (&'p [Profile], Vec<(&'p Profile, Lacking)>),
    forced: Option<&str>,
) -> Unread<'p> {
    if let Some(Tree {
        documents: Err((line, why)),
        language: Language::Json | Language::Xml,
    }) = content.tree()
        && lacking.iter().all(|(_, lacks)| lacks.found == 0)
    {
        return Unread::Unknown((*line, why.clone()));
    }
    // nobody is led to a format that is refused
    lacking.retain(|(profile, _)| matches!(profile.body, Body::Read(_)));
    lacking.retain(|(_, lacks)| forced.is_some() || (lacks.found > 0 && !lacks.names.is_empty()));
    lacking.sort_by(|(left, lacks), (right, others)| {
        let share = |one: &Lacking, other: &Lacking| one.found * (other.found + other.names.len());
        let order = share(others, lacks).cmp(&share(lacks, others));
        order.then(left.id.cmp(&right.id))
    });
    let near: Vec<String> = lacking.iter().take(NEAREST).map(near).collect();
    let near = match (near.is_empty(), forced) {
        (true, _) => String::new(),
        (false, Some(_)) => format!("; {}", near.join("; ")),
        (false, None) => format!("; nearest are {}", near.join("; ")),
    };
    let what = match forced {
        Some(id) => format!("the file does not fit the profile `{id}` that review.toml names"),
        None => "no profile fits the file".to_owned(),
    };
    let other = if is_tree(content) {
        "a profile of your own in inputs/profiles describes any other file with records"
    } else {
        "`columns` in review.toml maps any other table"
    };
    let message = format!(
        "{what}; {}{near}; `access-review profiles list` shows what is known, and {other}",
        found(content, profiles)
    );
    Unread::Unknown((None, message))
}

fn near((profile, lacks): &(&Profile, Lacking)) -> String {
    if lacks.names.is_empty() {
        return format!("{}, whose other marks the file lacks", called(profile));
    }
    format!("{}, which wants {} too", called(profile), lacks.names.join(", "))
}

/// Whether a file holds records in place of rows.
fn is_tree(content: &Content<'_>) -> bool {
    content.tree().is_some_and(|tree| tree.documents.is_ok())
}

/// What stands in a file, as far as a message shows it; what may be data is described.
fn found(content: &Content<'_>, profiles: &[Profile]) -> String {
    let is_tree = is_tree(content);
    let names = match names(content, profiles) {
        Ok(names) => names,
        Err(0) => return "nothing stands in its first rows".to_owned(),
        Err(1) if is_tree => return "its key may be data and is not shown".to_owned(),
        Err(keys) if is_tree => return format!("its {keys} keys may be data and are not shown"),
        Err(cells) => {
            let what = if cells == 1 {
                "line".to_owned()
            } else {
                format!("row, of {cells} cells,")
            };
            return format!(
                "its first {what} looks like data and is not shown: nothing is wrong with it if it holds the names of \
                 the columns; if no row does, put one above it"
            );
        }
    };
    let what = if is_tree {
        "its keys are"
    } else if names.names.len() + names.hidden == 1 {
        "its first line is"
    } else {
        "its headers seem to be"
    };
    format!("{what} {}", names.listed())
}

/// The headers, the keys at the top, or the first line; where they may be data, only how many there are.
pub(super) fn names(content: &Content<'_>, profiles: &[Profile]) -> Result<Shown, usize> {
    let cut = |mut shown: Shown| {
        for name in &mut shown.names {
            *name = name.chars().take(LONGEST).collect();
        }
        shown
    };
    if let Some(Tree {
        documents: Ok(documents),
        ..
    }) = content.tree()
    {
        let maps = maps(documents);
        let keys = maps.first().copied().unwrap_or_default();
        let shown = shown_keys(&maps, |key| is_known(key, profiles));
        return shown.map(cut).ok_or(keys.len());
    }
    let rows = content.tops.iter().flat_map(|top| &top.rows);
    let mut widest: Option<(usize, &First)> = None;
    for row in rows {
        let filled = row.texts.iter().filter(|text| !text.is_empty()).count();
        if widest.is_none_or(|(widest, ..)| widest < filled) {
            widest = Some((filled, row));
        }
    }
    let (filled, First { texts, .. }) = widest.ok_or(0_usize)?;
    shown(texts, |name| is_known(name, profiles)).map(cut).ok_or(filled)
}

/// How much of a text a message shows.
const LONGEST: usize = 60;

/// The map at the top and those beside it: the elements of a list, or the documents.
fn maps(documents: &[Node]) -> Vec<&[(String, Node)]> {
    let nodes = match documents {
        [Node::List(elements)] => elements,
        documents => documents,
    };
    let maps = nodes.iter().filter_map(|node| match node {
        Node::Map(entries) => Some(entries.as_slice()),
        Node::Null | Node::Text(_) | Node::List(_) => None,
    });
    maps.collect()
}

/// Whether a profile tells its files by this header or key.
fn is_known(name: &str, profiles: &[Profile]) -> bool {
    let named = |spellings: &Vec<String>| spellings.iter().any(|spelling| same_word(spelling, name));
    let leads = |way: &Selector| {
        way.path
            .0
            .iter()
            .any(|step| matches!(step, Step::Key(key) if key == name))
    };
    profiles.iter().any(|profile| {
        let marks = &profile.signature;
        let ways = marks.paths.iter().chain(marks.values.iter().map(|(ways, _)| ways));
        marks.headers.iter().any(named) || ways.flatten().any(leads)
    })
}
