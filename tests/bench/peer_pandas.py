"""The judgement in pandas: counts.csv and breaches.csv of a generated inputs folder, of CSV files or of workbooks.

usage: peer_pandas.py INPUTS OUT
"""

import sys
from pathlib import Path

import pandas as pd

from workload import ACTIVITY, AUDIT_DATE, BREACHES, CATEGORY, COUNTS, FORMER, LABEL, LEVELS, ROLES, UNKNOWN


def table(path: Path) -> pd.DataFrame:
    """A file with all cells as texts, by the fastest reader there is for it."""
    if path.suffix == ".xlsx":
        return pd.read_excel(path, dtype="string[pyarrow]", engine="calamine")
    return pd.read_csv(path, dtype="string[pyarrow]", engine="pyarrow")


def grants(folder: Path) -> pd.DataFrame:
    """The exports of all systems under each other."""
    files = sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".xlsx"})
    return pd.concat([table(path).assign(system=path.stem) for path in files], ignore_index=True)


def people(inputs: Path) -> pd.DataFrame:
    """What the judgement needs of everybody."""
    staff = table(inputs / "people.csv")
    staff["left"] = (staff["end"] < AUDIT_DATE).fillna(False).astype(bool)
    staff["contractor"] = (staff["employment"] == "contractor").astype(bool) & ~staff["left"]
    staff["bearer"] = staff["role"].mask(staff["left"], FORMER)
    return staff[["email", "role", "left", "contractor", "bearer"]]


def judged(inputs: Path) -> pd.DataFrame:
    """Every grant with whose it is and whether they may hold it."""
    joined = grants(inputs / "exports").merge(people(inputs), on="email", how="left")
    joined = joined.merge(table(inputs / "policy.csv"), on=["role", "system", "permission"], how="left")
    for column in ["left", "contractor"]:
        joined[column] = joined[column].eq(True).fillna(False)
    joined["bearer"] = pd.Categorical(joined["bearer"].fillna(UNKNOWN), [*ROLES, FORMER, UNKNOWN], ordered=True)
    return joined


def counts(joined: pd.DataFrame) -> pd.DataFrame:
    """Each identity once a slot."""
    once = joined.drop_duplicates(["system", "resource", "permission", "email"])
    level = pd.Categorical(once["permission"], LEVELS, ordered=True)
    grouped = once.assign(level=level).groupby(["system", "resource", "level", "bearer"], observed=True)
    result = grouped["contractor"].agg(people="size", contractors="sum").reset_index()
    number = result["resource"].str.slice(11).astype(int) + 1
    return result.assign(
        category=CATEGORY,
        activity=ACTIVITY,
        system="System " + result["system"].str.slice(6),
        resource=LABEL + number.astype(str),
        role=result["bearer"],
    )[COUNTS]


def breaches(joined: pd.DataFrame) -> pd.DataFrame:
    """The worst of each row, sorted."""
    orphan = joined["bearer"] == UNKNOWN
    broken = joined[orphan | joined["left"] | (joined["allowed"] == "no").fillna(False)]
    finding = pd.Series("excess", index=broken.index).mask(broken["left"], "leaver").mask(orphan, "orphan")
    return broken.assign(finding=finding)[BREACHES].sort_values(BREACHES)


def main() -> None:
    """Both results."""
    inputs, out = map(Path, sys.argv[1:])
    joined = judged(inputs)
    counts(joined).to_csv(out / "counts.csv", index=False)
    breaches(joined).to_csv(out / "breaches.csv", index=False)


if __name__ == "__main__":
    main()
