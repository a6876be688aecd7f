"""Makes the documents of the layout benchmark, one text in three forms: generate.py OUT --systems N --grants N

`document.md` is for the program, `data.json` beside `document.typ` for typst, `document.html` for WeasyPrint and Chromium.
The same arguments give the same bytes.
"""

import argparse
import html
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent.parent.parent / "templates" / "fonts"

TITLE = "Access audit of all systems"
ORGANISATION = "Example Laboratories"
DATE = "2021-10-06"
CATEGORY_SYSTEMS = 5
GIVEN = [
    "Łukasz",
    "Nguyễn Thị",
    "Ελένη",
    "Ольга",
    "Zoë",
    "Søren",
    "Ana María",
    "Grace",
    "Jürgen",
    "Siobhán",
    "Ada",
    "Émile",
]
FAMILY = [
    "Žižka",
    "Minh",
    "Παπαδοπούλου",
    "Смирнова",
    "Núñez",
    "Kierk",
    "Hopper",
    "Müller",
    "O'Neill",
    "Lovelace",
    "Zola",
]
ROLES = [
    "DevOps Engineer",
    "Infrastructure Engineer",
    "Software Developer",
    "Test Engineer",
    "Support Agent",
    "Product Owner",
    "Technical Account",
]
LEVELS = {
    "Admin": "Changes the settings, the members and the rules of a resource, and may delete it.",
    "Write": "Pushes and merges changes and starts builds by hand.",
    "Read": "Sees the code, the requests and the output of builds.",
}
SCOPE = [
    "Everybody has the least permissions their work needs",
    "Nobody without a task in development has access",
    "Access ends with the employment or the contract",
]
COLUMNS = ["No", "Person", "E-mail", "Role", "Employment", "Resource", "Level", "Last login"]
HEAD = [("Category", 15), ("Activity", 15), ("Scope", 20), ("Status of the internal audit", 50)]


@dataclass(frozen=True)
class Level:
    """A level of a resource, and who holds it, by role."""

    name: str
    counts: list[str]


@dataclass(frozen=True)
class Resource:
    """A resource and its levels."""

    name: str
    levels: list[Level]


@dataclass(frozen=True)
class System:
    """A system, its part of the findings and its rows of the appendix."""

    id: str
    name: str
    activity: str
    about: str
    resources: list[Resource]
    rows: list[list[str]]


@dataclass(frozen=True)
class Category:
    """A category of the findings."""

    name: str
    systems: list[System]


def count(chance: random.Random, role: str) -> str:
    """How many of a role hold a level; some of them are contractors."""
    people = chance.randint(1, 6)
    return f"{people} {role}" + (f" ( {chance.randint(1, people)} Contractor )" if chance.random() < 0.3 else "")


def resource(chance: random.Random, number: int) -> Resource:
    """A resource that a few roles hold."""
    levels = [name for name in LEVELS if chance.random() < 0.9] or ["Read"]
    roles = {name: sorted(chance.sample(range(len(ROLES)), chance.randint(1, 4))) for name in levels}
    held = [Level(name, [count(chance, ROLES[role]) for role in roles[name]]) for name in levels]
    return Resource(f"Repository{number}", held)


def row(chance: random.Random, number: int, resources: list[Resource]) -> list[str]:
    """A grant in the appendix."""
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    return [
        str(number),
        f"{given} {family}",
        f"person.{chance.randint(1, 99_999):05d}@example.com",
        chance.choice(ROLES),
        chance.choice(["Employee", "Employee", "Contractor of Hired Hands"]),
        f"example/{chance.choice(resources).name.lower()}-service",
        chance.choice(list(LEVELS)),
        f"2021-{chance.randint(1, 9):02d}-{chance.randint(1, 28):02d}",
    ]


def system(chance: random.Random, number: int, grants: int) -> System:
    """A system."""
    resources = [resource(chance, one) for one in range(1, chance.randint(2, 4))]
    rows = [row(chance, one, resources) for one in range(1, grants + 1)]
    about = f"Keeps the source code of product {number} and runs its builds."
    return System(
        f"system-{number}", f"System {number:03d}", f"Development of Product {number}", about, resources, rows
    )


