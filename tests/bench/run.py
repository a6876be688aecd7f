"""The benchmark: the program and its peers do the same judgement, in one run, on two threads.

usage: run.py [--rows 1m,10m,30m] [--runs 3] [--xlsx] [--keep DIR] [--binary FILE]

Ends with 0 if every bar is met, with 1 if one is not, with 2 if results differ or somebody did not finish.
"""

import argparse
import csv
import filecmp
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import bars
import prepare
from bars import OURS, SCAN, WITH_GRANTS, Bar
from measure import Contestant, Cost, Failed, interleaved, pin_to_two_threads, run
from workload import AUDIT_DATE

PANDAS_LIMIT = 1_000_000
PEOPLE_OF_WORKBOOKS = 10_000
WORKBOOK_ROWS = 1_000_000
ODD_ROWS = 100_000


class Differ(Exception):
    """Results that should be equal and are not."""


@dataclass(frozen=True)
class Bench:
    """Where everything is."""

    keep: Path
    python: str
    program: Path
    scan: Path
    runs: int

    def ours(self, name: str, command: list[str], inputs: Path) -> Contestant:
        """The program; findings are expected, so that it ends with 1."""
        out = self.keep / "out" / name.replace(" ", "-")
        arguments = [str(self.program), *command, "--inputs", str(inputs)]
        return Contestant(name, arguments, out, accepted=(0, 1))

    def report(self, name: str, inputs: Path) -> Contestant:
        """One of its reports; the name is the command."""
        bare = self.ours(name, name.split(), inputs)
        return Contestant(name, [*bare.command, "--out", str(bare.out)], bare.out, bare.accepted)

    def peer(self, name: str, inputs: Path) -> Contestant:
        """One of the peers."""
        out = self.keep / "out" / name
        script = prepare.HERE / f"peer_{name}.py"
        return Contestant(name, [self.python, str(script), str(inputs), str(out)], out)

    def floor(self, inputs: Path) -> Contestant:
        """The bare scan."""
        return Contestant(SCAN, [str(self.scan), str(inputs)], self.keep / "out" / "scan")

    def generated(self, name: str, *arguments: str) -> Path:
        """A workload."""
        print(f"making {name}", flush=True)
        return prepare.inputs(self.keep, self.python, name, list(arguments))


def number(text: str) -> int:
    """`1m` is a million, `100k` a hundred thousand."""
    factors = {"k": 1_000, "m": 1_000_000}
    digits = text.lower().rstrip("km")
    return int(digits) * factors.get(text.lower()[len(digits) :], 1)


def require_equal(one: Path, other: Path) -> None:
    """Byte for byte."""
    if not filecmp.cmp(one, other, shallow=False):
        raise Differ(f"{one} and {other} differ")


def require_same_results(bench: Bench, inputs: Path, contestants: list[Contestant]) -> None:
    """Everybody's counts.csv and breaches.csv, ours from findings.csv, after the last run."""
    ours = next(one for one in contestants if one.name == OURS)
    report = ours.out / AUDIT_DATE
    breaches = ours.out / "breaches.csv"
    findings = report / "internal" / "findings.csv"
    reduce = [bench.python, prepare.HERE / "reduce.py", inputs, findings, breaches]
    subprocess.run(reduce, check=True)
    for other in contestants:
        if other.name in bars.PEERS:
            require_equal(report / "public" / "counts.csv", other.out / "counts.csv")
            require_equal(breaches, other.out / "breaches.csv")
        if other.name == WITH_GRANTS:
            require_equal(report / "public" / "counts.csv", other.out / AUDIT_DATE / "public" / "counts.csv")
            require_equal(findings, other.out / AUDIT_DATE / "internal" / "findings.csv")


def compared(bench: Bench, title: str, inputs: Path, contestants: list[Contestant]) -> dict[str, Cost]:
    """Runs everybody on the same inputs, compares what they wrote and prints what it took."""
    floor = bench.floor(inputs)
    run(floor)  # so that nobody pays for the first reading of the files
    costs = interleaved([*contestants, floor], bench.runs)
    require_same_results(bench, inputs, contestants)
    shutil.rmtree(bench.keep / "out")
    print(f"\n{title}: equal counts and breaches\n{bars.table(costs)}", flush=True)
    return costs


