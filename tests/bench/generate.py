"""Makes the inputs of a review of any size, the same bytes for the same arguments. All names are made up.

usage: generate.py OUT --rows N [--people P] [--systems S] [--resources R] [--xlsx | --odd]

OUT becomes an inputs folder: people.csv, roles.toml, review.toml, exports/, and policy.csv, which is roles.toml for the
peers. A row of an export is a grant: e-mail, resource, permission, last login. `--xlsx` writes ten workbooks instead of
twenty CSV files. `--odd` writes files that no peer could read, and `expected-grants.txt`.
"""

import argparse
import shutil
from pathlib import Path

import numpy as np
import polars as pl

import odd
import workbook
from review_files import write_policy, write_review, write_roles
from workload import AUDIT_DATE, LEVELS, ROLES, resource_name, system_id

SEED = 20211006
ROLE_SHARES = [0.05, 0.05, 0.4, 0.15, 0.15, 0.08, 0.04, 0.08]
LEVEL_SHARES = [0.05, 0.4, 0.5, 0.05]
TECHNICAL = ROLES.index("Technical Account")
CONTRACTORS = 0.15
LEAVERS = 0.01
ORPHAN_ROWS = 0.001
ROWS_PER_ORPHAN = 3
DAYS_OF_LOGINS = 400


def pick(rng: np.random.Generator, shares: list[float], size: int) -> np.ndarray:
    """Numbers from 0, each as often as its share says."""
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(size), side="right")


def email(person: int) -> str:
    """One of its own for everybody."""
    return f"given{person % 977}.family{person:06d}@example.com"


def people(count: int) -> pl.DataFrame:
    """The staff list. Who left has an end before the audit date; the contracts of the others end after it."""
    rng = np.random.default_rng(SEED)
    role = pick(rng, ROLE_SHARES, count)
    contractor = (rng.random(count) < CONTRACTORS) & (role != TECHNICAL)
    left = rng.random(count) < LEAVERS
    owner = int(np.argmax((role != TECHNICAL) & ~left))
    end = np.where(left, "2021-06-30", np.where(contractor, "2022-03-31", None))
    return pl.DataFrame(
        {
            "id": [f"P{i:06d}" for i in range(count)],
            "name": [f"Given{i % 977} Family{i:06d}" for i in range(count)],
            "role": [ROLES[i] for i in role],
            "employment": np.where(contractor, "contractor", "employee").tolist(),
            "email": [email(i) for i in range(count)],
            "start": ["2019-02-01"] * count,
            "end": end.tolist(),
            "owner": np.where(role == TECHNICAL, f"P{owner:06d}", None).tolist(),
        }
    )


def export(system: int, rows: int, emails: pl.Series, resources: pl.Series) -> pl.DataFrame:
    """The grants of one system, in no order. The same account may have another last login in another row."""
    rng = np.random.default_rng([SEED, system])
    orphans = max(1, int(rows * ORPHAN_ROWS / ROWS_PER_ORPHAN))
    ghosts = pl.Series([f"ghost{i}@elsewhere.example" for i in range(orphans)])
    who = rng.integers(0, len(emails), rows)
    lost = rng.random(rows) < ORPHAN_ROWS
    who[lost] = len(emails) + rng.integers(0, orphans, int(lost.sum()))
    days = pl.Series(np.datetime64(AUDIT_DATE) - np.arange(DAYS_OF_LOGINS)).dt.strftime("%Y-%m-%dT08:00:00Z")
    return pl.DataFrame(
        {
            "email": pl.concat([emails, ghosts]).gather(who),
            "resource": resources.gather(rng.integers(0, len(resources), rows)),
            "permission": pl.Series(LEVELS).gather(pick(rng, LEVEL_SHARES, rows)),
            "last_login": days.gather(rng.integers(0, DAYS_OF_LOGINS, rows)),
        }
    )


def write_exports(out: Path, args: argparse.Namespace, emails: pl.Series) -> None:
    """A file a system; the first rows % systems files are a row longer."""
    resources = pl.Series([resource_name(i) for i in range(args.resources)])
    for system in range(args.systems):
        rows = args.rows // args.systems + (system < args.rows % args.systems)
        frame = export(system, rows, emails, resources)
        path = out / "exports" / f"{system_id(system)}.{'xlsx' if args.xlsx else 'csv'}"
        if args.xlsx:
            workbook.write(frame, path)
        else:
            frame.write_csv(path)
    if args.xlsx and not workbook.save_by_libreoffice(out / "exports" / f"{system_id(args.systems - 1)}.xlsx"):
        print("no `soffice` on this machine: all workbooks are written by xlsxwriter")


def arguments() -> argparse.Namespace:
    """What is asked for; people are one in a hundred rows, from 1,000 to 100,000."""
    parser = argparse.ArgumentParser(description="Make the inputs of a review of any size.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--people", type=int)
    parser.add_argument("--systems", type=int)
    parser.add_argument("--resources", type=int, default=2000)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--xlsx", action="store_true", help="ten workbooks instead of twenty CSV files")
    kind.add_argument("--odd", action="store_true", help="groups, quoted newlines, unknown dates, native headers")
    args = parser.parse_args()
    args.people = args.people or max(1000, min(100_000, args.rows // 100))
    args.systems = args.systems or (10 if args.xlsx else 20)
    return args


def main() -> None:
    """Writes everything anew."""
    args = arguments()
    shutil.rmtree(args.out, ignore_errors=True)
    (args.out / "exports").mkdir(parents=True)
    staff = people(args.people)
    staff.write_csv(args.out / "people.csv")
    if args.odd:
        odd.write(args.out, args.rows, staff)
        return
    write_policy(args.out / "policy.csv", args.systems)
    write_roles(args.out / "roles.toml", args.systems)
    write_review(args.out / "review.toml", args.systems, args.resources, "xlsx" if args.xlsx else "csv")
    write_exports(args.out, args, staff["email"])


if __name__ == "__main__":
    main()
