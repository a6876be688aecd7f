"""Changes of permissions between two audits, recounted from their tables: recount_changes.py PREVIOUS INTERNAL

PREVIOUS is the folder with the record and grants.csv of the audit before, INTERNAL the internal folder of the later one,
whose changes.csv is compared.
"""

import csv
import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def plain(cell):
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in tuple("=+-@\t\r") else cell


def opaque(name):
    return hashlib.sha256(b"resource\0" + name.encode()).hexdigest()[:16]


class Side:
    def __init__(self, folder, new):
        self.record = json.loads((folder / "record.json").read_text(encoding="utf-8"))
        self.ids = {was: system["id"] for system in new["systems"] for was in system.get("formerly", [])}
        self.levels = {(system["id"], was): level["name"] for system in new["systems"] for level in system["levels"]
                       for was in level.get("formerly", [])}
        self.renamed = {was: one["id"] for system in new["systems"] for one in system["resources"]
                        for was in one.get("formerly", [])}
        self.systems = {self.ids.get(system["id"], system["id"]): system for system in self.record["systems"]}
        self.resources = {self.renamed.get(one["id"], one["id"]) for system in self.record["systems"]
                          for one in system["resources"] if not one.get("gone")}
        self.names, self.grants, self.owners, self.grouped = {}, [], {}, set()
        for row in rows(folder / "grants.csv"):
            row = {key: plain(cell) for key, cell in row.items()}
            system = self.ids.get(row["system"], row["system"])
            resource = opaque(row["resource"]) if row["resource"] else ""
            resource = self.renamed.get(resource, resource)
            self.names[resource] = row["resource"]
            person = row["person"] if row["person"] and ";" not in row["person"] else None
            level = self.levels.get((system, row["level"]), row["level"])
            self.grants.append((system, resource, person, row["account"], level, row["via"]))
            if person:
                self.owners[system, row["account"]] = person
            if row["via"]:
                self.grouped.add(system)

    def held(self, other):
        held = defaultdict(lambda: defaultdict(set))
        for system, resource, person, account, level, via in self.grants:
            bearer = person or other.owners.get((system, account))
            who = ("person", bearer) if bearer else ("account", account)
            held[system, resource, who][level].add(via)
        return held


def shown(level, ways):
    groups = sorted(way for way in ways if way)
    return f"{level} ({', '.join(groups)})" if groups else level


def changes(old, new):
    before, after = old.held(new), new.held(old)
    for where in {*before, *after}:
        system, resource, (who, bearer) = where
        kind = "permission" if who == "person" else "account"
        if system not in old.systems or system not in new.systems:
            continue
        was, now = before.get(where, {}), after.get(where, {})
        was_complete, is_complete = old.systems[system]["complete"], new.systems[system]["complete"]
        name = new.names.get(resource, old.names.get(resource, resource))

        def told(what, one="", other=""):
            parts = [kind, what, system, bearer, name, one, other]
            return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts).rstrip("/")

        if system in old.grouped & new.grouped:
            for level in {*was} & {*now}:
                if was[level] != now[level]:
                    yield told("moved", shown(level, was[level]), shown(level, now[level]))
        ranks = {level["name"]: level.get("rank") for level in new.systems[system]["levels"]}
        top = [max(levels, key=lambda level: ranks[level]) if levels and all(ranks.get(level) is not None
               for level in levels) else None for levels in (was, now)]
        beside = False
        if None not in top and ranks[top[0]] < ranks[top[1]] and was_complete:
            yield told("raised", *top)
            beside = True
        elif None not in top and ranks[top[0]] > ranks[top[1]] and is_complete:
            yield told("lowered", *top)
            beside = True
        gone, come = sorted({*was} - {*now}), sorted({*now} - {*was})
        if beside:
            gone = [level for level in gone if level != top[0]]
            come = [level for level in come if level != top[1]]
        elif gone and come and was_complete and is_complete:
            yield told("changed", ", ".join(gone), ", ".join(come))
            continue
        for level in gone:
            yield told("removed" if is_complete else "not-seen", level)
        for level in come:
            yield told("appeared" if was_complete else "seen", "", level)


def main():
    previous, internal = map(Path, sys.argv[1:])
    record = json.loads((internal / "record.json").read_text(encoding="utf-8"))
    expected = sorted(changes(Side(previous, record), Side(internal, record)))
    found = sorted(plain(row["key"]) for row in rows(internal / "changes.csv") if row["key"].startswith(("permission/", "account/")))
    if expected != found:
        sys.exit(f"{internal}: recounted, not told: {sorted({*expected} - {*found})}; told, not recounted: "
                 f"{sorted({*found} - {*expected})}")
    print(f"{internal}: {len(found)} changes of permissions")


if __name__ == "__main__":
    main()
