"""The bars, and how the figures are printed."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from measure import Cost

OURS = "report --only data"
WITH_GRANTS = "report --only data,grants"
SCAN = "bare scan"
PEERS = ["polars", "duckdb", "pandas"]


@dataclass(frozen=True)
class Bar:
    """A figure and what it must be."""

    what: str
    found: float
    bound: float
    at_least: bool

    def is_met(self) -> bool:
        """Whether the figure is on the right side."""
        return self.found >= self.bound if self.at_least else self.found <= self.bound

    def line(self) -> str:
        """The bar as printed."""
        word = "at least" if self.at_least else "at most"
        return f"  {'met    ' if self.is_met() else 'NOT MET'}  {self.what}: {self.found:.2f}, {word} {self.bound:g}"


def at_least(what: str, found: float, bound: float) -> Bar:
    """The more the better."""
    return Bar(what, found, bound, at_least=True)


def at_most(what: str, found: float, bound: float) -> Bar:
    """The less the better."""
    return Bar(what, found, bound, at_least=False)


def fastest_peer(costs: dict[str, Cost]) -> float:
    """The time of the fastest."""
    return min(costs[peer].seconds for peer in PEERS if peer in costs)


def smallest_peer(costs: dict[str, Cost]) -> float:
    """The memory of the smallest."""
    return min(costs[peer].megabytes for peer in PEERS if peer in costs)


def table(costs: dict[str, Cost]) -> str:
    """Who took how much, measured and against the fastest and smallest peer and the scan."""
    head = f"{'':28}{'time':>9}{'cpu':>9}{'memory':>10}{'time/peer':>11}{'time/scan':>11}{'memory/peer':>13}"
    lines = [head]
    for name, cost in costs.items():
        ratios = [
            cost.seconds / fastest_peer(costs),
            cost.seconds / costs[SCAN].seconds,
            cost.megabytes / smallest_peer(costs),
        ]
        measured = f"{cost.seconds:>7.2f} s{cost.processor:>7.2f} s{cost.megabytes:>7.0f} MB"
        lines.append(f"  {name:26}{measured}{ratios[0]:>11.3f}{ratios[1]:>11.2f}{ratios[2]:>13.3f}")
    return "\n".join(lines)


def of_size(size: str, costs: dict[str, Cost]) -> list[Bar]:
    """The bars of one size."""
    ours, grants = costs[OURS], costs[WITH_GRANTS]
    return [
        at_least(f"{size}: time of the fastest peer / ours", fastest_peer(costs) / ours.seconds, 5),
        at_least(f"{size}: the same, with grants.csv", fastest_peer(costs) / grants.seconds, 2.5),
        at_most(f"{size}: our time / bare scan", ours.seconds / costs[SCAN].seconds, 4),
        at_most(f"{size}: our memory / smallest peer", ours.megabytes / smallest_peer(costs), 0.2),
    ]


def of_growth(small: tuple[int, Cost], large: tuple[int, Cost]) -> Bar:
    """Whether the time grows as the rows do."""
    per_row = [cost.seconds / rows for rows, cost in (small, large)]
    return at_most("time per row, largest size / smallest", per_row[1] / per_row[0], 1.2)


def of_workbooks(costs: dict[str, Cost], tenth: dict[str, Cost]) -> list[Bar]:
    """The bars of workbooks: near the bare cell reader, and memory that does not grow as the rows do."""
    return [
        at_most("workbooks: our time / bare cell reader", costs[OURS].seconds / costs[SCAN].seconds, 1.6),
        at_most("workbooks: our memory / at a tenth of the rows", costs[OURS].megabytes / tenth[OURS].megabytes, 1.5),
    ]


def of_start(check: Cost, peer: Cost) -> Bar:
    """The small example against the start of a peer."""
    return at_most("`check` on the example / starting Python and importing polars", check.seconds / peer.seconds, 1)


def ended(measured: Callable[[], list[Bar]], known: tuple[type[Exception], ...]) -> int:
    """Prints the bars, or which of the known problems came in between; gives the exit code."""
    try:
        found = measured()
    except known as problem:
        print(f"\nnot done: {problem}", file=sys.stderr)
        return 2
    print("\nbars")
    for bar in found:
        print(bar.line())
    return 0 if all(bar.is_met() for bar in found) else 1