def csv_size(bench: Bench, size: str) -> dict[str, Cost]:
    """Everybody on CSV files."""
    rows = number(size)
    inputs = bench.generated(f"csv-{size}", "--rows", str(rows))
    peers = [peer for peer in bars.PEERS if peer != "pandas" or rows <= PANDAS_LIMIT]
    contestants = [bench.report(OURS, inputs), bench.report(WITH_GRANTS, inputs)]
    contestants += [bench.peer(peer, inputs) for peer in peers]
    return compared(bench, f"{size} rows in CSV files", inputs, contestants)


def csv_sizes(bench: Bench, sizes: list[str]) -> list[Bar]:
    """All sizes, and how the time grows from the smallest to the largest."""
    ordered = sorted(sizes, key=number)
    costs = {size: csv_size(bench, size) for size in ordered}
    found = [bar for size in ordered for bar in bars.of_size(size, costs[size])]
    if len(ordered) > 1:
        small, large = ((number(size), costs[size][OURS]) for size in (ordered[0], ordered[-1]))
        found.append(bars.of_growth(small, large))
    return found


def workbook_size(bench: Bench, rows: int) -> dict[str, Cost]:
    """Everybody on ten workbooks."""
    people = str(PEOPLE_OF_WORKBOOKS)
    inputs = bench.generated(f"xlsx-{rows}", "--rows", str(rows), "--people", people, "--xlsx")
    contestants = [bench.report(OURS, inputs), bench.peer("pandas", inputs)]
    return compared(bench, f"{rows:,} rows in ten workbooks", inputs, contestants)


def odd_files(bench: Bench) -> None:
    """Nothing of groups, line breaks in cells and native headers may get lost; no peer reads them."""
    inputs = bench.generated("odd", "--rows", str(ODD_ROWS), "--odd")
    ours = bench.report(WITH_GRANTS, inputs)
    cost = run(ours)
    expected = int((inputs / "expected-grants.txt").read_text(encoding="utf-8"))
    with (ours.out / AUDIT_DATE / "internal" / "grants.csv").open(newline="", encoding="utf-8") as file:
        found = sum(1 for _ in csv.reader(file)) - 1
    if found != expected:
        raise Differ(f"the odd files hold {expected} grants, grants.csv has {found}")
    print(f"\nodd files: all of {expected:,} grants, {cost.seconds:.2f} s, {cost.megabytes:.0f} MB", flush=True)


def start(bench: Bench) -> Bar:
    """The example against the start of a peer; both are short, so they run more often."""
    check = bench.ours("check", ["check"], prepare.PROJECT / "inputs")
    peer = Contestant("import polars", [bench.python, "-c", "import polars"], bench.keep / "out" / "import")
    costs = interleaved([check, peer], max(bench.runs, 5))
    return bars.of_start(costs[check.name], costs[peer.name])


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description="Measure access-review against DuckDB, Polars and pandas.")
    parser.add_argument("--rows", default="1m,10m,30m", help="sizes, as `1m,10m`")
    parser.add_argument("--runs", type=int, default=3, help="of which the medians are taken")
    parser.add_argument("--xlsx", action="store_true", help="also a million rows in ten workbooks")
    parser.add_argument("--keep", type=Path, default=prepare.PROJECT / "target" / "bench", help="for what is generated")
    parser.add_argument("--binary", type=Path, help="instead of building the program")
    return parser.parse_args()


def measured(args: argparse.Namespace) -> list[Bar]:
    """Everything, in the order of the printed page."""
    args.keep.mkdir(parents=True, exist_ok=True)
    keep = args.keep.resolve()
    program = args.binary.resolve() if args.binary else prepare.program()
    bench = Bench(keep, prepare.python(keep), program, prepare.scan(keep), args.runs)
    cores = os.cpu_count()
    pin_to_two_threads()
    print(f"{platform.platform()}, two of {cores} threads, medians of {args.runs} runs; ratios are what counts")
    odd_files(bench)
    found = csv_sizes(bench, args.rows.split(","))
    if args.xlsx:
        tenth = workbook_size(bench, WORKBOOK_ROWS // 10)
        found += bars.of_workbooks(workbook_size(bench, WORKBOOK_ROWS), tenth)
    found.append(start(bench))
    return found


def main() -> int:
    """Prints the bars."""
    return bars.ended(lambda: measured(arguments()), (Differ, Failed, subprocess.CalledProcessError))


if __name__ == "__main__":
    sys.exit(main())
