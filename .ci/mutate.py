#!/usr/bin/env python3
"""Changes a review at random, one thing at a time, and compares access-review's counts with recount.py's.

    mutate.py BINARY INPUTS [--runs N] [--seed S]

A change deletes one data row, gives one row another level, or swaps the roles of two people; in text files, workbooks
and JSON. The first difference is shown and ends the run with exit code 1.
"""

import argparse
import csv
import difflib
import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import openpyxl

import recount
import tables


class File:
    """An input file that can be changed and keeps its form: encoding, delimiter, line ends, other sheets."""

    def __init__(self, inputs, name, options, wanted):
        self.name, self.path = name, inputs / name
        self.table = tables.Table(self.path, options, wanted)
        self.rows = self.table.rows
        if self.table.sheet:
            self.book = openpyxl.load_workbook(self.path)
            return
        data = self.path.read_bytes()
        self.encoding = tables.encoding_of(data, options.get("encoding"))
        self.lines = list(io.StringIO(data.decode(self.encoding), newline=""))
        begins = [line for line, _ in tables.csv_rows("".join(self.lines), self.table.delimiter)]
        self.ends = dict(zip(begins, [*begins[1:], len(self.lines) + 1]))

    def delete(self, row):
        line, cells = row
        if self.table.sheet:
            self.book[self.table.sheet].delete_rows(line)
        else:
            self.lines[line - 1:self.ends[line] - 1] = []
        return f"{self.name}: deleted row {line}: {cells}"

    def replace(self, row, names, text):
        """Writes a cell and tells what was done."""
        line, cells = row
        place = next(self.table.header.index(n.lower()) for n in names if n.lower() in self.table.header)
        if self.table.sheet:
            self.book[self.table.sheet].cell(line, place + 1, text)
        else:
            out = io.StringIO()
            last = self.lines[self.ends[line] - 2]
            end = last[len(last.rstrip("\r\n")):]
            changed = [*cells[:place], text, *cells[place + 1:]]
            csv.writer(out, delimiter=self.table.delimiter, lineterminator=end).writerow(changed)
            # One line for as many as there were, so that the places of the other rows stay.
            self.lines[line - 1:self.ends[line] - 1] = [out.getvalue(), *[""] * (self.ends[line] - line - 1)]
        return f"{self.name}: row {line}: `{cells[place]}` became `{text}`"

    def save(self):
        if self.table.sheet:
            self.book.save(self.path)
        else:
            self.path.write_bytes("".join(self.lines).encode(self.encoding))


class Tree:
    """A JSON export, as its system gave it, that can be changed."""

    def __init__(self, inputs, path):
        self.path, self.name = path, path.relative_to(inputs).as_posix()
        self.root = json.loads(path.read_text("utf-8"))

    def lists(self, node):
        """Every list whose elements are rows or hold levels, with what stands around it."""
        if isinstance(node, list):
            for element in node:
                yield from self.lists(element)
        elif isinstance(node, dict):
            for key, value in node.items():
                if key in ("values", "members", "data", "UserDetailList", "AttachedManagedPolicies", "GroupList"):
                    if isinstance(value, list) and value:
                        yield node, key
                yield from self.lists(value)

    def delete(self, chance):
        node, key = chance.choice(list(self.lists(self.root)))
        gone = node[key].pop(chance.randrange(len(node[key])))
        if "size" in node:
            node["size"] -= 1
        if "meta" in node:
            node["meta"]["page"]["total_count"] -= 1
        return f"{self.name}: deleted from `{key}`: {json.dumps(gone)[:200]}"

    def change(self, chance):
        """Another permission, where the file says one; else something is deleted."""
        rows = [row for node, key in self.lists(self.root) if key == "values" for row in node[key] if "permission" in row]
        if not rows:
            return self.delete(chance)
        row = chance.choice(rows)
        row["permission"] = chance.choice(["admin", "write", "read", "create-repo"])
        return f"{self.name}: a permission became `{row['permission']}`"

    def save(self):
        self.path.write_text(json.dumps(self.root, ensure_ascii=False, indent=chr(9)), "utf-8")


class Lines:
    """A text export, as its system gave it, that can lose a line below its first."""

    def __init__(self, inputs, path):
        self.path, self.name = path, path.relative_to(inputs).as_posix()
        self.lines = path.read_text("utf-8").splitlines(True)

    def delete(self, chance):
        return f"{self.name}: deleted {self.lines.pop(chance.randrange(1, len(self.lines)))!r}"

    change = delete

    def save(self):
        self.path.write_text("".join(self.lines), "utf-8")


