//! What Data Center answers.

use serde_json::{Value, json};

use super::http::{Request, Response};
use super::state::{Attachment, LARGEST, ME, OTHER, Page, Property, Refused, SPACE, State, Version};

const WHEN: &str = "2026-01-02T03:04:05.678+01:00";

pub(crate) fn answer(state: &mut State, request: &Request) -> Response {
    let is_known = request.authorization == format!("Bearer {}", state.token);
    let path = request.path.strip_prefix("/confluence").unwrap_or_default().to_owned();
    if !is_known && !state.anonymous {
        return Response::error(401, "Basic Authentication Failure");
    }
    if request.body.len() > LARGEST && !path.contains("/attachment") {
        return Response::error(
            413,
            "Request too large. Requests for this resource can be at most 5242880 bytes",
        );
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["rest", "api", "user", "current"]) if !is_known => {
            Response::json(200, &json!({ "type": "anonymous", "displayName": "Anonymous" }))
        }
        (method, _) if !is_known && method != "GET" => Response::error(403, "No permission"),
        ("GET", ["rest", "api", "user", "current"]) => Response::json(200, &user(ME)),
        ("GET", ["rest", "api", "space", key]) if *key == SPACE => {
            Response::json(200, &json!({ "id": 1, "key": SPACE }))
        }
        ("GET", ["rest", "api", "space", key]) => Response::error(404, &format!("No space with key : {key}")),
        ("GET", ["rest", "api", "content"]) => {
            let title = request.asks("title").unwrap_or_default();
            let found = state.pages.iter().filter(|(_, page)| page.title == title);
            let found: Vec<Value> = found.map(|(id, page)| shown(*id, page, page.number())).collect();
            Response::json(
                200,
                &json!({ "results": found, "start": 0, "limit": 25, "size": found.len(), "_links": {} }),
            )
        }
        ("POST", ["rest", "api", "content"]) => create(state, request),
        (_, ["rest", "api", "content", id, rest @ ..]) => on_content(state, request, id, rest),
        ("GET", ["download", "attachments", page, id]) => {
            let page = &state.pages[&page.parse::<u64>().unwrap()];
            let found = page.attachments.iter().find(|one| one.id == *id).unwrap();
            Response {
                status: 200,
                headers: Vec::new(),
                kind: "application/octet-stream",
                body: found.bytes.clone(),
            }
        }
        _ => Response::error(501, &format!("the fake does not know {} {path}", request.method)),
    }
}

fn user(id: &str) -> Value {
    let name = if id == ME { "Audit Robot" } else { "Olga Other" };
    json!({ "type": "known", "username": id, "userKey": "8a7f", "displayName": name })
}

fn shown(id: u64, page: &Page, number: usize) -> Value {
    let version = &page.versions[number - 1];
    let ancestors: Vec<Value> = page
        .parent
        .iter()
        .map(|parent| json!({ "id": parent.to_string() }))
        .collect();
    json!({ "id": id.to_string(), "type": "page", "status": page.status, "title": page.title, "space": { "key": SPACE },
        "ancestors": ancestors,
        "version": { "number": number, "message": version.message, "by": user(version.by), "when": WHEN },
        "body": { "storage": { "value": version.body, "representation": "storage" } },
        "_links": { "webui": format!("/pages/viewpage.action?pageId={id}"), "base": "https://wiki.example.com/confluence" } })
}

fn refused(why: Refused) -> Response {
    match why {
        Refused::Title => Response::error(
            400,
            "A page with this title already exists: A page already exists with the same TITLE in this space",
        ),
        Refused::Xhtml(why) => Response::error(400, &format!("Error parsing xhtml: {why}")),
        Refused::Version { is } => Response::error(
            409,
            &format!("Version must be incremented on update. Current version is: {is}"),
        ),
        Refused::Gone => Response::error(404, "No content found with id"),
    }
}

fn text<'a>(value: &'a Value, place: &str) -> &'a str {
    value.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

fn create(state: &mut State, request: &Request) -> Response {
    let body = request.json();
    let parent = text(&body, "/ancestors/0/id").parse().ok();
    match state.create(text(&body, "/title"), parent, text(&body, "/body/storage/value")) {
        Ok(id) => Response::json(200, &shown(id, &state.pages[&id], 1)),
        Err(why) => refused(why),
    }
}

