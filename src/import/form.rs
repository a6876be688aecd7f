//! Which form a page has, told by what it holds and never by the name of its file.
//!
//! One more form: a branch here, and a file beside this one that brings it to the shape.

use anyhow::{anyhow, bail};
use encoding_rs::Encoding;
use serde_json::Value;

use super::shape::Shape;
use super::{html, markdown, storage, text, word};

/// What to do where a page is in no form that is read.
const READ: &str = "a page is read as Confluence's storage format, as the JSON that its REST interface answers with \
                    (body-format=storage), as HTML, as a Word export, as Markdown, or as text copied from it with its \
                    rows between bars";

/// Brings a page to its shape.
pub(super) fn shape(bytes: &[u8]) -> anyhow::Result<Shape> {
    if word::is_message(bytes) {
        let page = word::html(bytes).map_err(|message| anyhow!(message))?;
        return Ok(html::read(&page));
    }
    if bytes.starts_with(b"%PDF") {
        bail!(
            "it is a PDF, which has lines and no cells; take the page it was made from, such as the `audit.md` beside it; {READ}"
        );
    }
    let page = decoded(bytes)?;
    let page = page.trim_start_matches('\u{feff}');
    let start = page.trim_start();
    if start.is_empty() {
        bail!("there is nothing in it; {READ}");
    }
    if start.starts_with(['{', '[']) {
        return rest(start);
    }
    if start.starts_with('<') {
        return tagged(page);
    }
    let has_table = page.lines().any(|line| line.trim_start().starts_with("<table"));
    if page.starts_with("---\n") || page.starts_with("---\r\n") || has_table {
        return Ok(markdown::read(page));
    }
    if let Some(shape) = text::read(page) {
        // Between bars, bold type and breaks tell that it is Markdown, as other tools copy pages.
        return Ok(if page.contains("**") || page.contains("<br") {
            markdown::read(page)
        } else {
            shape
        });
    }
    bail!("no table was found in it; {READ}")
}

/// Reads what begins with a tag.
fn tagged(page: &str) -> anyhow::Result<Shape> {
    let lower = page
        .get(..page.floor_char_boundary(4_096))
        .unwrap_or(page)
        .to_ascii_lowercase();
    let is_whole = ["<!doctype html", "<html", "<body"]
        .iter()
        .any(|tag| lower.contains(tag));
    let is_rendered = page.contains("confluenceTable") || page.contains("confluenceTd");
    if is_whole || is_rendered {
        return Ok(html::read(page));
    }
    let is_storage = ["<ac:", "<ri:", "ac:local-id", "<![CDATA["]
        .iter()
        .any(|mark| page.contains(mark));
    match storage::read(page) {
        Ok(shape) => Ok(shape),
        Err(message) if is_storage => {
            bail!(
                "{message}; this looks like Confluence's storage format, which is XML and was damaged: save it again, as a whole"
            )
        }
        Err(_) => Ok(html::read(page)),
    }
}

/// Reads the answer of a REST interface, or the first of its results.
fn rest(text: &str) -> anyhow::Result<Shape> {
    let answer: Value =
        serde_json::from_str(text).map_err(|error| anyhow!("it begins like JSON and is none ({error}); {READ}"))?;
    let pages: Vec<&Value> = match (&answer, answer.get("results")) {
        (Value::Array(pages), _) | (_, Some(Value::Array(pages))) => pages.iter().collect(),
        _ => vec![&answer],
    };
    let [page] = pages.as_slice() else {
        bail!(
            "the JSON holds {} pages; save the answer for one page alone",
            pages.len()
        );
    };
    let body = page.get("body");
    let body_of = |kind: &str| {
        body.and_then(|body| body.get(kind))
            .and_then(|body| body.get("value"))
            .and_then(Value::as_str)
    };
    if let Some(storage) = body_of("storage") {
        return storage::read(storage).map_err(|message| anyhow!("in `body.storage.value`, {message}"));
    }
    for kind in ["view", "export_view", "styled_view", "anonymous_export_view"] {
        if let Some(page) = body_of(kind) {
            return Ok(html::read(page));
        }
    }
    if body_of("atlas_doc_format").is_some() {
        bail!(
            "the JSON holds the page as `atlas_doc_format`, which loses a part of it; ask for `body-format=storage` instead"
        );
    }
    bail!(
        "the JSON holds no `body.storage.value`; ask for the page with `body-format=storage` (or `expand=body.storage`)"
    )
}

/// The text of a file: UTF-8, UTF-16 with its mark, or what an HTML page says that it is.
fn decoded(bytes: &[u8]) -> anyhow::Result<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, is_broken) = encoding.decode(bytes);
        if is_broken {
            bail!(
                "its text is not the {} that its first bytes say; save it again as UTF-8",
                encoding.name()
            );
        }
        return Ok(text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let start = String::from_utf8_lossy(bytes.get(..bytes.len().min(4_096)).unwrap_or(bytes)).to_ascii_lowercase();
    let said = start
        .split_once("charset=")
        .map(|(_, after)| after.trim_start_matches(['"', '\'']));
    let label: Option<String> = said.map(|after| {
        after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect()
    });
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    match encoding.map(|encoding| encoding.decode(bytes)) {
        Some((text, _, false)) => Ok(text.into_owned()),
        _ => bail!("its text is not UTF-8 and nothing in it says what it is; save it again as UTF-8"),
    }
}
