#!/usr/bin/env python3
"""Counts a review again, by other means: what access-review prints in counts.csv has to be what this prints.

    recount.py INPUTS [DATE]              counts.csv
    recount.py INPUTS [DATE] --rows       file,total,used,set aside,rejected
    recount.py INPUTS [DATE] --findings   check,system,account or subject; each once, sorted
    recount.py INPUTS [DATE] --notebooks  system,people whose notebooks are validated,people who need one

Needs Python 3.11 and openpyxl. Written from the description of the files, not from the Rust code. It trusts
review.toml and roles.toml and says nothing helpful about mistakes in them.
"""

import csv
import datetime
import fnmatch
import hashlib
import json
import re
import sys
import tomllib
import unicodedata
import zipfile
import zoneinfo
from pathlib import Path

import native
from tables import YES, Table, date_of, last_login, listed, split, status_of, yes_no

FUTURE, FORMER, UNIDENTIFIED = "Future Member", "Former Member", "Unidentified Account"
UNMAPPED = "Unmapped level"


# --- roster ------------------------------------------------------------------------------------------------------

def same_email(address):
    return unicodedata.normalize("NFC", address.strip()).lower()


def same_login(login):
    return login.lower() if "@" in login else login


class Review:
    """The inputs folder, read."""

    def __init__(self, inputs, date=None):
        self.inputs = Path(inputs)
        self.settings = tomllib.loads((self.inputs / "review.toml").read_text("utf-8"))
        self.date = date or self.settings["review"]["date"]
        self.unclear = set()  # files with cells that cannot be read
        self.sources = []  # (file, total, used, set aside, rejected, declared rows differ)
        self.policy = (self.inputs / "roles.toml").exists()
        self.roles = {}
        if self.policy:
            for role in tomllib.loads((self.inputs / "roles.toml").read_text("utf-8"))["role"]:
                self.roles[role["title"]] = role
        self.systems = {system["id"]: System(system) for system in self.settings["system"]}
        # what systems gave that were exported again
        self.again = {system["id"]: System(system | {"export": system["recheck"]})
                      for system in self.settings["system"] if "recheck" in system}
        self.people = {}
        self.read_roster()
        for system in self.extracts():
            for export in system.exports:
                if "columns" in export:
                    self.read_export(system, export)
                else:
                    self.read_native(system, export)
            system.join()
        self.read_sheet()
        self.read_sources()
        self.read_lists()
        for system in self.extracts():
            for account in system.accounts.values():
                account.candidates = self.candidates(system, account)

    def extracts(self):
        """What each system gave first, and then what it gave again, if it did."""
        for system in self.systems.values():
            yield system
            if system.id in self.again:
                yield self.again[system.id]

    def counted(self, name):
        """The last extract of a system that holds everything, else the first."""
        first, again = self.systems[name], self.again.get(name)
        if again and first.dated and again.dated and self.is_whole(again):
            return again
        return first

    def is_whole(self, system):
        names = set(self.files(system))
        rejected = any(source[4] or source[5] for source in self.sources if source[0] in names)
        said = [self.coverages.get(name) or "full" for name in names]
        full = all(export.get("coverage") == "full" for export in system.exports)
        return bool(names) and full and not rejected and set(said) == {"full"}

    def files(self, system):
        return [path.relative_to(self.inputs).as_posix() for export in system.exports
                for pattern in listed(export["file"]) for path in self.inputs.glob(pattern)]

    def read_roster(self):
        options = self.settings.get("roster", {})
        name = options.get("file") or ("people.csv" if (self.inputs / "people.csv").exists() else "people.xlsx")
        mapped = {key: listed(names) for key, names in options.get("columns", {}).items()}

        def names(key):
            return mapped.get(key, [key])

        table = Table(self.inputs / name, options, [names(key) for key in ("id", "name", "role", "employment")])
        separator = options.get("separator", ";")
        for _, cells in table.rows:
            def cell(key):
                return table.cell(cells, names(key))

            titles = split(cell("role"), separator) + split(cell("further-roles"), separator)
            for title in titles:
                if title not in self.roles:
                    self.roles[title] = {"title": title, "kind": cell("kind").lower() or "person"}
            first = self.roles[titles[0]]
            logins = {}
            for system in self.systems:
                headers = listed(options.get("logins", {}).get(system, f"login {system}"))
                logins[system] = {same_login(login) for login in split(table.cell(cells, headers), separator)}
            workstation = cell("workstation").lower()
            dates = options.get("dates", [])
            self.people[cell("id")] = {
                "id": cell("id"), "name": cell("name"), "roles": titles, "kind": first.get("kind", "person"),
                "contractor": cell("employment").lower() == "contractor",
                "emails": {same_email(address) for address in split(cell("email"), separator)},
                "start": date_of(cell("start"), dates) if cell("start") else None,
                "end": date_of(cell("end"), dates) if cell("end") else None,
                "owner": cell("owner"), "logins": logins,
                "workstation": workstation in YES if workstation
                else any(self.roles[title].get("needs-workstation", False) for title in titles),
            }
        self.sources.append((name, table.total, len(table.rows), table.aside, 0, False))

    def left(self, person, day=None):
        return person["end"] is not None and person["end"] < (day or self.date)

    def starts_later(self, person, day=None):
        return person["start"] is not None and person["start"] > (day or self.date)

    def here(self, person, day=None):
        return not self.left(person, day) and not self.starts_later(person, day)

    def candidates(self, system, account):
        addresses = {same_email(account.login)} | ({same_email(account.email)} if account.email else set())
        found = [who for who, person in self.people.items()
                 if same_login(account.login) in person["logins"][system.id] or person["emails"] & addresses]
        if not found and system.pattern and (fits := re.fullmatch(system.pattern, account.login)):
            known = {"id": "", "local": "", "email": ""} | fits.groupdict()
            found = [who for who, person in self.people.items()
                     if known["id"] == who or same_email(known["email"]) in person["emails"]
                     or known["local"].lower() in {address.split("@")[0] for address in person["emails"]}]
        return found + [who for who in self.sheet.get((system.id, same_login(account.login)), []) if who not in found]

    # --- exports -------------------------------------------------------------------------------------------------

    def read_export(self, system, export):
        columns = {field: listed(names) for field, names in export["columns"].items()}
        table = Table(self.inputs / export["file"], export, list(columns.values()))
        words = {kind: [word.lower() for word in export.get("words", {}).get(kind, [])]
                 for kind in ("yes", "no", "unknown", "never", "active", "disabled", "pending")}
        used, aside, rejected, said_aside = 0, 0, 0, 0
        for line, cells in table.rows:
            if any(table.cell(cells, [rule["column"]]).lower() in [value.lower() for value in rule["values"]]
                   for rule in export.get("set-aside", [])):
                said_aside += 1
                continue
            if not zipfile.is_zipfile(self.inputs / export["file"]) and len(cells) != len(table.header):
                rejected += 1
                continue
            values = dict(export.get("constants", {}))
            values |= {field: table.cell(cells, names) for field, names in columns.items()}
            try:
                outcome = self.read_row(system, export, values, words)
            except ValueError:
                outcome = "rejected"
            used += outcome == "used"
            aside += outcome == "set aside"
            rejected += outcome == "rejected"
        data = used + aside + rejected + said_aside
        differs = "rows" in export and export["rows"] != data
        self.sources.append((export["file"], table.total, used, table.aside + aside + said_aside, rejected, differs))

    def read_native(self, system, export):
        """Files as the system gave them."""
        for pattern in listed(export["file"]):
            for path in sorted(self.inputs.glob(pattern)):
                rows = native.read(system, export, path)
                self.sources.append((path.relative_to(self.inputs).as_posix(), *rows, False))

    def read_row(self, system, export, values, words):
        def parts(field):
            return split(values.get(field, ""), export.get("separators", {}).get(field))

        dates = export.get("dates", [])
        accounts, resources = parts("account"), parts("resource")
        if system.workstations:
            if not accounts or not values.get("device"):
                raise ValueError("no account or no device")
            system.devices.append((values["device"], accounts[0], yes_no(values.get("encrypted", ""), words),
                                   yes_no(values.get("protected", ""), words)))
            system.account(accounts[0])
            return "used"
        levels = parts("level")
        if "resource" in export["columns"] and not resources:
            raise ValueError("no resource")
        if export.get("rows-without-account") == "resources" and resources and not accounts and not levels:
            for resource in resources:
                system.resource(resource)
            return "used"
        if not accounts or not levels:
            raise ValueError("no account or no level")
        nothing = [word.lower() for word in system.no_access]
        levels = [level for level in levels if level.lower() not in nothing]
        if not levels:
            return "set aside"
        def perhaps(read, field, *how):
            """What a cell says that its row can do without; nothing where it cannot be read."""
            try:
                return read(values.get(field, ""), words, *how)
            except ValueError:
                self.unclear.add(export["file"])
                return None

        known = {
            "status": perhaps(status_of, "status"), "mfa": perhaps(yes_no, "mfa"),
            "last": perhaps(last_login, "last-login", dates),
            "email": values.get("email") or None, "name": values.get("name") or None,
        }
        for login in accounts:
            met = system.accounts.get(same_login(login))
            for fact, value in known.items():
                # of two last logins the later stands
                if met and fact != "last" and value is not None and getattr(met, fact) not in (None, value):
                    raise ValueError("contradicts an earlier row")
        for login in accounts:
            account = system.account(login)
            for fact, value in known.items():
                if value is not None:
                    setattr(account, fact, value)
            for resource in resources or [None]:
                if resource is not None:
                    system.resource(resource)
                for level in levels:
                    system.grants.append((account, resource, system.spelled.get(level.lower()), level))
        return "used"

    def read_sheet(self):
        """The accounts sheet: whose an account is that nothing else tells."""
        self.sheet = {}
        for path in sorted(self.inputs.glob("accounts*")):
            if path.suffix not in (".csv", ".xlsx"):
                continue
            table = Table(path, {}, [["System"], ["Account"], ["Person"]])
            used = 0
            for _, cells in table.rows:
                name, login, who = (table.cell(cells, [c]) for c in ("System", "Account", "Person"))
                system = next((s for s in self.systems.values() if name.lower() in (s.id.lower(), s.name.lower())),
                              None)
                extracts = [system, self.again.get(system.id)] if system else []
                if not who or not any(same_login(login) in s.accounts for s in extracts if s):
                    continue
                persons = [p["id"] for p in self.people.values()
                           if who in (p["id"], p["name"]) or same_email(who) in p["emails"]]
                said = self.sheet.setdefault((system.id, same_login(login)), [])
                said.extend(who for who in persons if who not in said)
                used += 1
            self.sources.append((path.name, table.total, used, table.total - used, 0, False))

    def lists(self):
        """The exported lists that decide rows of the checklist or statements."""
        rows = self.settings.get("procedure", {}).get("row", [])
        claims = [claim for activity in self.settings["activity"] for claim in listed(activity["scope"])]
        claims += rows + [claim for row in rows for claim in row.get("claim", [])]
        return {name for claim in claims if isinstance(claim, dict)
                for key in ("backups", "alerts") for name in listed(claim.get(key, []))}

    def read_lists(self):
        """Lists as doctl prints them: a row a line below the header."""
        for name in sorted(self.lists()):
            lines = (self.inputs / name).read_text("utf-8").splitlines()
            rows = len([line for line in lines if line.strip()]) - 1
            self.sources.append((name, rows, rows, 0, 0, False))

    def read_sources(self):
        """When each file was extracted: leavers are judged on the last of those days, nobody is missed before the first."""
        self.coverages = {}
        for system in self.extracts():
            system.day = system.first = self.date
            system.dated = False
        path = self.inputs / "sources.csv"
        if not path.exists():
            return
        zone = self.settings["review"].get("zone")
        table = Table(path, {}, [["file"], ["extracted at"], ["coverage"]])
        read, days = 0, {}
        lists = self.lists()
        declared = {source[0] for source in self.sources} | {"review.toml", "roles.toml", "exceptions.toml"} | lists
        for _, cells in table.rows:
            name, at = (table.cell(cells, [column]) for column in ("file", "extracted at"))
            name = name.replace("\\", "/")
            read += name in declared
            self.coverages[name] = table.cell(cells, ["coverage"]).lower()
            if at:
                clock, _, offset = at.rpartition(" ")
                offset = "+00:00" if offset == "UTC" else offset
                moment = datetime.datetime.fromisoformat(f"{clock}{offset}")
                days[name] = (moment.astimezone(zoneinfo.ZoneInfo(zone)) if zone else moment).date()
        for system in self.extracts():
            names = self.files(system)
            system.dated = all(name in days for name in names)
            told = [days[name] for name in names] if names and system.dated else [self.date]
            system.day, system.first = max(told), min(told)
        self.sources.append((path.name, table.total, read, table.total - read, 0, False))

    # --- counts --------------------------------------------------------------------------------------------------

    def bearer(self, account, day):
        """(who is counted, place in print order, identity)."""
        if len(account.candidates) != 1:
            return UNIDENTIFIED, len(self.roles) + 2, None
        person = self.people[account.candidates[0]]
        if self.left(person, day):
            return FORMER, len(self.roles) + 1, person
        if self.starts_later(person, day):
            return FUTURE, len(self.roles), person
        return person["roles"][0], list(self.roles).index(person["roles"][0]), person

    def counts(self):
        lines = []
        for activity in self.settings["activity"]:
            for system in map(self.counted, activity["systems"]):
                numbers = self.numbers(system)
                held = {}  # (resource, place of the level, level, place of the bearer, bearer) -> {who: contractor}
                for account, resource, level, _ in self.effective(system):
                    if account.status not in (None, "active"):
                        continue
                    title, place, person = self.bearer(account, system.day)
                    number = numbers[resource] if resource is not None else -1
                    rank = list(system.levels).index(level) if level else len(system.levels)
                    key = number, rank, level or UNMAPPED, place, title
                    who = person["id"] if person else "account " + same_login(account.login)
                    contractor = person is not None and person["contractor"] and title not in (FUTURE, FORMER)
                    held.setdefault(key, {})[who] = contractor
                for (number, _, level, _, title), who in sorted(held.items()):
                    resource = f"{system.label}{number}" if number >= 0 else ""
                    lines.append([activity["category"], activity["name"], system.name, resource, level, title,
                                  len(who), sum(who.values())])
        return lines

    def numbers(self, system):
        """The number of each resource: the one that it had in the audit before, others from the last one on."""
        before, last = {}, 0
        if "previous" in self.settings:
            record = json.loads((self.inputs / self.settings["previous"]["record"]).read_text(encoding="utf-8"))
            for known in record["systems"]:
                if known["id"] in [system.id, *system.formerly]:
                    before = {one["id"]: int(re.search(r"\d+$", one["label"])[0]) for one in known["resources"]}
            last = max(before.values(), default=0)
        numbers = {}
        for name in system.resources:
            names = [name, *system.renamed.get(name, [])]
            ids = [hashlib.sha256(b"resource\0" + one.encode()).hexdigest()[:16] for one in names]
            known = [before[one] for one in ids if one in before]
            last += not known
            numbers[name] = known[0] if known else last
        return numbers

    def effective(self, system):
        """The grants that count: all, or of each holder (or each account) on each resource the highest ranked."""
        if system.rule == "each":
            return system.grants
        best, rest = {}, []
        for grant in system.grants:
            account, resource, level, _ = grant
            if account.status not in (None, "active"):
                continue
            if level is None:
                rest.append(grant)
                continue
            person = self.bearer(account, system.day)[2] if system.rule == "highest" else None
            key = (person["id"] if person else "account " + same_login(account.login)), resource
            if key not in best or system.levels[level]["rank"] > system.levels[best[key][2]]["rank"]:
                best[key] = grant
        return list(best.values()) + rest

    # --- findings ------------------------------------------------------------------------------------------------

    def allows(self, title, system, resource, level):
        role = self.roles[title]
        return any(rule["system"] == system.id and level in rule["levels"]
                   and ("resources" not in rule or (resource and any(fits(p, resource) for p in rule["resources"])))
                   for rule in role.get("may", []) + role.get("must", []))

    def findings(self):
        found = set()

        def add(check, system, subject):
            found.add((check, system.id if system else "", subject))

        if not self.policy:
            add("no-policy", None, "roles.toml")
        for name, _, _, _, rejected, differs in self.sources:
            if rejected or differs or name in self.unclear:
                system = next((s for s in self.extracts()
                               if any(name in listed(e["file"]) for e in s.exports)), None)
                add("incomplete-export", system, name)
        for person in self.people.values():
            if person["kind"] == "technical":
                owner = self.people.get(person["owner"])
                if owner is None:
                    add("unowned-technical-account", None, person["id"])
                elif self.left(owner):
                    add("owner-left", None, person["id"])
        for system in self.extracts():
            for account in system.accounts.values():
                if not account.candidates:
                    add("orphan-account", system, account.login)
                elif len(account.candidates) > 1:
                    add("ambiguous-account", system, account.login)
            for account, resource, level, spelling in system.grants:
                if level is None:
                    add("unmapped-level", system, spelling)
                if len(account.candidates) != 1 or account.status == "disabled":
                    continue
                person = self.people[account.candidates[0]]
                if self.left(person, system.day):
                    add("leaver-access", system, account.login)
                    if person["contractor"]:
                        add("contractor-grant", system, account.login)
                elif self.policy and level is not None:
                    allowing = [t for t in person["roles"] if self.allows(t, system, resource, level)]
                    if not allowing:
                        add("excess-grant", system, account.login)
                    elif person["contractor"] and not any(self.roles[t].get("contractors") for t in allowing):
                        add("contractor-grant", system, account.login)
            self.find_missing(system, add)
            self.find_patterns(system, add)
            self.find_notebooks(system, add)
        return sorted(found)

    def find_missing(self, system, add):
        if not system.exports or any(export["coverage"] != "full" for export in system.exports):
            return
        for person in self.people.values():
            if not self.here(person, system.first):
                continue
            holds = {(resource, level) for account, resource, level, _ in system.grants
                     if account.candidates == [person["id"]] and account.status != "disabled"}
            for rule in (r for t in person["roles"] for r in self.roles[t].get("must", [])):
                if rule["system"] != system.id:
                    continue
                for resource in system.resources if system.label else [None]:
                    named = "resources" not in rule or any(fits(p, resource) for p in rule["resources"])
                    if named and not any((resource, level) in holds for level in rule["levels"]):
                        add("missing-grant", system, person["id"])

    def find_patterns(self, system, add):
        if not system.label or not system.exports:
            return
        for role in self.roles.values():
            for rule in role.get("may", []) + role.get("must", []):
                for pattern in rule.get("resources", []) if rule["system"] == system.id else []:
                    if not any(fits(pattern, resource) for resource in system.resources):
                        add("unmatched-pattern", system, pattern)

    def find_notebooks(self, system, add):
        if not system.workstations:
            return
        for device, _, encrypted, protected in system.devices:
            if encrypted is False:
                add("unencrypted-workstation", system, device)
            if protected is False:
                add("unprotected-workstation", system, device)
        full = system.exports and all(export["coverage"] == "full" for export in system.exports)
        for person, devices in self.members(system):
            if full and not devices:
                add("missing-workstation", system, person["id"])

    def members(self, system):
        """Everybody who needs a notebook, with what is known of theirs."""
        for person in self.people.values():
            if person["kind"] == "person" and person["workstation"] and self.here(person):
                yield person, [(e, p) for _, login, e, p in system.devices
                               if system.accounts[same_login(login)].candidates == [person["id"]]]

    def notebooks(self, system):
        """(validated, members)."""
        members = list(self.members(system))
        good = [d for _, d in members if d and all(e is True and p is True for e, p in d)]
        return len(good), len(members)


