"""Files that no peer could read: groups, quoted newlines, unknown dates, the headers of a product.

Three systems of about a third of the rows each. `expected-grants.txt` says how many grants everybody holds in all,
which is how many rows `grants.csv` must have: nothing of an odd file may get lost.
"""

import csv
import json
from pathlib import Path

import numpy as np
import polars as pl

from review_files import HEAD, levels, quoted
from workload import LEVELS, ROLES

SEED = 20211006
MEMBERS = 20
GROUPS = 50

REVIEW = f"""{HEAD}
[roster.logins]
source = "id"

[[system]]
id = "source"
name = "Source Code"
description = "Bitbucket: JSON of the product, all permissions through groups."
resources = {{ label = "Repository" }}
{levels(["Admin", "Write", "Read"])}
[[system.export]]
file = "exports/source/*.json"
coverage = "full"

[[system]]
id = "builds"
name = "Builds"
description = "GitLab: the headers of the product, roles of its own making, some last logins unknown."
resources = {{ label = "Project" }}
{levels(["Admin", "Write", "Read"])}
[[system.export]]
file = "exports/builds.csv"
coverage = "full"

[[system]]
id = "wiki"
name = "Wiki"
description = "Columns mapped by hand; cells with line breaks, quotes and commas; dates that nobody collected."
resources = {{ label = "Space" }}
{levels(LEVELS)}
[[system.export]]
file = "exports/wiki.csv"
coverage = "full"
words = {{ unknown = ["N/A"], never = ["Never"] }}

[system.export.columns]
account = "Account"
name = "Full name"
resource = "Space"
level = "Permission"
last-login = "Last seen"

[[activity]]
category = "Odd Files"
name = "Systems with Odd Files"
scope = ["Everybody has the least permissions their work needs"]
systems = ["source", "builds", "wiki"]
"""


def roles() -> str:
    """Every role may everything but administer."""
    stanzas = ["# Made by tests/bench/generate.py."]
    for title in ROLES:
        kind = 'kind = "technical"\n' if title == "Technical Account" else ""
        stanzas.append(f'[[role]]\ntitle = "{title}"\n{kind}contractors = true')
        for system in ["source", "builds", "wiki"]:
            stanzas.append(f'[[role.may]]\nsystem = "{system}"\nlevels = {quoted(["Write", "Read"])}')
    return "\n\n".join(stanzas) + "\n"


def save_json(path: Path, value: object) -> None:
    """Compact, with a line feed at the end."""
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")


def source(folder: Path, rows: int, staff: pl.DataFrame, rng: np.random.Generator) -> int:
    """Groups of twenty; each permission of a group is one of everybody in it."""
    ids = staff["id"].to_list()
    groups = []
    for number in range(GROUPS):
        chosen = rng.choice(len(ids), MEMBERS, replace=False)
        members = [{"display_name": f"Somebody {i}", "account_id": ids[i], "is_active": True} for i in chosen]
        groups.append({"name": f"Team {number}", "slug": f"team-{number}", "members": members})
    permissions = []
    for number in range(rows // MEMBERS):
        permissions.append(
            {
                "type": "repository_group_permission",
                "permission": ["admin", "write", "read"][number % 3],
                "group": {"type": "group", "name": f"Team {number % GROUPS}", "slug": f"team-{number % GROUPS}"},
                "repository": {"type": "repository", "full_name": f"example/repository-{number // GROUPS:05d}"},
            }
        )
    folder.mkdir()
    save_json(folder / "groups.json", groups)
    save_json(folder / "permissions-groups.json", [{"values": permissions}])
    return len(permissions) * MEMBERS


def builds(path: Path, rows: int, emails: list[str]) -> int:
    """The headers of GitLab; everybody has the same last activity in all rows, every fourth has none."""
    names = ["Owner", "Maintainer", "Developer", "Reporter", "Guest (Custom role)"]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["Username", "Email", "Type", "Path", "Access Level", "Last Activity"])
        for number in range(rows):
            person, project = number % len(emails), number // len(emails)
            seen = "" if person % 4 == 0 else f"2021-09-{1 + person % 28:02d}"
            email = emails[person]
            login = email.partition("@")[0]
            table.writerow([login, email, "Project", f"example/project-{project}", names[number % len(names)], seen])
    return rows


def wiki(path: Path, rows: int, emails: list[str]) -> int:
    """A line break, a quote and a comma in cells; a third of the last logins not collected, a third never."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow(["Account", "Full name", "Space", "Permission", "Last seen"])
        for number in range(rows):
            person, space = number % len(emails), number // len(emails)
            seen = ["N/A", "Never", "2021-09-30T08:00:00Z"][person % 3]
            name = f'Somebody "{person}"\nof the department, floor {person % 7}'
            table.writerow([emails[person], name, f"Space, {space}", LEVELS[number % 4], seen])
    return rows


def write(out: Path, rows: int, staff: pl.DataFrame) -> None:
    """The three systems, what a person declares, and how many grants there are."""
    rng = np.random.default_rng(SEED)
    emails = staff["email"].to_list()
    third = rows // 3
    grants = source(out / "exports" / "source", third, staff, rng)
    grants += builds(out / "exports" / "builds.csv", third, emails)
    grants += wiki(out / "exports" / "wiki.csv", third, emails)
    (out / "review.toml").write_text(REVIEW, encoding="utf-8")
    (out / "roles.toml").write_text(roles(), encoding="utf-8")
    (out / "expected-grants.txt").write_text(f"{grants}\n", encoding="utf-8")
