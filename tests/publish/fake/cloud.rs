//! What Cloud answers: version 2, and version 1 for what only that has.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::http::{Request, Response};
use super::state::{Attachment, LARGEST, ME, OTHER, Page, Refused, SPACE, SPACE_ID, State, USER, Version};

const WHEN: &str = "2026-01-02T03:04:05.678Z";

/// How many entries a list gives at once, so that lists come in parts.
const AT_ONCE: usize = 2;

pub(crate) fn answer(state: &mut State, request: &Request) -> Response {
    let expected = format!("Basic {}", BASE64_STANDARD.encode(format!("{USER}:{}", state.token)));
    let path = request.path.strip_prefix("/wiki").unwrap_or_default().to_owned();
    if request.authorization != expected {
        return if path.starts_with("/api/v2") {
            Response::refusal(404, "NOT_FOUND", "Not Found")
        } else {
            Response::error(403, "Current user not permitted to use Confluence")
        };
    }
    if request.body.len() > LARGEST && !path.ends_with("/attachment") {
        return Response::refusal(
            413,
            "REQUEST_TOO_LARGE",
            "Request too large. Requests can be at most 5242880 bytes",
        );
    }
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["rest", "api", "user", "current"]) => Response::json(200, &user(ME)),
        ("GET", ["rest", "api", "user"]) => Response::json(200, &user(request.asks("accountId").unwrap_or_default())),
        ("GET", ["api", "v2", "spaces"]) => spaces(request),
        ("GET", ["api", "v2", "pages"]) => by_title(state, request),
        ("POST", ["api", "v2", "pages"]) => create(state, request),
        (_, ["api", "v2", "pages", id, rest @ ..]) => on_page(state, request, id, rest),
        (_, ["rest", "api", "content", id, rest @ ..]) => on_content(state, request, id, rest),
        _ => Response::error(501, &format!("the fake does not know {} {path}", request.method)),
    }
}

fn user(id: &str) -> Value {
    let name = if id == ME { "Audit Robot" } else { "Olga Other" };
    json!({ "type": "known", "accountId": id, "accountType": "atlassian", "displayName": name, "publicName": name, "_links": {} })
}

fn spaces(request: &Request) -> Response {
    let asked = request.asks("keys").unwrap_or_default();
    let space = json!({ "id": SPACE_ID, "key": SPACE, "name": "Security", "type": "global", "status": "current",
        "authorId": OTHER, "createdAt": WHEN, "homepageId": "65536", "_links": { "webui": "/spaces/SEC" } });
    let found: Vec<Value> = Some(space)
        .filter(|_| asked.eq_ignore_ascii_case(SPACE))
        .into_iter()
        .collect();
    Response::json(
        200,
        &json!({ "results": found, "_links": { "base": "https://example.atlassian.net/wiki" } }),
    )
}

/// A page as version 2 shows it.
fn shown(id: u64, page: &Page, number: usize) -> Value {
    let version = &page.versions[number - 1];
    json!({
        "id": id.to_string(),
        "status": page.status,
        "title": page.title,
        "spaceId": SPACE_ID,
        "parentId": page.parent.map_or("65536".to_owned(), |parent| parent.to_string()),
        "parentType": "page",
        "position": 1,
        "authorId": page.versions[0].by,
        "ownerId": page.versions[0].by,
        "createdAt": WHEN,
        "version": {
            "createdAt": WHEN,
            "message": version.message,
            "number": number,
            "minorEdit": false,
            "authorId": version.by,
        },
        "body": { "storage": { "representation": "storage", "value": version.body } },
        "_links": {
            "webui": format!("/spaces/{SPACE}/pages/{id}"),
            "editui": format!("/pages/resumedraft.action?draftId={id}"),
            "tinyui": "/x/AbCd",
            "base": "https://example.atlassian.net/wiki",
        },
    })
}

/// A list in parts.
fn list(request: &Request, entries: impl Iterator<Item = Value>) -> Response {
    let entries: Vec<Value> = entries.collect();
    let from: usize = request.asks("cursor").map_or(0, |cursor| cursor.parse().unwrap());
    let part: Vec<Value> = entries.iter().skip(from).take(AT_ONCE).cloned().collect();
    let mut links = json!({ "base": "https://example.atlassian.net/wiki" });
    if from + AT_ONCE < entries.len() {
        let pairs = request.query.iter().filter(|(key, _)| key != "cursor");
        let mut query: Vec<String> = pairs
            .map(|(key, value)| format!("{key}={}", value.replace(' ', "%20")))
            .collect();
        query.push(format!("cursor={}", from + AT_ONCE));
        links["next"] = json!(format!("{}?{}", request.path, query.join("&")));
    }
    Response::json(200, &json!({ "results": part, "_links": links }))
}

