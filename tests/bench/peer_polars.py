"""The judgement in Polars, lazily, by its streaming engine: counts.csv and breaches.csv of a generated inputs folder.

Of several forms that were tried (a scan a file, distinct counts, addresses instead of numbers) this one is the fastest.

usage: peer_polars.py INPUTS OUT
"""

import os
import sys
from pathlib import Path

# Read when Polars is imported.
os.environ["POLARS_MAX_THREADS"] = "2"

import polars as pl

from workload import ACTIVITY, AUDIT_DATE, BREACHES, CATEGORY, FORMER, LABEL, LEVELS, ROLES, UNKNOWN

LEVEL = pl.Enum(LEVELS)
ROLE = pl.Enum(ROLES)
BEARER = pl.Enum([*ROLES, FORMER, UNKNOWN])
SLOT = ["system", "resource", "permission", "bearer"]


def text(path: str, **options: str) -> pl.LazyFrame:
    """A file with all cells as texts."""
    return pl.scan_csv(path, infer_schema=False, **options)


def systems(inputs: str) -> pl.Enum:
    """The systems, in print order."""
    return pl.Enum(sorted(path.stem for path in Path(inputs, "exports").iterdir()))


def people(inputs: str) -> pl.LazyFrame:
    """What the judgement needs of everybody."""
    left = (pl.col("end") < AUDIT_DATE).fill_null(False)
    return text(f"{inputs}/people.csv", row_index_name="person").select(
        "email",
        pl.col("person").cast(pl.UInt64),
        pl.col("role").cast(ROLE),
        left=left,
        contractor=(pl.col("employment") == "contractor") & ~left,
        bearer=pl.when(left).then(pl.lit(FORMER)).otherwise("role").cast(BEARER),
    )


def policy(inputs: str) -> pl.LazyFrame:
    """Whether a role may hold a permission."""
    return text(f"{inputs}/policy.csv").select(
        pl.col("role").cast(ROLE),
        pl.col("system").cast(systems(inputs)),
        pl.col("permission").cast(LEVEL),
        allowed=pl.col("allowed") == "yes",
    )


def judged(inputs: str) -> pl.LazyFrame:
    """Every grant with whose it is and whether they may hold it."""
    grants = text(f"{inputs}/exports/*.csv", include_file_paths="file").select(
        "email",
        "resource",
        pl.col("permission").cast(LEVEL),
        system=pl.col("file").str.slice(-12, 8).cast(systems(inputs)),
    )
    owned = grants.join(people(inputs), on="email", how="left")
    return owned.join(policy(inputs), on=["role", "system", "permission"], how="left")


def counts(grants: pl.LazyFrame) -> pl.LazyFrame:
    """Each identity once a slot, an unknown account by the hash of its address."""
    account = pl.when(pl.col("person").is_null()).then(pl.col("email").hash())
    return (
        grants.select(
            "system",
            "permission",
            resource=pl.col("resource").str.slice(11).cast(pl.UInt32) + 1,
            bearer=pl.col("bearer").fill_null(pl.lit(UNKNOWN, dtype=BEARER)),
            contractor=pl.col("contractor").fill_null(False),
            counted=pl.coalesce("person", account),
        )
        .unique(["system", "resource", "permission", "counted"])
        .group_by(SLOT)
        .agg(people=pl.len(), contractors=pl.col("contractor").sum())
        .sort(SLOT)
        .select(
            pl.lit(CATEGORY).alias("category"),
            pl.lit(ACTIVITY).alias("activity"),
            pl.concat_str(pl.lit("System "), pl.col("system").cast(pl.String).str.slice(6)).alias("system"),
            pl.concat_str(pl.lit(LABEL), "resource").alias("resource"),
            pl.col("permission").alias("level"),
            pl.col("bearer").alias("role"),
            "people",
            "contractors",
        )
    )


def breaches(grants: pl.LazyFrame) -> pl.LazyFrame:
    """The worst of each row, sorted."""
    orphan, left = pl.col("bearer").is_null(), pl.col("left")
    finding = pl.when(orphan).then(pl.lit("orphan")).when(left).then(pl.lit("leaver")).otherwise(pl.lit("excess"))
    broken = grants.filter(orphan | left | ~pl.col("allowed"))
    columns = [pl.col("system").cast(pl.String), "email", "resource", pl.col("permission").cast(pl.String)]
    return broken.select(columns, finding=finding).sort(BREACHES)


def main() -> None:
    """Both results of one pass."""
    inputs, out = sys.argv[1:]
    grants = judged(inputs)
    written = [
        counts(grants).sink_csv(f"{out}/counts.csv", lazy=True),
        breaches(grants).sink_csv(f"{out}/breaches.csv", lazy=True),
    ]
    pl.collect_all(written, engine="streaming")


if __name__ == "__main__":
    main()
