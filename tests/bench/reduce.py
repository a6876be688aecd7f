"""Our findings.csv in the peers' terms: the worst of orphan, leaver, excess for each source row, sorted.

A finding stands for all rows that are its evidence, so each row comes back by its line. Rows that say the same twice
stay two rows, as they are for the peers.

usage: reduce.py INPUTS FINDINGS_CSV OUT_CSV
"""

import sys
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

from workload import BREACHES

# The worst first.
FINDINGS = pl.Enum(["orphan", "leaver", "excess"])


def finding() -> pl.Expr:
    """What a check says in the peers' terms; a contractor's grant that breaks no role's rule is one of a leaver."""
    check = pl.col("check")
    leaver = (check == "leaver-access") | ((check == "contractor-grant") & pl.col("role").is_null())
    return (
        pl.when(check == "orphan-account")
        .then(pl.lit("orphan"))
        .when(leaver)
        .then(pl.lit("leaver"))
        .when(check == "excess-grant")
        .then(pl.lit("excess"))
        .cast(FINDINGS)
    )


def judged_rows(findings: Path) -> pl.DataFrame:
    """File, line and finding of every row of an export that is the evidence of one."""
    table = pl.read_csv(findings, infer_schema=False).with_columns(finding=finding())
    rows = table.filter(pl.col("finding").is_not_null()).select("finding", place=pl.col("evidence").str.split(";"))
    parts = pl.col("place").str.extract_groups(r"^exports/(?<file>.*):(?<line>\d+)$")
    places = rows.explode("place").select("finding", parts.alias("parts")).unnest("parts")
    return (
        places.filter(pl.col("file").is_not_null())
        .with_columns(pl.col("line").cast(pl.UInt32))
        .group_by("file", "line")
        .agg(pl.col("finding").min())
    )


def export(path: Path) -> pl.DataFrame:
    """The rows of an export with their lines, from 1; the header is the first."""
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema=False).with_row_index("line", offset=2)
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return pl.DataFrame(rows, schema=header, orient="row").with_row_index("line", offset=2)


def breaches(path: Path, judged: pl.DataFrame) -> pl.DataFrame:
    """The breaches of one system."""
    rows = export(path).join(judged.filter(pl.col("file") == path.name), on="line")
    named = rows.with_columns(pl.col("finding").cast(pl.String), system=pl.lit(path.stem))
    return named.select(BREACHES).sort(BREACHES)


def main() -> None:
    """System by system, which is the order."""
    inputs, findings, out = map(Path, sys.argv[1:])
    judged = judged_rows(findings)
    with out.open("wb") as file:
        for number, path in enumerate(sorted((inputs / "exports").iterdir())):
            breaches(path, judged).write_csv(file, include_header=number == 0)


if __name__ == "__main__":
    main()