def fits(pattern, name):
    """Whether a pattern with * ? [ab] {a,b} fits a name."""
    braces = re.search(r"\{([^{}]*)\}", pattern)
    if braces:
        return any(fits(pattern[:braces.start()] + choice + pattern[braces.end():], name)
                   for choice in braces[1].split(","))
    return fnmatch.fnmatchcase(name, pattern)


class Account:
    def __init__(self, login):
        self.login = login
        self.status = self.mfa = self.last = self.email = self.name = None
        self.candidates = []


class System:
    def __init__(self, stanza):
        self.id, self.name = stanza["id"], stanza["name"]
        self.workstations = stanza.get("kind") == "workstations"
        self.rule = stanza.get("count-rule", "each")
        # Rust's way of naming a part of a pattern, in Python's spelling.
        self.pattern = stanza.get("matching", {}).get("login-pattern", "").replace("(?<", "(?P<")
        self.no_access = stanza.get("no-access", [])
        self.exports = stanza.get("export", [])
        self.levels = {level["name"]: level for level in stanza.get("level", [])}
        self.spelled = {word.lower(): level["name"] for level in stanza.get("level", [])
                        for word in [level["name"], *level.get("spellings", [])]}
        resources = stanza.get("resources", {})
        resources = resources if isinstance(resources, dict) else {}  # "whole"
        self.label = resources.get("label")
        self.resources = list(resources.get("declared", []))
        self.renamed = resources.get("formerly", {})
        self.formerly = stanza.get("formerly", [])
        self.accounts, self.grants, self.devices = {}, [], []
        self.group_grants, self.members, self.notebooks = [], {}, {}

    def join(self):
        """What groups hold, to their members; notebooks from all files."""
        for group, resource, level, spelling in self.group_grants:
            for login in self.members.get(group, []):
                self.grants.append((self.account(login), resource, level, spelling))
        for device, known in self.notebooks.items():
            self.devices.append((device, known["login"], known.get("encrypted"), known.get("protected")))

    def notebook(self, device):
        return self.notebooks.setdefault(device, {})

    def account(self, login):
        return self.accounts.setdefault(same_login(login), Account(login))

    def resource(self, name):
        if name not in self.resources:
            self.resources.append(name)


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if not words or len(words) > 2 or not {*sys.argv[1:]} - {*words} <= {"--rows", "--findings", "--notebooks"}:
        sys.exit(__doc__)
    review = Review(words[0], datetime.date.fromisoformat(words[1]) if len(words) > 1 else None)
    out = csv.writer(sys.stdout, lineterminator="\n")
    if "--rows" in sys.argv:
        out.writerow(["file", "total", "used", "set aside", "rejected"])
        out.writerows(source[:5] for source in review.sources)
    elif "--findings" in sys.argv:
        out.writerows(review.findings())
    elif "--notebooks" in sys.argv:
        out.writerows([s.id, *review.notebooks(s)] for s in map(review.counted, review.systems) if s.workstations)
    else:
        out.writerow(["category", "activity", "system", "resource", "level", "role", "people", "contractors"])
        out.writerows(review.counts())


if __name__ == "__main__":
    main()
