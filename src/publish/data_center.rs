//! Confluence Data Center: version 1 of the interface, the only one that it has.

use anyhow::{Context, bail};
use serde_json::{Map, Value, json};
use ureq::http::Method;

use super::form::Form;
use super::remote::{
    Attachment, Draft, Editing, File, Page, Property, Site, User, Version, Written, entries, number, page_id, status,
    text,
};
use super::taken::{attached, labelled, marked, restricted};
use super::wire::{Answer, Request, Wire, quoted};
use crate::model::publishing::PageId;

/// The interface, behind the address of the site.
const V1: &str = "/rest/api";

/// What is wanted of a page.
const WHOLE: &str = "expand=version,body.storage,ancestors,space";

/// How many entries of a list come at once at most.
const AT_ONCE: u32 = 200;

/// A site of Data Center.
pub(super) struct DataCenter {
    wire: Wire,
    /// Key of the space.
    key: String,
}

impl DataCenter {
    /// Who alone may do something with a page: `read` or `update` it.
    fn named(&self, id: PageId, operation: &str) -> anyhow::Result<Editing> {
        let found = self.wire.value(&format!(
            "{V1}/content/{id}/restriction/byOperation/{operation}?expand=restrictions.user,restrictions.group"
        ))?;
        Editing::read(&found, "/username")
    }

    pub(super) fn new(wire: Wire, key: &str) -> Self {
        Self {
            wire,
            key: key.to_owned(),
        }
    }

    /// A page as a request holds it.
    fn sent(&self, draft: &Draft<'_>) -> Value {
        let mut body = json!({
            "type": "page",
            "title": draft.title,
            "space": { "key": self.key },
            "body": { "storage": { "value": draft.body, "representation": "storage" } },
        });
        if let (Some(parent), Some(body)) = (draft.parent, body.as_object_mut()) {
            body.insert("ancestors".to_owned(), json!([{ "id": parent.to_string() }]));
        }
        body
    }
}

fn page(value: &Value) -> anyhow::Result<Page> {
    let base = text(value, "/_links/base");
    let parent = entries(value, "/ancestors").last();
    Ok(Page {
        id: page_id(value, "/id").context("the site answered with a page that has no id")?,
        title: text(value, "/title"),
        status: status(&text(value, "/status")),
        parent: parent.and_then(|parent| page_id(parent, "/id")),
        space: text(value, "/space/key"),
        version: Version {
            number: number(value, "/version/number"),
            message: text(value, "/version/message"),
            by: text(value, "/version/by/displayName"),
            at: text(value, "/version/when"),
        },
        body: text(value, "/body/storage/value"),
        link: format!("{base}{}", text(value, "/_links/webui")),
    })
}

impl Site for DataCenter {
    fn me(&self) -> anyhow::Result<User> {
        let user = self.wire.value(&format!("{V1}/user/current"))?;
        let id = text(&user, "/username");
        // With a wrong token the site answers, but as to anybody.
        if id.is_empty() || text(&user, "/type") == "anonymous" {
            bail!(
                "the site takes the token for nobody's and answers as to anybody; it is wrong or has expired: make a new personal \
                 access token in your profile there"
            );
        }
        Ok(User {
            name: text(&user, "/displayName"),
            id,
        })
    }

    fn name_of(&self, id: &str) -> String {
        id.to_owned()
    }

    fn space(&self) -> anyhow::Result<String> {
        let space = self.wire.optional(&format!("{V1}/space/{}", quoted(&self.key)))?;
        space.map(|space| text(&space, "/key")).with_context(|| {
            format!(
                "the site shows no space `{}` to this account; look at `space` of `[confluence]`, and at the rights of the account",
                self.key
            )
        })
    }

    fn page(&self, id: PageId) -> anyhow::Result<Option<Page>> {
        let value = self.wire.optional(&format!("{V1}/content/{id}?{WHOLE}"))?;
        value.as_ref().map(page).transpose()
    }