fn by_title(state: &State, request: &Request) -> Response {
    let title = request.asks("title").unwrap_or_default();
    let statuses = request.all("status");
    let found = state.pages.iter().filter(|(_, page)| {
        page.title.eq_ignore_ascii_case(title)
            && statuses.contains(&page.status)
            && request.asks("space-id") == Some(SPACE_ID)
    });
    list(request, found.map(|(id, page)| shown(*id, page, page.number())))
}

fn refused(why: Refused, sent: u64) -> Response {
    match why {
        Refused::Title => Response::refusal(
            400,
            "INVALID_REQUEST_PARAMETER",
            "A page with this title already exists: A page already exists with the same TITLE in this space",
        ),
        Refused::Xhtml(why) => {
            Response::refusal(400, "INVALID_REQUEST_PARAMETER", &format!("Error parsing xhtml: {why}"))
        }
        Refused::Version { is } => Response::refusal(
            409,
            "CONFLICT",
            &format!(
                "Version must be incremented when updating a page. Current Version: [{is}]. Provided version: [{sent}]"
            ),
        ),
        Refused::Gone => Response::refusal(404, "NOT_FOUND", "Cannot find a page with that id"),
    }
}

fn text<'a>(value: &'a Value, place: &str) -> &'a str {
    value.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

fn create(state: &mut State, request: &Request) -> Response {
    let body = request.json();
    let parent = text(&body, "/parentId").parse().ok();
    match state.create(text(&body, "/title"), parent, text(&body, "/body/value")) {
        Ok(id) => Response::json(200, &shown(id, &state.pages[&id], 1)),
        Err(why) => refused(why, 1),
    }
}

fn on_page(state: &mut State, request: &Request, id: &str, rest: &[&str]) -> Response {
    let number: u64 = id.parse().unwrap();
    if !state.pages.contains_key(&number) {
        return Response::refusal(404, "NOT_FOUND", &format!("Cannot find a page with id [{id}]"));
    }
    let body = request.json();
    match (request.method.as_str(), rest) {
        ("GET", []) => {
            let page = &state.pages[&number];
            let version = request
                .asks("version")
                .map_or(page.number(), |version| version.parse().unwrap());
            Response::json(200, &shown(number, page, version))
        }
        ("PUT", []) => {
            let sent = body["version"]["number"].as_u64().unwrap();
            let version = Version {
                message: text(&body, "/version/message").to_owned(),
                by: ME,
                body: text(&body, "/body/value").to_owned(),
            };
            let parent = text(&body, "/parentId").parse().ok();
            match state.update(number, sent, text(&body, "/title"), parent, version) {
                Ok(()) => Response::json(
                    200,
                    &shown(number, &state.pages[&number], state.pages[&number].number()),
                ),
                Err(why) => refused(why, sent),
            }
        }
        ("GET", ["children"]) => {
            let below = state
                .pages
                .iter()
                .filter(|(_, page)| page.parent == Some(number) && page.status == "current");
            let shown = below.map(|(id, page)| {
                json!({ "id": id.to_string(), "status": "current", "title": page.title, "spaceId": SPACE_ID, "childPosition": 1 })
            });
            list(request, shown)
        }
        ("GET", ["operations"]) => {
            let all = [
                ("update", "page"),
                ("create", "page"),
                ("create", "attachment"),
                ("read", "page"),
            ];
            let allowed = all.into_iter().filter(|one| !state.forbidden.contains(one));
            let shown: Vec<Value> = allowed
                .map(|(operation, target)| json!({ "operation": operation, "targetType": target }))
                .collect();
            Response::json(200, &json!({ "operations": shown }))
        }
        ("GET", ["inline-comments"]) => {
            let wanted = request.all("resolution-status") == ["open", "reopened"];
            let open = if wanted { state.pages[&number].open_comments } else { 0 };
            let comments = (0..open).map(|place| {
                json!({ "id": place.to_string(), "status": "current", "title": "Re", "pageId": id, "resolutionStatus": "open" })
            });
            list(request, comments)
        }
        ("GET", ["attachments"]) => list(request, state.pages[&number].attachments.iter().map(attachment)),
        ("GET", ["labels"]) => {
            let labels = state.pages[&number].labels.iter();
            list(
                request,
                labels.map(|name| json!({ "id": "1", "name": name, "prefix": "global" })),
            )
        }
        (_, ["properties", rest @ ..]) => properties(state, request, number, rest),
        _ => Response::error(
            501,
            &format!("the fake does not know {} {}", request.method, request.path),
        ),
    }
}

fn attachment(one: &Attachment) -> Value {
    json!({ "id": one.id, "status": "current", "title": one.name, "createdAt": WHEN, "mediaType": "text/csv",
        "comment": one.comment, "fileSize": one.bytes.len(), "webuiLink": "/x", "downloadLink": "/download/x",
        "version": { "createdAt": WHEN, "message": "", "number": one.version, "minorEdit": true, "authorId": one.by } })
}

