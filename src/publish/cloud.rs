//! Confluence Cloud: version 2 of its interface, and version 1 for what only that has (attachments, labels, restrictions, who
//! somebody is).

use std::cell::OnceCell;

use anyhow::{Context, anyhow, bail};
use serde_json::{Value, json};
use ureq::http::Method;

use super::form::Form;
use super::remote::{
    Attachment, Draft, Editing, File, Page, Property, Site, User, Version, Written, entries, listed, number, page_id,
    status, text,
};
use super::taken::{attached, labelled, marked, restricted};
use super::wire::{Answer, Request, Wire, quoted};
use crate::model::publishing::PageId;

/// The two versions of the interface, behind the address of the site.
const V2: &str = "/api/v2";
const V1: &str = "/rest/api";

/// How many entries of a list come at once at most.
const AT_ONCE: u32 = 250;

/// A site of Cloud.
pub(super) struct Cloud {
    wire: Wire,
    /// Key of the space.
    key: String,
    space: OnceCell<String>,
}

impl Cloud {
    pub(super) fn new(wire: Wire, key: &str) -> Self {
        Self {
            wire,
            key: key.to_owned(),
            space: OnceCell::new(),
        }
    }

    fn page_at(&self, id: PageId, query: &str) -> anyhow::Result<Option<Value>> {
        self.wire
            .optional(&format!("{V2}/pages/{id}?body-format=storage{query}"))
    }
}

fn page(value: &Value) -> anyhow::Result<Page> {
    let base = text(value, "/_links/base");
    Ok(Page {
        id: page_id(value, "/id").context("the site answered with a page that has no id")?,
        title: text(value, "/title"),
        status: status(&text(value, "/status")),
        parent: page_id(value, "/parentId"),
        space: text(value, "/spaceId"),
        version: Version {
            number: number(value, "/version/number"),
            message: text(value, "/version/message"),
            by: text(value, "/version/authorId"),
            at: text(value, "/version/createdAt"),
        },
        body: text(value, "/body/storage/value"),
        link: format!("{base}{}", text(value, "/_links/webui")),
    })
}

impl Site for Cloud {
    fn me(&self) -> anyhow::Result<User> {
        let user = self.wire.value(&format!("{V1}/user/current"))?;
        let id = text(&user, "/accountId");
        if id.is_empty() || text(&user, "/type") == "anonymous" {
            bail!("the site does not know whose token this is; look at `user` of `[confluence]`, and make a new token");
        }
        let name = text(&user, "/displayName");
        Ok(User {
            name: if name.is_empty() { id.clone() } else { name },
            id,
        })
    }

    fn name_of(&self, id: &str) -> String {
        let user = self.wire.value(&format!("{V1}/user?accountId={}", quoted(id)));
        let name = user.map(|user| text(&user, "/displayName")).unwrap_or_default();
        if name.is_empty() { id.to_owned() } else { name }
    }

    fn space(&self) -> anyhow::Result<String> {
        if let Some(space) = self.space.get() {
            return Ok(space.clone());
        }
        let found = self.wire.value(&format!("{V2}/spaces?keys={}", quoted(&self.key)))?;
        let space = entries(&found, "/results")
            .iter()
            .find(|space| text(space, "/key").eq_ignore_ascii_case(&self.key))
            .map(|space| text(space, "/id"))
            .with_context(|| {
                format!(
                    "the site shows no space `{}` to this account; look at `space` of `[confluence]`, and at the rights of the account",
                    self.key
                )
            })?;
        Ok(self.space.get_or_init(|| space).clone())
    }

    fn page(&self, id: PageId) -> anyhow::Result<Option<Page>> {
        self.page_at(id, "")?.as_ref().map(page).transpose()
    }

    fn body_of(&self, id: PageId, version: u64) -> anyhow::Result<Option<String>> {
        let value = self.page_at(id, &format!("&version={version}"))?;
        Ok(value.map(|value| text(&value, "/body/storage/value")))
    }

    fn titled(&self, title: &str) -> anyhow::Result<Vec<Page>> {
        let space = self.space()?;
        let found = self.wire.list(&format!(
            "{V2}/pages?space-id={space}&title={}&status=current&status=archived&status=trashed&body-format=storage",
            quoted(title)
        ))?;
        found.iter().map(page).collect()
    }

    fn below(&self, id: PageId) -> anyhow::Result<Vec<PageId>> {
        let found = self.wire.list(&format!("{V2}/pages/{id}/children?limit={AT_ONCE}"))?;
        Ok(found.iter().filter_map(|value| page_id(value, "/id")).collect())
    }

    fn property(&self, id: PageId, key: &str) -> anyhow::Result<Option<Property>> {
        let found = self
            .wire
            .value(&format!("{V2}/pages/{id}/properties?key={}", quoted(key)))?;
        let found = listed(&found, "/results")?
            .iter()
            .find(|property| text(property, "/key") == key);
        Ok(found.map(|property| Property {
            id: text(property, "/id"),
            version: number(property, "/version/number"),
            value: property.get("value").cloned().unwrap_or_default(),
        }))
    }

    fn attachments(&self, id: PageId) -> anyhow::Result<Vec<Attachment>> {
        let found = self
            .wire
            .list(&format!("{V2}/pages/{id}/attachments?limit={AT_ONCE}"))?;
        let read = found.iter().map(|value| {
            let attachment = text(value, "/id");
            Attachment {
                path: format!("{V1}/content/{id}/child/attachment/{attachment}/download"),
                id: attachment,
                name: text(value, "/title"),
                bytes: number(value, "/fileSize"),
                comment: text(value, "/comment"),
                by: text(value, "/version/authorId"),
                at: text(value, "/version/createdAt"),
            }
        });
        Ok(read.collect())
    }