    fn body_of(&self, id: PageId, version: u64) -> anyhow::Result<Option<String>> {
        let value = self.wire.optional(&format!(
            "{V1}/content/{id}?status=historical&version={version}&expand=body.storage"
        ))?;
        Ok(value.map(|value| text(&value, "/body/storage/value")))
    }

    fn titled(&self, title: &str) -> anyhow::Result<Vec<Page>> {
        let found = self.wire.list(&format!(
            "{V1}/content?spaceKey={}&title={}&type=page&status=any&{WHOLE}",
            quoted(&self.key),
            quoted(title)
        ))?;
        found.iter().map(page).collect()
    }

    fn below(&self, id: PageId) -> anyhow::Result<Vec<PageId>> {
        let found = self
            .wire
            .list(&format!("{V1}/content/{id}/child/page?limit={AT_ONCE}"))?;
        Ok(found.iter().filter_map(|value| page_id(value, "/id")).collect())
    }

    fn property(&self, id: PageId, key: &str) -> anyhow::Result<Option<Property>> {
        let found = self
            .wire
            .optional(&format!("{V1}/content/{id}/property/{}?expand=version", quoted(key)))?;
        Ok(found.map(|property| Property {
            id: text(&property, "/id"),
            version: number(&property, "/version/number"),
            value: property.get("value").cloned().unwrap_or_default(),
        }))
    }

    fn attachments(&self, id: PageId) -> anyhow::Result<Vec<Attachment>> {
        let found = self.wire.list(&format!(
            "{V1}/content/{id}/child/attachment?expand=version&limit={AT_ONCE}"
        ))?;
        let read = found.iter().map(|value| -> anyhow::Result<Attachment> {
            let comments = [text(value, "/metadata/comment"), text(value, "/extensions/comment")];
            Ok(Attachment {
                id: text(value, "/id"),
                name: text(value, "/title"),
                bytes: number(value, "/extensions/fileSize"),
                comment: comments
                    .into_iter()
                    .find(|comment| !comment.is_empty())
                    .unwrap_or_default(),
                by: text(value, "/version/by/displayName"),
                at: text(value, "/version/when"),
                path: self.wire.within(&text(value, "/_links/download"))?,
            })
        });
        read.collect()
    }

    fn labels(&self, id: PageId) -> anyhow::Result<Vec<String>> {
        let found = self.wire.list(&format!("{V1}/content/{id}/label?limit={AT_ONCE}"))?;
        Ok(found.iter().map(|label| text(label, "/name")).collect())
    }

    fn open_comments(&self, id: PageId) -> anyhow::Result<usize> {
        let found = self.wire.list(&format!(
            "{V1}/content/{id}/child/comment?location=inline&expand=extensions.resolution&limit={AT_ONCE}"
        ))?;
        let is_open = |comment: &&Value| {
            let status = text(comment, "/extensions/resolution/status");
            text(comment, "/extensions/location") == "inline" && matches!(status.as_str(), "open" | "reopened")
        };
        Ok(found.iter().filter(is_open).count())
    }

    fn editing(&self, id: PageId) -> anyhow::Result<Editing> {
        self.named(id, "update")
    }