fn properties(state: &mut State, request: &Request, page: u64, rest: &[&str]) -> Response {
    let shown = |property: &super::state::Property| {
        json!({ "id": property.id.to_string(), "key": property.key, "value": property.value,
            "version": { "createdAt": WHEN, "message": "", "number": property.version, "minorEdit": false, "authorId": ME } })
    };
    let body = request.json();
    let id = if request.method == "POST" { state.id() } else { 0 };
    let there = &mut state.pages.get_mut(&page).unwrap().properties;
    match (request.method.as_str(), rest) {
        ("GET", []) => {
            let found = there
                .iter()
                .filter(|property| request.asks("key").is_none_or(|key| key == property.key));
            list(request, found.map(shown))
        }
        ("POST", []) => {
            let key = text(&body, "/key").to_owned();
            if there.iter().any(|property| property.key == key) {
                return Response::refusal(409, "CONFLICT", "A property of that key is there");
            }
            there.push(super::state::Property {
                id,
                key,
                value: body["value"].clone(),
                version: 1,
            });
            Response::json(200, &shown(there.last().unwrap()))
        }
        ("PUT", [wanted]) => {
            let property = there
                .iter_mut()
                .find(|property| property.id.to_string() == *wanted)
                .unwrap();
            if body["version"]["number"] != json!(property.version + 1) {
                return Response::refusal(409, "CONFLICT", "Version must be incremented");
            }
            property.version += 1;
            property.value = body["value"].clone();
            Response::json(200, &shown(property))
        }
        _ => Response::error(501, "the fake does not know that"),
    }
}

fn on_content(state: &mut State, request: &Request, id: &str, rest: &[&str]) -> Response {
    let number: u64 = id.parse().unwrap();
    let port = state.port;
    let Some(page) = state.pages.get_mut(&number) else {
        return Response::error(404, &format!("No content found with id: ContentId{{id={id}}}"));
    };
    match (request.method.as_str(), rest) {
        ("PUT", ["child", "attachment"]) => {
            let form = request.form();
            let field = |wanted: &str| form.iter().find(|(name, _, _)| name == wanted).unwrap();
            let comment = String::from_utf8(field("comment").2.clone()).unwrap();
            let (_, name, bytes) = field("file");
            let new = state.attach(number, name, bytes, &comment);
            let shown = json!({ "id": new.id, "type": "attachment", "status": "current", "title": new.name,
                "version": { "number": new.version }, "_links": {} });
            Response::json(
                200,
                &json!({ "results": [shown], "start": 0, "limit": 25, "size": 1, "_links": {} }),
            )
        }
        ("GET", ["child", "attachment", _, "download"]) => {
            // A host of its own, which gets no token.
            let name = format!("http://127.0.0.1:{port}/media/{id}/{}", rest[2]);
            Response::json(302, &json!({})).with("location", &name)
        }
        ("POST", ["label"]) => {
            for label in request.json().as_array().unwrap() {
                let name = text(label, "/name").to_owned();
                if !page.labels.contains(&name) {
                    page.labels.push(name);
                }
            }
            let shown: Vec<Value> = page
                .labels
                .iter()
                .map(|name| json!({ "prefix": "global", "name": name, "id": "1", "label": name }))
                .collect();
            Response::json(
                200,
                &json!({ "results": shown, "start": 0, "limit": 200, "size": shown.len(), "_links": {} }),
            )
        }
        ("GET", ["restriction", "byOperation", "update"]) => {
            let users: Vec<Value> = page.editors.iter().map(|id| user(id)).collect();
            let groups = page
                .editing_groups
                .iter()
                .map(|name| json!({ "type": "group", "name": name }));
            let groups: Vec<Value> = groups.collect();
            Response::json(
                200,
                &json!({ "operation": "update", "restrictions": {
                "user": { "results": users, "start": 0, "limit": 100, "size": users.len() },
                "group": { "results": groups, "start": 0, "limit": 100, "size": groups.len() } },
                "_expandable": {}, "_links": {} }),
            )
        }
        ("POST", ["restriction"]) => {
            let body = request.json();
            let users = body[0]["restrictions"]["user"].as_array().unwrap();
            page.editors
                .extend(users.iter().map(|user| text(user, "/accountId").to_owned()));
            page.editors.sort();
            Response::json(
                200,
                &json!({ "results": [], "start": 0, "limit": 100, "size": 0, "restrictionsHash": "x", "_links": {} }),
            )
        }
        _ => Response::error(
            501,
            &format!("the fake does not know {} {}", request.method, request.path),
        ),
    }
}
