"""The files that a person would write: roles.toml and review.toml; and policy.csv, the roles for the peers."""

import csv
from pathlib import Path

from workload import (
    ACTIVITY,
    AUDIT_DATE,
    CATEGORY,
    LABEL,
    LEVELS,
    ROLES,
    is_allowed,
    resource_name,
    system_id,
    system_name,
)

HEAD = f"""\
# Made by tests/bench/generate.py.

[review]
organisation = "Example Company"
title = "Internal access audit"
date = {AUDIT_DATE}
period = "2021 Q3"
language = "en-GB"

[roster]
file = "people.csv"
separator = ";"
"""


def quoted(words: list[str]) -> str:
    """A list in TOML."""
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def allowed(role: int, system: int) -> list[str]:
    """The levels that a role may hold in a system."""
    return [name for level, name in enumerate(LEVELS) if is_allowed(role, system, level)]


def write_policy(path: Path, systems: int) -> None:
    """A row for each role, system and permission."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["role", "system", "permission", "allowed"])
        for role, title in enumerate(ROLES):
            for system in range(systems):
                for level, name in enumerate(LEVELS):
                    table.writerow([title, system_id(system), name, "yes" if is_allowed(role, system, level) else "no"])


def write_roles(path: Path, systems: int) -> None:
    """The same, declared."""
    stanzas = ["# Made by tests/bench/generate.py."]
    for role, title in enumerate(ROLES):
        kind = 'kind = "technical"\n' if title == "Technical Account" else ""
        stanzas.append(f'[[role]]\ntitle = "{title}"\n{kind}contractors = true')
        for system in range(systems):
            stanzas.append(f'[[role.may]]\nsystem = "{system_id(system)}"\nlevels = {quoted(allowed(role, system))}')
    path.write_text("\n\n".join(stanzas) + "\n", encoding="utf-8")


def levels(names: list[str]) -> str:
    """The stanzas of levels."""
    return "".join(f'\n[[system.level]]\nname = "{name}"\ndefinition = "May {name.lower()}."\n' for name in names)


def system(number: int, resources: list[str], extension: str) -> str:
    """The stanza of a system with its one export."""
    return f"""
[[system]]
id = "{system_id(number)}"
name = "{system_name(number)}"
description = "Keeps what the department of number {number} works on."
resources = {{ label = "{LABEL}", declared = {quoted(resources)} }}
{levels(LEVELS)}
[[system.export]]
file = "exports/{system_id(number)}.{extension}"
coverage = "full"
columns = {{ account = "email", resource = "resource", level = "permission", last-login = "last_login" }}
"""


def activity(systems: list[str]) -> str:
    """The one row of the page."""
    return f"""
[[activity]]
category = "{CATEGORY}"
name = "{ACTIVITY}"
scope = ["Everybody has the least permissions their work needs"]
systems = {quoted(systems)}
"""


def write_review(path: Path, systems: int, resources: int, extension: str) -> None:
    """Every resource is declared, so that its number on the page is its position."""
    names = [resource_name(number) for number in range(resources)]
    stanzas = [system(number, names, extension) for number in range(systems)]
    path.write_text(HEAD + "".join(stanzas) + activity([system_id(i) for i in range(systems)]), encoding="utf-8")