class Example:
    """A copy of the inputs, ready to be changed."""

    def __init__(self, inputs):
        settings = tomllib.loads((inputs / "review.toml").read_text("utf-8"))
        roster = settings.get("roster", {})
        name = roster.get("file") or ("people.csv" if (inputs / "people.csv").exists() else "people.xlsx")
        self.named = {key: tables.listed(roster.get("columns", {}).get(key, key))
                      for key in ("id", "name", "role", "employment", "owner")}
        self.roster = File(inputs, name, roster, [self.named[k] for k in ("id", "name", "role", "employment")])
        self.native = []  # exports without declared columns
        self.exports = []  # (file, columns of the level, spellings of each level)
        for system in settings["system"]:
            spellings = [level.get("spellings", [level["name"]]) for level in system.get("level", [])]
            for export in system.get("export", []):
                if "columns" not in export:
                    for path in [p for pattern in tables.listed(export["file"]) for p in sorted(inputs.glob(pattern))]:
                        if path.suffix not in (".zip", ".json"):
                            self.native.append(Lines(inputs, path))
                        elif path.suffix == ".json" and any((tree := Tree(inputs, path)).lists(tree.root)):
                            self.native.append(tree)
                    continue
                columns = {field: tables.listed(names) for field, names in export["columns"].items()}
                file = File(inputs, export["file"], export, list(columns.values()))
                self.exports.append((file, columns.get("level"), spellings))
        roles = inputs / "roles.toml"
        declared = tomllib.loads(roles.read_text("utf-8")) if roles.exists() else {}
        reviewed = [system["reviewed"]["by"] for system in settings["system"] if "reviewed" in system]
        self.answering = {*reviewed, declared.get("policy", {}).get("approved-by", "")}
        self.technical = [role["title"] for role in tomllib.loads(roles.read_text("utf-8"))["role"]
                          if role.get("kind") == "technical"] if roles.exists() else []

    def person(self, row, key):
        return self.roster.table.cell(row[1], self.named[key])

    def delete_row(self, chance):
        """One row of any file; nobody who owns a technical account or answers for a system, and never the last row."""
        if self.native and chance.random() < 0.8:
            file = chance.choice([file for file in self.native if not isinstance(file, Lines) or len(file.lines) > 2])
            return file, file.delete(chance)
        file = chance.choice([self.roster, *(file for file, _, _ in self.exports if len(file.rows) > 1)])
        owners = {self.person(row, "owner") for row in self.roster.rows} | self.answering
        rows = [row for row in file.rows if file is not self.roster or self.person(row, "id") not in owners]
        return file, file.delete(chance.choice(rows))

    def change_level(self, chance):
        """One row's level becomes another, or now and then one that nobody has declared."""
        if self.native:
            file = chance.choice([file for file in self.native if isinstance(file, Tree)])
            return file, file.change(chance)
        file, names, row, held = chance.choice(
            [(file, names, row, file.table.cell(row[1], names)) for file, names, _ in self.exports if names
             for row in file.rows if file.table.cell(row[1], names)])
        spellings = next(spellings for other, _, spellings in self.exports if other is file)
        choices = [word for words in spellings for word in words if word.lower() != held.lower()]
        return file, file.replace(row, names, chance.choice([*choices, "Custom Role"]))

    def swap_roles(self, chance):
        """Two people with different roles change places."""
        people = [row for row in self.roster.rows if self.person(row, "role") not in self.technical]
        one = chance.choice(people)
        other = chance.choice([row for row in people if self.person(row, "role") != self.person(one, "role")])
        told = self.roster.replace(one, self.named["role"], self.person(other, "role"))
        return self.roster, told + "; " + self.roster.replace(other, self.named["role"], self.person(one, "role"))


def expected(inputs):
    """counts.csv as recount.py prints it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["category", "activity", "system", "resource", "level", "role", "people", "contractors"])
    writer.writerows(recount.Review(inputs).counts())
    return out.getvalue()


def try_one(binary, original, chance):
    """What was changed, and what differs then (nothing, if all is well)."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, out = Path(folder, "inputs"), Path(folder, "out")
        shutil.copytree(original, inputs)
        example = Example(inputs)
        file, told = chance.choice([example.delete_row, example.change_level, example.swap_roles])(chance)
        file.save()
        run = subprocess.run([binary, "report", "--inputs", inputs, "--out", out], capture_output=True, text=True,
                             check=False)
        if run.returncode not in (0, 1):
            return told, f"{binary} ended with {run.returncode}:\n{run.stderr}"
        printed = next(out.glob("*/public/counts.csv")).read_text("utf-8")
        return told, "".join(difflib.unified_diff(expected(inputs).splitlines(True), printed.splitlines(True),
                                                  "recount.py", "access-review", n=0))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("binary", type=Path)
    words.add_argument("inputs", type=Path)
    words.add_argument("--runs", type=int, default=30)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    for run in range(given.runs):
        told, difference = try_one(given.binary.resolve(), given.inputs, random.Random(f"{given.seed} {run}"))
        if difference:
            print(f"run {run} with seed {given.seed}: {told}\n{difference}\n{run} passed, 1 failed")
            sys.exit(1)
    print(f"{given.runs} passed, 0 failed")


if __name__ == "__main__":
    main()
