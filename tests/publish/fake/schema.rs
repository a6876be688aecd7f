//! What the interface takes of each request that the program makes: its method, path, query, headers and the fields of its body.
//! A request that is not here is one that the program should not make.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::Product;
use super::http::Request;

/// One kind of request.
struct Call {
    product: Product,
    method: &'static str,
    /// `#` stands for a number or an id, `*` for one part of any kind.
    path: &'static str,
    /// Keys of the query that can be there; those with `!` have to be.
    query: &'static [&'static str],
    body: Body,
}

#[derive(Clone, Copy)]
enum Body {
    Nothing,
    Form,
    Json(fn() -> Value),
}

use Body::{Form, Json, Nothing};
use Product::{Cloud, DataCenter};

const fn call(
    product: Product,
    method: &'static str,
    path: &'static str,
    query: &'static [&'static str],
    body: Body,
) -> Call {
    Call {
        product,
        method,
        path,
        query,
        body,
    }
}

const CALLS: &[Call] = &[
    call(Cloud, "GET", "/wiki/rest/api/user/current", &[], Nothing),
    call(Cloud, "GET", "/wiki/rest/api/user", &["!accountId"], Nothing),
    call(Cloud, "GET", "/wiki/api/v2/spaces", &["!keys"], Nothing),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages",
        &["!space-id", "!title", "!status", "body-format", "cursor"],
        Nothing,
    ),
    call(Cloud, "POST", "/wiki/api/v2/pages", &[], Json(new_page)),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages/#",
        &["!body-format", "version"],
        Nothing,
    ),
    call(Cloud, "PUT", "/wiki/api/v2/pages/#", &[], Json(next_page)),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages/#/children",
        &["limit", "cursor"],
        Nothing,
    ),
    call(Cloud, "GET", "/wiki/api/v2/pages/#/operations", &[], Nothing),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages/#/labels",
        &["limit", "cursor"],
        Nothing,
    ),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages/#/attachments",
        &["limit", "cursor"],
        Nothing,
    ),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages/#/inline-comments",
        &["!resolution-status", "limit", "cursor"],
        Nothing,
    ),
    call(
        Cloud,
        "GET",
        "/wiki/api/v2/pages/#/properties",
        &["!key", "cursor"],
        Nothing,
    ),
    call(
        Cloud,
        "POST",
        "/wiki/api/v2/pages/#/properties",
        &[],
        Json(new_property),
    ),
    call(
        Cloud,
        "PUT",
        "/wiki/api/v2/pages/#/properties/#",
        &[],
        Json(next_property),
    ),
    call(Cloud, "PUT", "/wiki/rest/api/content/#/child/attachment", &[], Form),
    call(
        Cloud,
        "GET",
        "/wiki/rest/api/content/#/child/attachment/*/download",
        &[],
        Nothing,
    ),
    call(Cloud, "POST", "/wiki/rest/api/content/#/label", &[], Json(labels)),
    call(
        Cloud,
        "GET",
        "/wiki/rest/api/content/#/restriction/byOperation/update",
        &["!expand"],
        Nothing,
    ),
    call(
        Cloud,
        "POST",
        "/wiki/rest/api/content/#/restriction",
        &[],
        Json(account_ids),
    ),
    call(DataCenter, "GET", "/confluence/rest/api/user/current", &[], Nothing),
    call(DataCenter, "GET", "/confluence/rest/api/space/*", &[], Nothing),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content",
        &["!spaceKey", "!title", "!type", "!status", "expand", "start", "limit"],
        Nothing,
    ),
    call(
        DataCenter,
        "POST",
        "/confluence/rest/api/content",
        &["expand"],
        Json(new_content),
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#",
        &["!expand", "status", "version"],
        Nothing,
    ),
    call(
        DataCenter,
        "PUT",
        "/confluence/rest/api/content/#",
        &["expand"],
        Json(next_content),
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/child/page",
        &["limit", "start"],
        Nothing,
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/child/comment",
        &["!location", "expand", "limit", "start"],
        Nothing,
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/child/attachment",
        &["!expand", "limit", "start"],
        Nothing,
    ),
    call(
        DataCenter,
        "POST",
        "/confluence/rest/api/content/#/child/attachment",
        &[],
        Form,
    ),
    call(
        DataCenter,
        "POST",
        "/confluence/rest/api/content/#/child/attachment/*/data",
        &[],
        Form,
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/download/attachments/#/*",
        &["version", "api"],
        Nothing,
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/label",
        &["limit", "start"],
        Nothing,
    ),
    call(
        DataCenter,
        "POST",
        "/confluence/rest/api/content/#/label",
        &[],
        Json(labels),
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/restriction/byOperation/update",
        &["!expand"],
        Nothing,
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/restriction/byOperation/read",
        &["!expand"],
        Nothing,
    ),
    call(
        DataCenter,
        "PUT",
        "/confluence/rest/api/content/#/restriction",
        &[],
        Json(user_names),
    ),
    call(
        DataCenter,
        "GET",
        "/confluence/rest/api/content/#/property/*",
        &["expand"],
        Nothing,
    ),
    call(
        DataCenter,
        "POST",
        "/confluence/rest/api/content/#/property",
        &[],
        Json(new_property),
    ),
    call(
        DataCenter,
        "PUT",
        "/confluence/rest/api/content/#/property/*",
        &[],
        Json(next_property),
    ),
];

