//! The HTML tags of the dialect: a stretch of raw HTML comes in, tags go out.

use anyhow::{anyhow, bail};

use super::refused;
use crate::model::block::{ChartKind, Scope};

/// A tag's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// `table`
    Table,
    /// `thead`
    Head,
    /// `tbody`
    Body,
    /// `tr`
    Row,
    /// `th`
    HeaderCell,
    /// `td`
    DataCell,
}

impl Name {
    /// The name as HTML writes it.
    pub(super) fn html(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Head => "thead",
            Self::Body => "tbody",
            Self::Row => "tr",
            Self::HeaderCell => "th",
            Self::DataCell => "td",
        }
    }

    /// The name that HTML writes so.
    fn of(html: &str) -> Option<Self> {
        [
            Self::Table,
            Self::Head,
            Self::Body,
            Self::Row,
            Self::HeaderCell,
            Self::DataCell,
        ]
        .into_iter()
        .find(|name| name.html() == html)
    }
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// `<td …>`
    Open(Name, Attributes),
    /// `</td>`
    Close(Name),
    /// `<!-- chart: bars -->`
    Chart(ChartKind),
}

/// The attributes of a cell; all are absent on other tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// `scope`
    pub(super) scope: Option<Scope>,
    /// `rowspan`
    pub(super) rowspan: Option<u16>,
    /// `colspan`
    pub(super) colspan: Option<u16>,
    /// `width`, in per cent
    pub(super) width: Option<u8>,
}

/// Reads the tags of one line of raw HTML.
pub(super) fn tags(html: &str, line: u64) -> anyhow::Result<Vec<Tag>> {
    let mut tags = Vec::new();
    let mut rest = html.trim();
    if rest.starts_with("<!--") {
        let mut kinds = ChartKind::ALL.into_iter();
        return match kinds.find(|kind| rest == format!("<!-- chart: {} -->", kind.word())) {
            Some(kind) => Ok(vec![Tag::Chart(kind)]),
            None => Err(refused(line, &format!("the HTML `{rest}`"))),
        };
    }
    while !rest.is_empty() {
        let Some(inner) = rest.strip_prefix('<') else {
            return Err(refused(line, &format!("the text `{rest}` beside an HTML tag")));
        };
        let Some((tag, after)) = inner.split_once('>') else {
            return Err(refused(
                line,
                &format!("`{rest}`, which is no whole HTML tag on one line"),
            ));
        };
        tags.push(read(tag, line)?);
        rest = after.trim_start();
    }
    Ok(tags)
}

/// Reads what stands between `<` and `>`.
fn read(tag: &str, line: u64) -> anyhow::Result<Tag> {
    let unknown = || refused(line, &format!("the HTML `<{tag}>`"));
    if let Some(name) = tag.strip_prefix('/') {
        return Name::of(name).map(Tag::Close).ok_or_else(unknown);
    }
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let name = Name::of(name).ok_or_else(unknown)?;
    let mut attributes = Attributes::default();
    while !rest.trim().is_empty() {
        let attribute = rest.trim_start().split_once("=\"");
        let attribute = attribute.and_then(|(key, after)| Some((key, after.split_once('"')?)));
        let Some((key, (value, after))) = attribute else {
            bail!("line {line}: cannot read the attributes of `<{tag}>`; expected `name=\"value\"`");
        };
        rest = after;
        set(&mut attributes, name, key, value)
            .ok_or_else(|| anyhow!("line {line}: `{key}=\"{value}\"` is not allowed in `<{tag}>`; th takes scope (col, row, rowgroup), th and td take rowspan and colspan (a number from 1) and width (per cent), each once"))?;
    }
    if name == Name::HeaderCell && attributes.scope.is_none() {
        bail!(
            "line {line}: `<{tag}>` does not say what it is the header of; add scope=\"col\", \"row\" or \"rowgroup\""
        );
    }
    Ok(Tag::Open(name, attributes))
}

/// Sets one attribute; none if it is not allowed there, unreadable or already set.
fn set(attributes: &mut Attributes, tag: Name, key: &str, value: &str) -> Option<()> {
    if !matches!(tag, Name::HeaderCell | Name::DataCell) {
        return None;
    }
    let span = || value.parse().ok().filter(|span| *span > 0);
    match key {
        "scope" if tag == Name::HeaderCell && attributes.scope.is_none() => {
            attributes.scope = Some(match value {
                "col" => Scope::Column,
                "row" => Scope::Row,
                "rowgroup" => Scope::RowGroup,
                _ => return None,
            });
        }
        "rowspan" if attributes.rowspan.is_none() => attributes.rowspan = Some(span()?),
        "colspan" if attributes.colspan.is_none() => attributes.colspan = Some(span()?),
        "width" if attributes.width.is_none() => {
            let width = value.strip_suffix('%')?.parse().ok();
            attributes.width = Some(width.filter(|width| (1..=100).contains(width))?);
        }
        _ => return None,
    }
    Some(())
}
