//! What a site holds, in words that both products share, and what can be asked of it.

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::canonical;
use crate::model::publishing::PageId;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) id: PageId,
    pub(super) title: String,
    pub(super) status: Status,
    /// The page it stands below; none at the top.
    pub(super) parent: Option<PageId>,
    /// The space, as the product knows it: an id on Cloud, a key on Data Center.
    pub(super) space: String,
    pub(super) version: Version,
    /// In storage format; empty where it was not asked for.
    pub(super) body: String,
    /// Where a browser shows it.
    pub(super) link: String,
}

/// Whether a page can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Current,
    Archived,
    Trashed,
    /// A draft, or whatever else there is.
    Other,
}

/// The last change of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) number: u64,
    pub(super) message: String,
    /// Who made it, as the site knows them.
    pub(super) by: String,
    /// When, as the site writes it.
    pub(super) at: String,
}

/// Data that a page carries without showing it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    pub(super) id: String,
    pub(super) version: u64,
    pub(super) value: Value,
}

/// A file at a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attachment {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) comment: String,
    /// Who put it there as it is, as the site knows them.
    pub(super) by: String,
    /// When, as the site writes it.
    pub(super) at: String,
    /// The path to ask for what it holds.
    pub(super) path: String,
}

/// Whoever the token belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct User {
    /// By which restrictions name them.
    pub(super) id: String,
    pub(super) name: String,
}

/// Who alone may edit a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Editing {
    pub(super) users: Vec<User>,
    /// Names of groups.
    pub(super) groups: Vec<String>,
}

impl Editing {
    /// Reads an answer that names them; `id` is the key by which the site calls a user.
    ///
    /// # Errors
    /// When the lists are not there, or one is as long as one answer can be: whoever is missed could lose a right.
    pub(super) fn read(found: &Value, id: &str) -> anyhow::Result<Self> {
        for kind in ["user", "group"] {
            let of = |key: &str| number(found, &format!("/restrictions/{kind}/{key}"));
            let (size, limit) = (of("size"), of("limit"));
            if limit > 0 && size >= limit {
                bail!(
                    "the restrictions of the page name {size} {kind}s, as many as one answer of Confluence tells of: there may \
                     be more, who could lose a right; name a group in their place in Confluence, or take `editors` out of \
                     [confluence]"
                );
            }
        }
        let users = listed(found, "/restrictions/user/results")?.iter().map(|user| User {
            id: text(user, id),
            name: text(user, "/displayName"),
        });
        let groups = listed(found, "/restrictions/group/results")?.iter();
        Ok(Self {
            users: users.collect(),
            groups: groups.map(|group| text(group, "/name")).collect(),
        })
    }

    /// Whether nobody is named, so that everybody may.
    pub(super) fn is_open(&self) -> bool {
        self.users.is_empty() && self.groups.is_empty()
    }

    /// Whether all of these may.
    pub(super) fn has(&self, ids: &[String]) -> bool {
        ids.iter().all(|id| self.users.iter().any(|user| user.id == *id))
    }
}

/// What a page is to be.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    pub(super) title: &'a str,
    pub(super) body: &'a str,
    /// None leaves a page where it is.
    pub(super) parent: Option<PageId>,
    pub(super) message: &'a str,
}

impl Draft<'_> {
    /// Whether a page is what was made of this draft, before anybody changed it.
    pub(super) fn is_first_of(&self, page: &Page) -> bool {
        page.version.number == 1
            && page.status == Status::Current
            && page.parent == self.parent
            && canonical::lines(&page.body) == canonical::lines(self.body)
    }
}

/// What became of a change of a page.
#[derive(Debug)]
pub(super) enum Written {
    Done(Box<Page>),
    /// Somebody was quicker.
    Conflict,
}

/// A site: Cloud or Data Center.
pub(super) trait Site {
    /// Whoever the token belongs to; an error where the site does not know them.
    fn me(&self) -> anyhow::Result<User>;
    /// What somebody is called; their id where the site does not say.
    fn name_of(&self, id: &str) -> String;
    /// The declared space, as the pages of the site name it.
    fn space(&self) -> anyhow::Result<String>;
    /// A page with its body; none where there is none.
    fn page(&self, id: PageId) -> anyhow::Result<Option<Page>>;
    /// The body of an older version, if it is still there.
    fn body_of(&self, id: PageId, version: u64) -> anyhow::Result<Option<String>>;
    /// The pages of the space with that title, archived and trashed ones too.
    fn titled(&self, title: &str) -> anyhow::Result<Vec<Page>>;
    /// The ids of the pages below one.
    fn below(&self, id: PageId) -> anyhow::Result<Vec<PageId>>;
    /// The property of that key.
    fn property(&self, id: PageId, key: &str) -> anyhow::Result<Option<Property>>;
    fn attachments(&self, id: PageId) -> anyhow::Result<Vec<Attachment>>;
    fn labels(&self, id: PageId) -> anyhow::Result<Vec<String>>;
    /// How many comments on words of the page are open.
    fn open_comments(&self, id: PageId) -> anyhow::Result<usize>;
    /// Who alone may edit a page; nobody where everybody may.
    fn editing(&self, id: PageId) -> anyhow::Result<Editing>;
    /// The rights that the token's account lacks on a page, of those that publishing needs there; none where the product does
    /// not tell.
    fn lacking(&self, id: PageId) -> anyhow::Result<Option<Vec<&'static str>>>;

