"""Atlassian's two published descriptions of Confluence Cloud's interface as one that a proxy can hold requests to.

As published they let wrong requests pass and refuse right ones: the two ways to write a body overlap, so that a right body
fits both and is refused; objects take any field; what the interface needs is not always said to be needed; and some
answers refer to themselves without end, which the proxy cannot check. Usage: confluence_spec.py V2 V1 OUT
"""

import json
import sys

VERSIONED = "/wiki/api/v2"


def renamed(value, prefix):
    """The same with every reference to a component under another name."""
    if isinstance(value, dict):
        return {
            key: reference(inner, prefix) if key == "$ref" else renamed(inner, prefix) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [renamed(inner, prefix) for inner in value]
    return value


def reference(text, prefix):
    head, name = text.rsplit("/", 1)
    return f"{head}/{prefix}{name}"


def exact_bodies(schemas, requests):
    flat, nested = schemas["PageBodyWrite"], schemas["PageNestedBodyWrite"]
    flat.update(required=["representation", "value"], additionalProperties=False)
    nested.update(additionalProperties=False, minProperties=1, maxProperties=1)
    create, update = (
        requests[name]["content"]["application/json"]["schema"] for name in ("PageCreateRequest", "PageUpdateRequest")
    )
    create["required"] = ["spaceId", "title", "body"]
    update["properties"]["version"]["required"] = ["number"]
    for schema in (create, update):
        schema["additionalProperties"] = False
        for field in schema["properties"].values():
            if field.get("format") == "string":
                field["type"] = field.pop("format")
    schemas["ContentPropertyCreateRequest"].update(required=["key", "value"], additionalProperties=False)
    schemas["ContentPropertyUpdateRequest"].update(required=["key", "value", "version"], additionalProperties=False)
    # The text beside it says that it may be null.
    for name in ("PageSingle", "PageBulk"):
        schemas[name]["properties"]["parentId"]["nullable"] = True


def endless(value):
    text = json.dumps(value)
    return any(f"/{name}\"" in text for name in ("v1_ContentArray", "v1_ContentRestrictionArray", "v1_ContentRestriction"))


def main():
    v2, v1 = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
    exact_bodies(v2["components"]["schemas"], v2["components"]["requestBodies"])
    v1 = renamed(v1, "v1_")
    paths = {VERSIONED + path: operations for path, operations in v2["paths"].items()}
    paths.update(v1["paths"])
    components = v2["components"]
    for kind, named in v1["components"].items():
        into = components.setdefault(kind, {})
        into.update({f"v1_{name}": value for name, value in named.items()})
    if "v1_ContentRestrictionUpdate" in components["schemas"]:
        # What is sent names neither the page nor a list in parts, through which it would be without end.
        update = components["schemas"]["v1_ContentRestrictionUpdate"]["properties"]
        update.pop("content", None)
        update["restrictions"]["properties"]["user"] = {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "accountId"],
                "additionalProperties": False,
                "properties": {"type": {"enum": ["known"]}, "accountId": {"type": "string"}},
            },
        }
    for operations in paths.values():
        for operation in operations.values():
            if not isinstance(operation, dict) or "responses" not in operation:
                continue
            operation.pop("security", None)
            for code, answer in operation["responses"].items():
                if endless(answer):
                    operation["responses"][code] = {"description": answer.get("description", "")}
    for name, header in (("basicAuth", "basic"),):
        components["securitySchemes"] = {name: {"type": "http", "scheme": header}}
    whole = {
        "openapi": "3.0.3",
        "info": {"title": "Confluence Cloud", "version": "1"},
        "security": [{"basicAuth": []}],
        "paths": paths,
        "components": components,
    }
    with open(sys.argv[3], "w", encoding="utf-8") as out:
        json.dump(whole, out)


main()
