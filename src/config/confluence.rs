//! `[confluence]`: where the pages are published. No secret stands here.

use super::path;
use super::stanza::Stanza;
use super::value::At;
use crate::model::publishing::{Base, Kind, PageId, Publishing, Title};

const KINDS: [(&str, Kind); 2] = [("cloud", Kind::Cloud), ("data-center", Kind::DataCenter)];

/// An address for examples.
const ADDRESS: &str = "https://example.atlassian.net/wiki";

/// What an audit's page is called where nobody says.
const TITLE: &str = "{title} {period}";

/// Keys in which somebody could write a secret.
const SECRETS: [&str; 4] = ["token", "password", "api-token", "pat"];

/// Reads the optional stanza.
pub(super) fn read(root: &mut Stanza<'_>) -> Option<Publishing> {
    if !root.holds("confluence") {
        return None;
    }
    let mut stanza = root.table("confluence", "[confluence]");
    let line = stanza.line;
    let is_secret = refuse_secrets(&stanza);
    let kind = stanza.choice("kind", &KINDS, None);
    let base = base(&mut stanza, kind);
    let ca_file = ca_file(&mut stanza, base.as_ref());
    let user = user(&mut stanza, kind);
    let space = space(&mut stanza);
    if !stanza.holds("parent") {
        stanza.missing("parent", "65537");
    }
    let parent = page(&mut stanza, "parent");
    let draft_parent = page(&mut stanza, "draft-parent");
    let index = page(&mut stanza, "index");
    let procedure = page(&mut stanza, "procedure");
    if procedure.is_some() && (procedure == index || procedure == parent || procedure == draft_parent) {
        stanza.file.problem(
            line,
            "`procedure` of `[confluence]` is also the page of another key; it is written as a whole, so it has to be a page of its own",
        );
    }
    if draft_parent.is_some() && draft_parent == parent {
        stanza.file.problem(
            line,
            "`draft-parent` of `[confluence]` is also `parent`, so that audits which nobody reviewed would stand among the \
             reviewed ones; give a page of its own, or leave it out",
        );
    }
    let title = title(&mut stanza);
    let labels = labels(&mut stanza);
    let editors = stanza.texts("editors", "557058:0a1b2c3d").unwrap_or_default();
    if !is_secret {
        stanza.done();
    }
    Some(Publishing {
        kind: kind?,
        base: base?,
        ca_file,
        user,
        space,
        parent: parent?,
        draft_parent,
        index,
        procedure,
        title: title?,
        labels,
        editors: editors.into_iter().map(|editor| editor.value).collect(),
        line,
    })
}

/// Reports keys that hold a secret; no message shows it.
fn refuse_secrets(stanza: &Stanza<'_>) -> bool {
    let secrets: Vec<&str> = SECRETS.into_iter().filter(|key| stanza.holds(key)).collect();
    for key in &secrets {
        stanza.file.problem(
            stanza.line_of(key).unwrap_or(stanza.line),
            format!(
                "`{key}` has no place in this file, which others read; delete the line, make a new token, and give it in the \
                 environment variable `ACCESS_REVIEW_CONFLUENCE_TOKEN` or in a file named by `--token-file`"
            ),
        );
    }
    !secrets.is_empty()
}

fn base(stanza: &mut Stanza<'_>, kind: Option<Kind>) -> Option<Base> {
    let url = stanza.text("url", ADDRESS);
    if !url.is_read() {
        return None;
    }
    let base = match Base::of(&url.value) {
        Ok(base) => base,
        Err(why) => {
            stanza
                .file
                .problem(url.line, format!("`url` is an address {why}, for example `{ADDRESS}`"));
            return None;
        }
    };
    if kind == Some(Kind::Cloud) && !base.address().ends_with("/wiki") {
        let message = format!(
            "`url` is `{}`, expected the address up to and with `/wiki`, for example `{ADDRESS}`",
            base.address()
        );
        stanza.file.problem(url.line, message);
    }
    Some(base)
}

/// The certificates of an authority of the organisation's own.
fn ca_file(stanza: &mut Stanza<'_>, base: Option<&Base>) -> Option<String> {
    let file = stanza.optional_text("ca-file", "confluence-ca.pem")?;
    path::check_as(stanza.file, "ca-file", &file);
    if base.is_some_and(Base::is_here) {
        stanza.file.problem(
            file.line,
            "`ca-file` is for an address that begins with `https://`; leave it out, as nothing vouches for plain `http`",
        );
    }
    Some(file.value)
}

/// The e-mail address that Cloud wants beside a token.
fn user(stanza: &mut Stanza<'_>, kind: Option<Kind>) -> Option<String> {
    let user = stanza.optional_text("user", "audit@example.com");
    match (&user, kind) {
        (None, Some(Kind::Cloud)) => stanza.missing("user", "\"audit@example.com\""),
        (Some(user), Some(Kind::DataCenter)) => stanza.file.problem(
            user.line,
            "`user` is for Cloud alone; Data Center knows you by your personal access token: leave it out",
        ),
        (Some(user), _) if user.value.contains(':') || !user.value.contains('@') => stanza.file.problem(
            user.line,
            "`user` is no e-mail address; write the one of the account that made the token, without the token",
        ),
        _ => {}
    }
    user.map(|user| user.value)
}

fn space(stanza: &mut Stanza<'_>) -> String {
    let space = stanza.text("space", "SEC");
    let is_key = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'~' | b'_' | b'-' | b'.'))
    };
    if !is_key(&space.value) {
        stanza.file.problem(
            space.line,
            format!(
                "`space` is `{}`, expected the key of the space as its address has it, for example `SEC`",
                space.value
            ),
        );
    }
    space.value
}

/// The id of a page.
fn page(stanza: &mut Stanza<'_>, key: &str) -> Option<PageId> {
    let line = stanza.line_of(key);
    let id = stanza.number(key, "65537");
    if id == Some(0) {
        let message = format!("`{key}` is 0, expected the number that stands in the page's address after `pages/`");
        stanza.file.problem(line.unwrap_or(stanza.line), message);
    }
    id.map(PageId)
}

fn title(stanza: &mut Stanza<'_>) -> Option<Title> {
    let title = stanza.optional_text("title", "Access audit {period}");
    let title = title.unwrap_or_else(|| At {
        line: stanza.line,
        value: TITLE.to_owned(),
    });
    stanza.file.show("confluence.title", &title);
    let checked = Title::of(&title.value);
    if let Err(why) = &checked {
        let message = format!("`title` is `{}`, {why}", title.value);
        stanza.file.problem(title.line, message);
    }
    checked.ok()
}

fn labels(stanza: &mut Stanza<'_>) -> Vec<String> {
    let labels = stanza.texts("labels", "access-review").unwrap_or_default();
    for label in &labels {
        stanza.file.show("confluence.labels", label);
        let is_label = label
            .value
            .chars()
            .all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '-' | '_'));
        if !is_label {
            stanza.file.problem(
                label.line,
                format!(
                    "`labels` has `{}`, expected lower-case letters, digits, `-` and `_`",
                    label.value
                ),
            );
        }
    }
    let mut names: Vec<String> = labels.into_iter().map(|label| label.value).collect();
    names.sort();
    names.dedup();
    names
}