    fn labels(&self, id: PageId) -> anyhow::Result<Vec<String>> {
        let found = self.wire.list(&format!("{V2}/pages/{id}/labels?limit={AT_ONCE}"))?;
        Ok(found.iter().map(|label| text(label, "/name")).collect())
    }

    fn open_comments(&self, id: PageId) -> anyhow::Result<usize> {
        let found = self.wire.list(&format!(
            "{V2}/pages/{id}/inline-comments?resolution-status=open&resolution-status=reopened&limit={AT_ONCE}"
        ))?;
        Ok(found.len())
    }

    fn editing(&self, id: PageId) -> anyhow::Result<Editing> {
        let found = self.wire.value(&format!(
            "{V1}/content/{id}/restriction/byOperation/update?expand=restrictions.user,restrictions.group"
        ))?;
        Editing::read(&found, "/accountId")
    }

    fn lacking(&self, id: PageId) -> anyhow::Result<Option<Vec<&'static str>>> {
        let found = self.wire.value(&format!("{V2}/pages/{id}/operations"))?;
        let may = |operation: &str, target: &str| {
            let mut operations = entries(&found, "/operations").iter();
            operations.any(|one| text(one, "/operation") == operation && text(one, "/targetType") == target)
        };
        let needed = [
            ("update", "page", "edit it"),
            ("create", "page", "add pages below it"),
            ("create", "attachment", "add attachments"),
        ];
        let lacking = needed
            .into_iter()
            .filter(|(operation, target, _)| !may(operation, target));
        Ok(Some(lacking.map(|(_, _, words)| words).collect()))
    }

    fn create(&self, draft: &Draft<'_>) -> anyhow::Result<Written> {
        let mut body = json!({
            "spaceId": self.space()?,
            "status": "current",
            "title": draft.title,
            "body": { "representation": "storage", "value": draft.body },
        });
        if let (Some(parent), Some(body)) = (draft.parent, body.as_object_mut()) {
            body.insert("parentId".to_owned(), Value::String(parent.to_string()));
        }
        let request = Request::post(format!("{V2}/pages"), body);
        self.wire.create(&request, page, draft, || self.titled(draft.title))
    }

    fn update(&self, page: &Page, draft: &Draft<'_>) -> anyhow::Result<Written> {
        let next = page.version.number + 1;
        let mut body = json!({
            "id": page.id.to_string(),
            "status": "current",
            "title": draft.title,
            "body": { "representation": "storage", "value": draft.body },
            "version": { "number": next, "message": draft.message },
        });
        if let (Some(parent), Some(body)) = (draft.parent, body.as_object_mut()) {
            body.insert("parentId".to_owned(), Value::String(parent.to_string()));
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
        self.wire
            .write(&Request::put(format!("{V2}/pages/{}", page.id), body), taken, arrived)
    }

    fn set_property(&self, id: PageId, key: &str, value: &Value) -> anyhow::Result<()> {
        let before = self.property(id, key)?;
        let request = match &before {
            None => Request::post(
                format!("{V2}/pages/{id}/properties"),
                json!({ "key": key, "value": value }),
            ),
            Some(property) => Request::put(
                format!("{V2}/pages/{id}/properties/{}", property.id),
                json!({ "key": key, "value": value, "version": { "number": property.version + 1, "message": "" } }),
            ),
        };
        let arrived = || {
            let there = self.property(id, key)?;
            Ok(there.is_some_and(|property| property.value == *value))
        };
        self.wire.ask(&request, |answer| marked(answer, key, value), arrived)
    }

    fn attach(&self, id: PageId, file: &File<'_>) -> anyhow::Result<()> {
        let form = Form::new(
            file.name,
            file.kind,
            file.bytes,
            &[("minorEdit", "true"), ("comment", file.comment)],
        );
        let request = Request::send_form(Method::PUT, format!("{V1}/content/{id}/child/attachment"), form);
        let arrived = || {
            let mut there = self.attachments(id)?.into_iter();
            Ok(there.any(|one| one.name == file.name && one.comment == file.comment))
        };
        let taken = |answer: Answer| {
            if answer.status == 404 {
                return Err(
                    anyhow!("`{}` is perhaps larger than the site lets attachments be", file.name)
                        .context(self.wire.refused(&answer)),
                );
            }
            self.wire.told(answer, |value| attached(value, file.name), arrived)
        };
        self.wire.write(&request, taken, || Ok(arrived()?.then_some(())))
    }

    fn label(&self, id: PageId, names: &[String]) -> anyhow::Result<()> {
        let labels: Vec<Value> = names
            .iter()
            .map(|name| json!({ "prefix": "global", "name": name }))
            .collect();
        let request = Request::post(format!("{V1}/content/{id}/label"), Value::Array(labels));
        let arrived = || {
            let there = self.labels(id)?;
            Ok(names.iter().all(|name| there.contains(name)))
        };
        self.wire.ask(&request, |answer| labelled(answer, names), arrived)
    }

    fn admit(&self, id: PageId, editors: &[String]) -> anyhow::Result<()> {
        let users: Vec<Value> = editors
            .iter()
            .map(|editor| json!({ "type": "known", "accountId": editor }))
            .collect();
        let body = json!([{ "operation": "update", "restrictions": { "user": users } }]);
        // The request that puts restrictions in place of others would open a page that somebody closed to readers.
        let request = Request::post(format!("{V1}/content/{id}/restriction"), body);
        self.wire
            .ask(&request, restricted, || Ok(self.editing(id)?.has(editors)))
    }

    fn download(&self, attachment: &Attachment) -> anyhow::Result<Vec<u8>> {
        self.wire.download(&attachment.path)
    }
}
