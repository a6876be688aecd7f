//! The documents' templates, embedded, or somebody's own in their place: in goes a context, out comes text. Every value is
//! escaped unless a template says `safe`, which none does and none may.
//!
//! One more template: a line in [`FILES`]. Comments are `{* … *}`, because `{#` begins the id of a heading.

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Delimiters, Error, Filter, Kwargs, State, Tera, TeraResult};

use super::own::{UNESCAPED, told};
use super::{escape, words};
use crate::model::fold::fold;
use crate::model::problem::Problems;
use crate::model::wording::Wording;

/// Every template by name.
pub(super) const FILES: &[(&str, &str)] = &[
    ("front.md", include_str!("../../templates/front.md")),
    ("audit.md", include_str!("../../templates/audit.md")),
    ("held.md", include_str!("../../templates/held.md")),
    ("procedure.md", include_str!("../../templates/procedure.md")),
    ("audited.md", include_str!("../../templates/audited.md")),
    ("checklist.md", include_str!("../../templates/checklist.md")),
    ("shortcoming.md", include_str!("../../templates/shortcoming.md")),
    ("inventory.md", include_str!("../../templates/inventory.md")),
    ("system.md", include_str!("../../templates/system.md")),
    ("narrative.md", include_str!("../../templates/narrative.md")),
    ("narrated.md", include_str!("../../templates/narrated.md")),
    ("sentence.md", include_str!("../../templates/sentence.md")),
    ("limits.md", include_str!("../../templates/limits.md")),
    ("permissions.md", include_str!("../../templates/permissions.md")),
    ("defined.md", include_str!("../../templates/defined.md")),
    ("others.md", include_str!("../../templates/others.md")),
    ("summed.md", include_str!("../../templates/summed.md")),
    ("count.md", include_str!("../../templates/count.md")),
    ("contractors.md", include_str!("../../templates/contractors.md")),
    ("internal.md", include_str!("../../templates/internal.md")),
    ("summary.md", include_str!("../../templates/summary.md")),
    ("findings.md", include_str!("../../templates/findings.md")),
    ("recheck.md", include_str!("../../templates/recheck.md")),
    ("changes.md", include_str!("../../templates/changes.md")),
    ("difference.md", include_str!("../../templates/difference.md")),
    ("exceptions.md", include_str!("../../templates/exceptions.md")),
    ("accounts.md", include_str!("../../templates/accounts.md")),
    ("evidence.md", include_str!("../../templates/evidence.md")),
    ("claims.md", include_str!("../../templates/claims.md")),
    ("questions.md", include_str!("../../templates/questions.md")),
    ("leavers.md", include_str!("../../templates/leavers.md")),
    ("roles.md", include_str!("../../templates/roles.md")),
    ("checks.md", include_str!("../../templates/checks.md")),
    ("controls.md", include_str!("../../templates/controls.md")),
    ("files.md", include_str!("../../templates/files.md")),
];

/// The data of a document as its templates see it: its own, and the words.
#[derive(Serialize)]
pub(super) struct Data<T> {
    #[serde(flatten)]
    document: T,
    words: toml::Table,
}

impl<T: Serialize> Data<T> {
    pub(super) fn of(document: T, own: &Wording) -> anyhow::Result<Self> {
        let words = words::words(own)?;
        Ok(Self { document, words })
    }
}

/// Renders one of [`FILES`] as Markdown, with a document's [`Data`].
pub(super) fn render(name: &str, data: &impl Serialize, own: &Wording) -> anyhow::Result<String> {
    let data = &Context::from_serialize(data).context("the document's data does not serialise")?;
    let tera = library(own).map_err(|error| told::problems(&error, own))?;
    match tera.render(name, data) {
        Ok(text) => Ok(text),
        Err(error) if own.is_empty() => Err(error).with_context(|| format!("template `{name}` does not render")),
        Err(error) => Err(unfit(name, data, own, &error).into()),
    }
}

/// All templates, ready to render: those of the program, or somebody's own in their place.
pub(super) fn library(own: &Wording) -> TeraResult<Tera> {
    let mut tera = engine(&[".md"])?;
    tera.set_escape_fn(escape::write_markdown);
    for filter in UNESCAPED {
        tera.register_filter(filter, unescaped);
    }
    let files = FILES.iter().map(|(name, text)| (*name, own.get(name).unwrap_or(text)));
    tera.add_raw_templates(files)?;
    Ok(tera)
}

/// What an own template asks for that is not there. Tera lists what is known only where a part of the missing thing is
/// asked for, so the same is rendered once more with such a question in its place.
fn unfit(name: &str, data: &Context, own: &Wording, error: &Error) -> Problems {
    let mut problems = Problems::default();
    for said in told::said(error) {
        let known = asked(&said, own).and_then(|own| {
            let again = library(&own).ok()?.render(name, data).err()?;
            told::said(&again).into_iter().next()
        });
        let known = known.map(|known| known.what);
        let message = told::message(&said, &told::line(own, &said), known.as_deref());
        problems.add(&told::file(own, &said.name), u64::try_from(said.line).ok(), message);
    }
    if problems.is_empty() {
        problems.append(told::problems(error, own));
    }
    problems
}

/// The own templates with a part asked of what is missing.
fn asked(said: &told::Said, own: &Wording) -> Option<Wording> {
    let (before, after) = own.get(&said.name)?.split_at_checked(said.end?)?;
    let asks = format!("{before}.part{after}");
    let others = own.iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
    Some(Wording::of(others.chain([(said.name.clone(), asks)])))
}

/// An engine whose templates with these suffixes escape; the caller sets what escaping means.
pub(super) fn engine(escaped: &[&'static str]) -> TeraResult<Tera> {
    let mut tera = Tera::new();
    tera.set_delimiters(Delimiters {
        comment_start: "{*".into(),
        comment_end: "*}".into(),
        ..Delimiters::default()
    })?;
    tera.autoescape_on(escaped.to_vec());
    tera.register_filter("date", date);
    tera.register_filter("listed", listed);
    tera.register_filter("quoted", Quoted);
    Ok(tera)
}

/// In place of filters whose results would not be escaped.
fn unescaped(_: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    Err(Error::message(
        "a filter that leaves a value unescaped would let what stands in an export become markup; take it out",
    ))
}

/// `2021-10-06` as `06 October 2021`.
fn date(iso: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let date: jiff::civil::Date = iso
        .parse()
        .map_err(|error| Error::message(format!("`{iso}`: {error}")))?;
    Ok(date.strftime("%d %B %Y").to_string())
}

/// A list as a person says it: `a, b or c`, with the last joint given.
#[expect(clippy::needless_pass_by_value, reason = "the signature of a filter")]
fn listed(items: Vec<String>, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let joint = arguments.must_get::<&str>("last")?;
    Ok(match items.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{}{joint}{last}", others.join(", ")),
    })
}

/// A value of the front matter in quotes: the one place where Markdown's escapes do not apply.
struct Quoted;

impl Filter<&str, String> for Quoted {
    fn call(&self, value: &str, _: Kwargs, _: &State<'_>) -> String {
        format!("\"{}\"", fold(value).replace('\\', "\\\\").replace('"', "\\\""))
    }

    fn is_safe(&self) -> bool {
        true
    }
}
