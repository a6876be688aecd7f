"""Whole processes, measured: time, processor time and peak memory, interleaved, medians."""

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Contestant:
    """Somebody who runs: `out` is emptied before each run."""

    name: str
    command: list[str]
    out: Path
    accepted: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    seconds: float
    processor: float
    megabytes: float


class Failed(Exception):
    """A contestant that did not finish."""


def pin_to_two_threads() -> None:
    """From here on this process and its children run on two processors, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])


def run(contestant: Contestant) -> Cost:
    """One run. Keep this process small: a child's peak is never below the memory of whoever starts it."""
    shutil.rmtree(contestant.out, ignore_errors=True)
    contestant.out.mkdir(parents=True)
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(contestant.command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in contestant.accepted:
            said.seek(0)
            text = said.read().decode(errors="replace")
            raise Failed(f"{contestant.name} ended with {process.returncode}: {' '.join(contestant.command)}\n{text}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: list[Cost]) -> Cost:
    """Of each figure its own."""
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.processor for cost in costs),
        statistics.median(cost.megabytes for cost in costs),
    )


def interleaved(contestants: list[Contestant], runs: int) -> dict[str, Cost]:
    """Everybody in turn, so that a machine's good and bad minutes are shared by all."""
    costs: dict[str, list[Cost]] = {contestant.name: [] for contestant in contestants}
    for _ in range(runs):
        for contestant in contestants:
            costs[contestant.name].append(run(contestant))
    return {name: median(of_one) for name, of_one in costs.items()}