def categories(systems: int, grants: int) -> list[Category]:
    """The whole document."""
    chance = random.Random(systems * 1_000_003 + grants)
    share = [grants // systems + (1 if one < grants % systems else 0) for one in range(systems)]
    every = [system(chance, number + 1, rows) for number, rows in enumerate(share)]
    starts = range(0, systems, CATEGORY_SYSTEMS)
    return [Category(f"Environment {1 + at // CATEGORY_SYSTEMS}", every[at : at + CATEGORY_SYSTEMS]) for at in starts]


def markdown(document: list[Category]) -> Iterator[str]:
    """The document as the program writes and reads it."""
    facts = {
        "title": TITLE,
        "organisation": ORGANISATION,
        "date": DATE,
        "period": "2021",
        "edition": "Internal edition",
        "classification": "Internal",
        "language": "en-GB",
    }
    yield "---\n" + "".join(f'{key}: "{value}"\n' for key, value in facts.items()) + "---\n\n# Findings {#findings}\n\n"
    yield "<table>\n<thead>\n<tr>\n"
    yield "".join(f'<th scope="col" width="{width}%">\n\n{name}\n\n</th>\n' for name, width in HEAD)
    yield "</tr>\n</thead>\n<tbody>\n"
    for category in document:
        for place, one in enumerate(category.systems):
            yield "<tr>\n"
            if place == 0:
                yield f'<th scope="rowgroup" rowspan="{len(category.systems)}">\n\n{category.name}\n\n</th>\n'
            yield f'<th scope="row">\n\n{one.activity}\n\n</th>\n<td>\n\n'
            yield "".join(f"- {statement}\n" for statement in SCOPE)
            yield f"\n</td>\n<td>\n\n**[{one.name}](#{one.id})**\n\n{one.about}\n\n**Permissions**\n\n"
            yield "".join(f"- {level} : {what}\n" for level, what in LEVELS.items())
            for each in one.resources:
                yield f"\n**{each.name}**\n\n"
                for level in each.levels:
                    yield f"- {level.name}\n" + "".join(f"  - {held}\n" for held in level.counts)
            yield "\n</td>\n</tr>\n"
    yield "</tbody>\n</table>\n\n# Who holds what {#appendix}\n"
    for one in (one for category in document for one in category.systems):
        yield f"\n## {one.name} {{#{one.id}}}\n\n| " + " | ".join(COLUMNS) + " |\n|" + " --- |" * len(COLUMNS) + "\n"
        yield from (f"| {' | '.join(cells)} |\n" for cells in one.rows)


def web_page(document: list[Category]) -> Iterator[str]:
    """The document as a browser prints it."""
    faces = "".join(
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; src: url("{(FONTS / file).as_uri()}"); }}\n'
        for weight, file in ((400, "NotoSans-Regular.ttf"), (700, "NotoSans-Bold.ttf"))
    )
    style = (HERE / "document.css").read_text(encoding="utf-8")
    yield f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{TITLE}</title>\n'
    yield f"<style>\n{faces}{style}</style>\n</head>\n<body>\n<h1>{TITLE}</h1>\n<nav><ul>\n"
    every = [one for category in document for one in category.systems]
    parts = [("findings", "Findings"), ("appendix", "Who holds what"), *((one.id, one.name) for one in every)]
    yield "".join(f'<li><a href="#{to}">{name}</a></li>\n' for to, name in parts)
    yield '</ul></nav>\n<h2 id="findings">Findings</h2>\n<table class="findings">\n<thead><tr>'
    yield "".join(f'<th scope="col" style="width: {width}%">{name}</th>' for name, width in HEAD)
    yield "</tr></thead>\n<tbody>\n"
    for category in document:
        for place, one in enumerate(category.systems):
            yield "<tr>"
            if place == 0:
                yield f'<th scope="rowgroup" rowspan="{len(category.systems)}">{category.name}</th>'
            scope = "".join(f"<li>{statement}</li>" for statement in SCOPE)
            yield f'<th scope="row">{one.activity}</th><td><ul>{scope}</ul></td>\n<td><p><b><a href="#{one.id}">{one.name}</a></b></p>'
            yield f"<p>{one.about}</p><p><b>Permissions</b></p><ul>"
            yield "".join(f"<li>{level} : {what}</li>" for level, what in LEVELS.items()) + "</ul>"
            for each in one.resources:
                yield f"<p><b>{each.name}</b></p><ul>"
                for level in each.levels:
                    yield f"<li>{level.name}<ul>" + "".join(f"<li>{held}</li>" for held in level.counts) + "</ul></li>"
                yield "</ul>"
            yield "</td></tr>\n"
    yield '</tbody>\n</table>\n<h2 id="appendix">Who holds what</h2>\n'
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    for one in every:
        yield f'<h3 id="{one.id}">{one.name}</h3>\n<table class="held">\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
        for cells in one.rows:
            yield "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>\n"
        yield "</tbody>\n</table>\n"
    yield "</body>\n</html>\n"


def data(document: list[Category]) -> str:
    """The document as `document.typ` reads it."""
    front = {"title": TITLE, "organisation": ORGANISATION, "edition": "Internal edition", "date": DATE}
    words = {"head": [name for name, _ in HEAD], "columns": COLUMNS, "scope": SCOPE, "levels": LEVELS}
    every = [asdict(category) for category in document]
    return json.dumps({**front, **words, "categories": every}, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Writes the three forms."""
    parser = argparse.ArgumentParser(description="Make the documents of the layout benchmark.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--systems", type=int, required=True)
    parser.add_argument("--grants", type=int, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    document = categories(args.systems, args.grants)
    with (args.out / "document.md").open("w", encoding="utf-8") as file:
        file.writelines(markdown(document))
    with (args.out / "document.html").open("w", encoding="utf-8") as file:
        file.writelines(web_page(document))
    (args.out / "data.json").write_text(data(document), encoding="utf-8")


if __name__ == "__main__":
    main()