/// What is wrong with a request.
pub(crate) fn violations(product: Product, request: &Request) -> Vec<String> {
    let shown = format!("{} {}", request.method, request.path);
    let place = CALLS
        .iter()
        .position(|call| call.product == product && call.method == request.method && fits(call.path, &request.path));
    let Some(place) = place else {
        return vec![format!("{shown}: no such request")];
    };
    let call = &CALLS[place];
    let mut wrong = Vec::new();
    for (key, _) in &request.query {
        if !call.query.iter().any(|known| known.trim_start_matches('!') == key) {
            wrong.push(format!("{shown}: the query has `{key}`"));
        }
    }
    for needed in call.query.iter().filter_map(|key| key.strip_prefix('!')) {
        if request.asks(needed).is_none() {
            wrong.push(format!("{shown}: the query has no `{needed}`"));
        }
    }
    if request.header("accept") != Some("application/json") {
        wrong.push(format!(
            "{shown}: the header `accept` is {:?}",
            request.header("accept")
        ));
    }
    if request.authorization.is_empty() {
        wrong.push(format!("{shown}: no credential"));
    }
    let kind = request.header("content-type").unwrap_or_default();
    match call.body {
        Nothing => {
            if !request.body.is_empty() {
                wrong.push(format!("{shown}: it has a body"));
            }
        }
        Form => {
            let form = request.form();
            let names: Vec<&str> = form.iter().map(|(name, _, _)| name.as_str()).collect();
            if names != ["file", "minorEdit", "comment"] || !kind.starts_with("multipart/form-data; boundary=") {
                wrong.push(format!("{shown}: the form has {names:?}"));
            }
            if request.header("x-atlassian-token") != Some("nocheck") {
                wrong.push(format!("{shown}: no header `x-atlassian-token`"));
            }
        }
        Json(_) => {
            if kind != "application/json" {
                wrong.push(format!("{shown}: the body is {kind}"));
            }
            let body = request.json();
            let errors =
                validator(place).map(|validator| validator.iter_errors(&body).map(|e| e.to_string()).collect());
            let errors: Vec<String> = errors.unwrap_or_default();
            wrong.extend(errors.into_iter().map(|error| format!("{shown}: {error}")));
        }
    }
    wrong
}

fn validator(place: usize) -> Option<&'static Validator> {
    static ALL: OnceLock<Vec<Option<Validator>>> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let compiled = CALLS.iter().map(|call| match call.body {
            Json(schema) => Some(jsonschema::validator_for(&schema()).unwrap()),
            Nothing | Form => None,
        });
        compiled.collect()
    });
    all[place].as_ref()
}

fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let part = |(pattern, part): (&&str, &&str)| match *pattern {
        "#" => !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()),
        "*" => !part.is_empty(),
        other => other == *part,
    };
    pattern.len() == path.len() && pattern.iter().zip(&path).all(part)
}

/// An object that has these fields and no other.
fn object(fields: &[(&str, Value)], needed: &[&str]) -> Value {
    let properties: serde_json::Map<String, Value> = fields
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), schema.clone()))
        .collect();
    json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1 })
}

fn id() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+$" })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 2 })
}

fn body() -> Value {
    object(
        &[("representation", json!({ "const": "storage" })), ("value", text())],
        &["representation", "value"],
    )
}

fn new_page() -> Value {
    let fields = [
        ("spaceId", id()),
        ("status", json!({ "const": "current" })),
        ("title", text()),
        ("parentId", id()),
        ("body", body()),
    ];
    object(&fields, &["spaceId", "status", "title", "parentId", "body"])
}

fn next_page() -> Value {
    let version = object(&[("number", number()), ("message", text())], &["number", "message"]);
    let fields = [
        ("id", id()),
        ("status", json!({ "const": "current" })),
        ("title", text()),
        ("parentId", id()),
        ("body", body()),
        ("version", version),
    ];
    object(&fields, &["id", "status", "title", "body", "version"])
}

fn value() -> Value {
    let names = [
        "version",
        "what",
        "space",
        "period",
        "audit-date",
        "page",
        "sha256",
        "page-version",
        "program",
    ];
    let fields: Vec<(&str, Value)> = names.iter().map(|name| (*name, json!({}))).collect();
    object(&fields, &names)
}

fn new_property() -> Value {
    object(
        &[("key", json!({ "const": "access-review" })), ("value", value())],
        &["key", "value"],
    )
}

fn next_property() -> Value {
    let version = json!({ "type": "object", "required": ["number"], "properties": { "number": number() } });
    let fields = [
        ("key", json!({ "const": "access-review" })),
        ("value", value()),
        ("version", version),
    ];
    object(&fields, &["key", "value", "version"])
}

fn labels() -> Value {
    let label = object(
        &[
            ("prefix", json!({ "const": "global" })),
            ("name", json!({ "pattern": "^[a-z0-9_-]+$" })),
        ],
        &["prefix", "name"],
    );
    json!({ "type": "array", "minItems": 1, "items": label })
}

fn restriction(name: &str) -> Value {
    let user = object(
        &[("type", json!({ "const": "known" })), (name, text())],
        &["type", name],
    );
    let group = object(
        &[("type", json!({ "const": "group" })), ("name", text())],
        &["type", "name"],
    );
    let named = object(
        &[
            ("user", json!({ "type": "array", "minItems": 1, "items": user })),
            ("group", json!({ "type": "array", "minItems": 1, "items": group })),
        ],
        &[],
    );
    let one = object(
        &[
            ("operation", json!({ "enum": ["update", "read"] })),
            ("restrictions", named),
        ],
        &["operation", "restrictions"],
    );
    json!({ "type": "array", "minItems": 1, "maxItems": 2, "items": one })
}

fn account_ids() -> Value {
    restriction("accountId")
}

fn user_names() -> Value {
    restriction("username")
}

fn content() -> Vec<(&'static str, Value)> {
    let ancestor = object(&[("id", id())], &["id"]);
    vec![
        ("type", json!({ "const": "page" })),
        ("title", text()),
        ("space", object(&[("key", text())], &["key"])),
        (
            "ancestors",
            json!({ "type": "array", "minItems": 1, "maxItems": 1, "items": ancestor }),
        ),
        ("body", object(&[("storage", body())], &["storage"])),
    ]
}

fn new_content() -> Value {
    object(&content(), &["type", "title", "space", "ancestors", "body"])
}

fn next_content() -> Value {
    let mut fields = content();
    let version = object(
        &[
            ("number", number()),
            ("minorEdit", json!({ "type": "boolean" })),
            ("message", text()),
        ],
        &["number", "message"],
    );
    fields.extend([("id", id()), ("version", version)]);
    object(&fields, &["id", "type", "title", "space", "body", "version"])
}