    fn lacking(&self, _: PageId) -> anyhow::Result<Option<Vec<&'static str>>> {
        // The product has no request that tells what an account may do with a page.
        Ok(None)
    }

    fn create(&self, draft: &Draft<'_>) -> anyhow::Result<Written> {
        let request = Request::post(format!("{V1}/content?{WHOLE}"), self.sent(draft));
        self.wire.create(&request, page, draft, || self.titled(draft.title))
    }

    fn update(&self, page: &Page, draft: &Draft<'_>) -> anyhow::Result<Written> {
        let next = page.version.number + 1;
        let mut body = self.sent(draft);
        if let Some(body) = body.as_object_mut() {
            body.insert("id".to_owned(), Value::String(page.id.to_string()));
            body.insert(
                "version".to_owned(),
                json!({ "number": next, "minorEdit": false, "message": draft.message }),
            );
        }
        let taken = |answer: Answer| {
            if answer.status == 409 {
                return Ok(Written::Conflict);
            }
            self::page(&self.wire.good(answer)?.json()?).map(|page| Written::Done(Box::new(page)))
        };
        let arrived = || {
            let now = self.page(page.id)?;
            Ok(now
                .filter(|now| now.version.number == next && now.version.message == draft.message)
                .map(|page| Written::Done(Box::new(page))))
        };
        let request = Request::put(format!("{V1}/content/{}?{WHOLE}", page.id), body);
        self.wire.write(&request, taken, arrived)
    }

    fn set_property(&self, id: PageId, key: &str, value: &Value) -> anyhow::Result<()> {
        let request = match self.property(id, key)? {
            None => Request::post(
                format!("{V1}/content/{id}/property"),
                json!({ "key": key, "value": value }),
            ),
            Some(property) => Request::put(
                format!("{V1}/content/{id}/property/{}", quoted(key)),
                json!({ "key": key, "value": value, "version": { "number": property.version + 1 } }),
            ),
        };
        let arrived = || {
            let there = self.property(id, key)?;
            Ok(there.is_some_and(|property| property.value == *value))
        };
        self.wire.ask(&request, |answer| marked(answer, key, value), arrived)
    }

    fn attach(&self, id: PageId, file: &File<'_>) -> anyhow::Result<()> {
        let there = self.attachments(id)?.into_iter().find(|one| one.name == file.name);
        let path = match there {
            None => format!("{V1}/content/{id}/child/attachment"),
            Some(old) => format!("{V1}/content/{id}/child/attachment/{}/data", old.id),
        };
        let form = Form::new(
            file.name,
            file.kind,
            file.bytes,
            &[("minorEdit", "true"), ("comment", file.comment)],
        );
        let arrived = || {
            let mut there = self.attachments(id)?.into_iter();
            Ok(there.any(|one| one.name == file.name && one.comment == file.comment))
        };
        let request = Request::send_form(Method::POST, path, form);
        self.wire.ask(&request, |answer| attached(answer, file.name), arrived)
    }

    fn label(&self, id: PageId, names: &[String]) -> anyhow::Result<()> {
        let labels: Vec<Value> = names
            .iter()
            .map(|name| json!({ "prefix": "global", "name": name }))
            .collect();
        let arrived = || {
            let there = self.labels(id)?;
            Ok(names.iter().all(|name| there.contains(name)))
        };
        let request = Request::post(format!("{V1}/content/{id}/label"), Value::Array(labels));
        self.wire.ask(&request, |answer| labelled(answer, names), arrived)
    }

    fn admit(&self, id: PageId, editors: &[String]) -> anyhow::Result<()> {
        // The one request that there is puts all restrictions in place of those that are there, who may read it as well.
        let (mut editing, reading) = (self.named(id, "update")?, self.named(id, "read")?);
        let added = editors.iter().map(|editor| User {
            id: editor.clone(),
            name: String::new(),
        });
        editing.users.extend(added);
        let mut sent = vec![restriction("update", &editing)];
        if !reading.is_open() {
            sent.push(restriction("read", &reading));
        }
        let request = Request::put(format!("{V1}/content/{id}/restriction"), Value::Array(sent));
        self.wire
            .ask(&request, restricted, || Ok(self.editing(id)?.has(editors)))
    }

    fn download(&self, attachment: &Attachment) -> anyhow::Result<Vec<u8>> {
        self.wire.download(&attachment.path)
    }
}

/// Who alone may do something with a page, as it is sent.
fn restriction(operation: &str, named: &Editing) -> Value {
    let users = named.users.iter();
    let users: Vec<Value> = users
        .map(|user| json!({ "type": "known", "username": user.id }))
        .collect();
    let groups = named.groups.iter();
    let groups: Vec<Value> = groups.map(|name| json!({ "type": "group", "name": name })).collect();
    // A list that is sent has to have something.
    let lists = [("user", users), ("group", groups)].into_iter();
    let lists: Map<String, Value> = lists
        .filter(|(_, list)| !list.is_empty())
        .map(|(kind, list)| (kind.to_owned(), Value::Array(list)))
        .collect();
    json!({ "operation": operation, "restrictions": lists })
}
