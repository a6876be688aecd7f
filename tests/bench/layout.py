"""The layout benchmark: the program, typst, WeasyPrint and Chromium make a tagged PDF of the same made-up document.

usage: layout.py [--pages 5,200,2000,5000] [--typst-alone] [--keep DIR] [--binary FILE]

Ends with 0 if every bar is met, with 1 if one is not, with 2 if a word got lost or somebody did not finish.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import prepare
from bars import Bar, at_least, at_most, ended
from measure import Contestant, Cost, Failed, interleaved, pin_to_two_threads

HERE = Path(__file__).resolve().parent / "layout"
FONTS = prepare.PROJECT / "templates" / "fonts"
OURS, TYPST, START = "access-review", "typst", "typst, start"
NOTE = re.compile(r"\(\s*\d+\s+Contractor\s*\)")


@dataclass(frozen=True)
class Size:
    """A document of about so many pages: systems, grants, runs, and how many times faster than typst we must be."""

    systems: int
    grants: int
    runs: int
    faster: float


SIZES = {
    5: Size(6, 60, 5, 1.4),
    200: Size(100, 5_000, 3, 3.5),
    2000: Size(300, 62_000, 1, 3),
    5000: Size(300, 200_000, 1, 3),
}
# Beyond these typst takes 20 GB, and the others more minutes than anybody waits.
TYPST_LIMIT, OTHERS_LIMIT = 2000, 200


class Lost(Exception):
    """Words of the document that its PDF lacks."""


@dataclass(frozen=True)
class Made:
    """What a contestant took, and what it made."""

    cost: Cost
    pages: int
    megabytes: float


def generated(keep: Path, size: Size) -> Path:
    """The document, made anew each time: that takes seconds."""
    out = keep / f"layout-{size.grants}"
    arguments = ["--systems", str(size.systems), "--grants", str(size.grants)]
    subprocess.run([sys.executable, HERE / "generate.py", out, *arguments], check=True)
    shutil.copy(HERE / "document.typ", out)
    return out


def python(keep: Path) -> str:
    """A Python of its own that has the typst library, built as its makers release it, and WeasyPrint."""
    folder = keep / "layout-venv"
    own = folder / "bin" / "python"
    if not own.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
    subprocess.run(install, check=True)
    return str(own)


def program() -> Path:
    """Our part, built as the program is."""
    command = ["cargo", "build", "--release", "--locked", "--quiet", "--example", "layout"]
    subprocess.run(command, cwd=prepare.PROJECT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", prepare.PROJECT / "target"))
    return target / "release" / "examples" / "layout"


def contestants(ours: Path, interpreter: str, keep: Path, document: Path, pages: int, alone: bool) -> list[Contestant]:
    """Everybody that can be had and is asked to do this size."""
    every = [("ours", OURS, [str(ours), str(document / "document.md")], [])]
    if pages <= TYPST_LIMIT:
        peer = [interpreter, str(HERE / "peer_typst.py")]
        every.append((TYPST, TYPST, [*peer, str(document), str(FONTS)], []))
    page = document / "document.html"
    if pages <= OTHERS_LIMIT and not alone:
        options = ["--quiet", "--pdf-variant", "pdf/ua-1", str(page)]
        every.append(("weasyprint", "weasyprint", [interpreter, "-m", "weasyprint", *options], []))
    if pages <= OTHERS_LIMIT and not alone and (browser := shutil.which("chromium")):
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        every.append(("chromium", "chromium", [browser, *options], [page.as_uri()]))
    found = []
    for folder, name, command, behind in every:
        out = keep / "out" / folder
        where = f"--print-to-pdf={out / 'document.pdf'}" if behind else str(out / "document.pdf")
        found.append(Contestant(name, [*command, where, *behind], out))
    return found


def said(*command: str | Path) -> str:
    """What a tool of poppler says."""
    return subprocess.run(command, check=True, capture_output=True, text=True, errors="replace").stdout


def made(contestant: Contestant, cost: Cost, size: Size, notes: int) -> Made:
    """Measures the file, and counts what must stand in it."""
    file = contestant.out / "document.pdf"
    facts = said("pdfinfo", file)
    if "Tagged:          yes" not in facts:
        raise Lost(f"{contestant.name}: the PDF is not tagged")
    words = said("pdftotext", "-raw", file, "-")
    found = (words.count("@"), len(NOTE.findall(words)))
    if found != (size.grants, notes):
        raise Lost(f"{contestant.name}: {found} addresses and notes of contractors, not {(size.grants, notes)}")
    return Made(cost, int(facts.split("Pages:")[1].split()[0]), file.stat().st_size / 1e6)


def table(every: dict[str, Made]) -> str:
    """Who took how much, and the ratios to ours."""
    lines = [
        f"{'':16}{'time':>9}{'cpu':>9}{'memory':>10}{'file':>10}{'pages':>7}{'time/ours':>11}{'memory/ours':>13}{'file/ours':>11}"
    ]
    ours = every[OURS]
    for name, one in every.items():
        cost = one.cost
        measured = f"{cost.seconds:>7.2f} s{cost.processor:>7.2f} s{cost.megabytes:>7.0f} MB{one.megabytes:>7.2f} MB{one.pages:>7}"
        ratios = (
            cost.seconds / ours.cost.seconds,
            cost.megabytes / ours.cost.megabytes,
            one.megabytes / ours.megabytes,
        )
        lines.append(f"  {name:14}{measured}{ratios[0]:>11.2f}{ratios[1]:>13.2f}{ratios[2]:>11.2f}")
    return "\n".join(lines)


def of_size(pages: int, size: Size, every: dict[str, Made], start: float) -> list[Bar]:
    """The bars of one size; what it takes to start Python is not held against typst."""
    if TYPST not in every:
        return []
    ours, typst = every[OURS], every[TYPST]
    return [
        at_least(f"{pages} pages: typst's time / ours", (typst.cost.seconds - start) / ours.cost.seconds, size.faster),
        at_most(f"{pages} pages: our memory / typst's", ours.cost.megabytes / typst.cost.megabytes, 0.333),
        at_most(f"{pages} pages: our file / typst's", ours.megabytes / typst.megabytes, 0.333),
    ]


def of_growth(small: Made, large: Made) -> Bar:
    """Whether the time grows as the pages do."""
    each = [one.cost.seconds / one.pages for one in (small, large)]
    return at_most("time a page at 5000 pages / at 200", each[1] / each[0], 1.4)


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(description="Measure the layout of PDFs against typst, WeasyPrint and Chromium.")
    parser.add_argument("--pages", default="5,200,2000,5000", help="sizes")
    parser.add_argument(
        "--typst-alone", action="store_true", help="without WeasyPrint and Chromium, which take minutes"
    )
    parser.add_argument("--keep", type=Path, default=prepare.PROJECT / "target" / "bench", help="for what is generated")
    parser.add_argument("--binary", type=Path, help="instead of building our example `layout`")
    return parser.parse_args()


def measured(args: argparse.Namespace) -> list[Bar]:
    """Everything, in the order of the printed page."""
    args.keep.mkdir(parents=True, exist_ok=True)
    keep = args.keep.resolve()
    pin_to_two_threads()
    print(f"{platform.platform()}, two of {os.cpu_count()} threads; ratios are what counts")
    bars, ours, binary, interpreter = [], {}, args.binary or program(), python(keep)
    empty = Contestant(START, [interpreter, str(HERE / "peer_typst.py")], keep / "out" / "start")
    for pages in sorted(int(one) for one in args.pages.split(",")):
        size = SIZES[pages]
        document = generated(keep, size)
        notes = len(NOTE.findall((document / "document.md").read_text(encoding="utf-8")))
        running = contestants(binary, interpreter, keep, document, pages, args.typst_alone)
        costs = interleaved([*running, empty], size.runs)
        every = {one.name: made(one, costs[one.name], size, notes) for one in running}
        print(
            f"\n{pages} pages, {size.grants:,} grants, medians of {size.runs}: tagged, no word lost\n{table(every)}",
            flush=True,
        )
        bars += of_size(pages, size, every, costs[START].seconds)
        ours[pages] = every[OURS]
    if {200, 5000} <= ours.keys():
        bars.append(of_growth(ours[200], ours[5000]))
    shutil.rmtree(keep / "out")
    return bars


def main() -> int:
    """Prints the bars."""
    return ended(lambda: measured(arguments()), (Lost, Failed, subprocess.CalledProcessError))


if __name__ == "__main__":
    sys.exit(main())
