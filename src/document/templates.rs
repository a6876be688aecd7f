//! The documents' templates, embedded: in goes a context, out comes text. Every value is escaped unless a template
//! says `safe`, which none does.
//!
//! One more template: a line in [`FILES`]. Comments are `{* … *}`, because `{#` begins the id of a heading.

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Delimiters, Error, Filter, Kwargs, State, Tera, TeraResult};

use super::escape;
use crate::model::fold::fold;

/// Every template by name.
pub(super) const FILES: &[(&str, &str)] = &[
    ("front.md", include_str!("../../templates/front.md")),
    ("audit.md", include_str!("../../templates/audit.md")),
    ("held.md", include_str!("../../templates/held.md")),
    ("procedure.md", include_str!("../../templates/procedure.md")),
    ("audited.md", include_str!("../../templates/audited.md")),
    ("checklist.md", include_str!("../../templates/checklist.md")),
    ("inventory.md", include_str!("../../templates/inventory.md")),
    ("system.md", include_str!("../../templates/system.md")),
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

/// Words for what the model only knows as a variant.
const WORDS: &str = include_str!("../../templates/words.toml");

/// Renders one of [`FILES`] as Markdown.
pub(super) fn render(name: &str, context: &impl Serialize) -> anyhow::Result<String> {
    let mut tera = engine(&[".md"])?;
    tera.set_escape_fn(escape::write_markdown);
    tera.add_raw_templates(FILES.iter().copied())
        .context("the program's own templates do not parse")?;
    let mut context = Context::from_serialize(context).context("the document's context does not serialise")?;
    let words: toml::Table = toml::from_str(WORDS).context("templates/words.toml does not parse")?;
    context.insert("words", &words);
    let text = tera.render(name, &context);
    text.with_context(|| format!("template `{name}` does not render"))
}

/// An engine whose templates with these suffixes escape; the caller sets what escaping means.
pub(super) fn engine(escaped: &[&'static str]) -> anyhow::Result<Tera> {
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