fn on_content(state: &mut State, request: &Request, id: &str, rest: &[&str]) -> Response {
    let number: u64 = id.parse().unwrap();
    let fresh = if request.method == "POST" { state.id() } else { 0 };
    let body = request.json();
    let Some(page) = state.pages.get_mut(&number) else {
        return Response::error(404, &format!("No content found with id: ContentId{{id={id}}}"));
    };
    let results =
        |found: Vec<Value>| Response::json(200, &json!({ "results": found, "size": found.len(), "_links": {} }));
    match (request.method.as_str(), rest) {
        ("GET", []) => {
            let version = request
                .asks("version")
                .map_or(page.number(), |version| version.parse().unwrap());
            Response::json(200, &shown(number, page, version))
        }
        ("PUT", []) => {
            let version = Version {
                message: text(&body, "/version/message").to_owned(),
                by: ME,
                body: text(&body, "/body/storage/value").to_owned(),
            };
            let parent = text(&body, "/ancestors/0/id").parse().ok();
            let sent = body["version"]["number"].as_u64().unwrap();
            match state.update(number, sent, text(&body, "/title"), parent, version) {
                Ok(()) => Response::json(
                    200,
                    &shown(number, &state.pages[&number], state.pages[&number].number()),
                ),
                Err(why) => refused(why),
            }
        }
        ("GET", ["child", "page"]) => {
            let below = state.pages.iter().filter(|(_, page)| page.parent == Some(number));
            results(below.map(|(id, page)| shown(*id, page, 1)).collect())
        }
        ("GET", ["child", "comment"]) => {
            let open = json!({ "extensions": { "location": "inline", "resolution": { "status": "open" } } });
            let done = json!({ "extensions": { "location": "inline", "resolution": { "status": "resolved" } } });
            let mut comments = vec![open; page.open_comments];
            comments.push(done);
            results(comments)
        }
        ("GET", ["child", "attachment"]) => {
            let shown = |one: &Attachment| {
                json!({ "id": one.id, "type": "attachment", "title": one.name, "metadata": { "comment": one.comment },
                    "version": { "number": one.version, "by": user(one.by), "when": WHEN },
                    "extensions": { "fileSize": one.bytes.len(), "comment": one.comment },
                    "_links": { "download": format!("/download/attachments/{id}/{}?version=1&api=v2", one.id) } })
            };
            results(page.attachments.iter().map(shown).collect())
        }
        ("POST", ["child", "attachment", rest @ ..]) => {
            let form = request.form();
            let field = |wanted: &str| form.iter().find(|(name, _, _)| name == wanted).unwrap();
            let comment = String::from_utf8(field("comment").2.clone()).unwrap();
            let (_, name, bytes) = field("file");
            if rest.is_empty() && page.attachments.iter().any(|one| one.name == *name) {
                return Response::error(
                    400,
                    "Cannot add a new attachment with same file name as an existing attachment",
                );
            }
            let new = state.attach(number, name, bytes, &comment);
            results(vec![json!({ "id": new.id, "title": new.name })])
        }
        ("GET", ["label"]) => results(
            page.labels
                .iter()
                .map(|name| json!({ "prefix": "global", "name": name }))
                .collect(),
        ),
        ("POST", ["label"]) => {
            for label in body.as_array().unwrap() {
                page.labels.push(text(label, "/name").to_owned());
            }
            results(Vec::new())
        }
        (_, ["restriction", rest @ ..]) => restriction(page, request, rest),
        (_, ["property", ..]) => property(page, request, rest, fresh),
        _ => Response::error(
            501,
            &format!("the fake does not know {} {}, {OTHER}", request.method, request.path),
        ),
    }
}

fn restriction(page: &mut Page, request: &Request, rest: &[&str]) -> Response {
    let body = request.json();
    match (request.method.as_str(), rest) {
        ("GET", ["byOperation", operation]) => {
            let (users, groups) = match *operation {
                "update" => (&page.editors, page.editing_groups.as_slice()),
                _ => (&page.readers, [].as_slice()),
            };
            let users: Vec<Value> = users.iter().map(|id| user(id)).collect();
            let groups = groups.iter().map(|name| json!({ "type": "group", "name": name }));
            let groups: Vec<Value> = groups.collect();
            Response::json(
                200,
                &json!({ "operation": operation,
                    "restrictions": { "user": { "results": users }, "group": { "results": groups } } }),
            )
        }
        // What is there goes, whatever it is about.
        ("PUT", []) => {
            (page.editors, page.editing_groups, page.readers) = (Vec::new(), Vec::new(), Vec::new());
            for one in body.as_array().unwrap() {
                let named = |kind: &str, by: &str| -> Vec<String> {
                    let named = one["restrictions"][kind].as_array();
                    named
                        .into_iter()
                        .flatten()
                        .map(|one| text(one, by).to_owned())
                        .collect()
                };
                if one["operation"] == "update" {
                    (page.editors, page.editing_groups) = (named("user", "/username"), named("group", "/name"));
                } else {
                    page.readers = named("user", "/username");
                }
            }
            page.editors.sort();
            Response::json(200, &json!({ "results": [], "size": 0, "_links": {} }))
        }
        _ => Response::error(
            501,
            &format!("the fake does not know {} {}, {OTHER}", request.method, request.path),
        ),
    }
}

fn property(page: &mut Page, request: &Request, rest: &[&str], fresh: u64) -> Response {
    let body = request.json();
    match (request.method.as_str(), rest) {
        ("GET", ["property", key]) => match page.properties.iter().find(|property| property.key == *key) {
            Some(property) => Response::json(200, &property_shown(property)),
            None => Response::error(404, &format!("Cannot find content property with key {key}")),
        },
        ("POST", ["property"]) => {
            page.properties.push(Property {
                id: fresh,
                key: text(&body, "/key").to_owned(),
                value: body["value"].clone(),
                version: 1,
            });
            Response::json(200, &property_shown(page.properties.last().unwrap()))
        }
        ("PUT", ["property", key]) => {
            let property = page
                .properties
                .iter_mut()
                .find(|property| property.key == *key)
                .unwrap();
            if body["version"]["number"] != json!(property.version + 1) {
                return Response::error(409, "stale");
            }
            property.version += 1;
            property.value = body["value"].clone();
            Response::json(200, &property_shown(property))
        }
        _ => Response::error(501, "the fake does not know that"),
    }
}

fn property_shown(property: &Property) -> Value {
    json!({ "id": property.id.to_string(), "key": property.key, "value": property.value,
        "version": { "number": property.version } })
}