    fn create(&self, draft: &Draft<'_>) -> anyhow::Result<Written>;
    fn update(&self, page: &Page, draft: &Draft<'_>) -> anyhow::Result<Written>;
    fn set_property(&self, id: PageId, key: &str, value: &Value) -> anyhow::Result<()>;
    /// Adds a file, or a new version of the one of that name.
    fn attach(&self, id: PageId, file: &File<'_>) -> anyhow::Result<()>;
    fn label(&self, id: PageId, names: &[String]) -> anyhow::Result<()>;
    /// Lets these edit a page, beside those who alone may already; who may read it stays as it is.
    fn admit(&self, id: PageId, editors: &[String]) -> anyhow::Result<()>;
    fn download(&self, attachment: &Attachment) -> anyhow::Result<Vec<u8>>;
}

/// A file to attach.
#[derive(Clone, Debug)]
pub(super) struct File<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) bytes: &'a [u8],
    /// Says its hash.
    pub(super) comment: &'a str,
}

/// A text within JSON; empty where it is not there.
pub(super) fn text(value: &Value, place: &str) -> String {
    match value.pointer(place) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// A whole number within JSON, in quotes or not; 0 where it is not there.
pub(super) fn number(value: &Value, place: &str) -> u64 {
    text(value, place).parse().unwrap_or(0)
}

/// The id of a page within JSON; none where it is not there.
pub(super) fn page_id(value: &Value, place: &str) -> Option<PageId> {
    text(value, place).parse().ok().map(PageId)
}

/// The entries of a list within JSON.
pub(super) fn entries<'a>(value: &'a Value, place: &str) -> &'a [Value] {
    value
        .pointer(place)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// The entries of a list that has to be there.
pub(super) fn listed<'a>(value: &'a Value, place: &str) -> anyhow::Result<&'a [Value]> {
    let list = value.pointer(place).and_then(Value::as_array);
    let list = list.with_context(|| {
        format!("the site answered without the list `{place}` that was asked for, so that nothing is known of it; try again later")
    })?;
    Ok(list)
}

/// Whether a page can be seen, in the words of the site.
pub(super) fn status(word: &str) -> Status {
    match word {
        "current" => Status::Current,
        "archived" => Status::Archived,
        "trashed" | "deleted" => Status::Trashed,
        _ => Status::Other,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_not_there_is_not_an_empty_one() {
        assert!(
            listed(&serde_json::json!({"results": []}), "/results")
                .unwrap()
                .is_empty()
        );
        for answer in [
            serde_json::json!({"message": "degraded"}),
            serde_json::json!({"results": null}),
            serde_json::json!({"results": {"a": 1}}),
        ] {
            let error = listed(&answer, "/results").unwrap_err().to_string();
            assert!(error.contains("without the list `/results`"), "{error}");
        }
    }

    #[test]
    fn whoever_may_edit_is_read_whole_or_not_at_all() {
        let user = serde_json::json!({ "accountId": "557058:1", "displayName": "Otto" });
        let answer = |users: &[serde_json::Value], limit: usize| {
            let list =
                |all: &[serde_json::Value]| serde_json::json!({ "results": all, "limit": limit, "size": all.len() });
            serde_json::json!({ "restrictions": { "user": list(users), "group": list(&[]) } })
        };
        let one = Editing::read(&answer(std::slice::from_ref(&user), 2), "/accountId").unwrap();
        assert!(one.has(&["557058:1".to_owned()]) && !one.has(&["557058:2".to_owned()]));
        let full = Editing::read(&answer(&[user.clone(), user], 2), "/accountId").unwrap_err();
        assert!(
            full.to_string().contains("there may be more, who could lose a right"),
            "{full}"
        );
        let other = Editing::read(&serde_json::json!({ "restrictions": { "user": {} } }), "/accountId").unwrap_err();
        assert!(other.to_string().contains("/restrictions/user/results"), "{other}");
    }
}
