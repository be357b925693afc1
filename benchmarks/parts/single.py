"""One profile, and how many units it takes until the columnar engine is the faster one.

A profile is scored by the interpreter, once its framework is loaded; the two engines are compared as whole commands over tables of two lengths.

    python -m benchmarks.parts.single [--quick]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import narwhals as nw
import polars as pl

from benchmarks.parts.corpus import FRAMEWORK, ROOT, shipped, write_data, write_table
from benchmarks.parts.figures import GOVAUDIT, Figures, process, run_part, seconds
from benchmarks.parts.others import UNIT, program, write_encoded
from govaudit import open_data
from govaudit.columnar import CROSSOVER, batch
from govaudit.model.knowledge import Knowledge
from govaudit.model.timeline import knowledge_at
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan

LIMIT = 1.0
"""Milliseconds for one profile."""
REPEATS = 15


def score(plan: Plan, facts: Mapping[str, Knowledge]) -> None:
    """All nodes and designations."""
    evaluation = Evaluation(plan, facts)
    evaluation.run()
    for place in range(len(plan.designations)):
        evaluation.designation(place)


def one_profile(figures: Figures) -> None:
    data, plan = open_data(str(ROOT)), shipped()
    day, _ = data.latest_review()
    medians = []
    for name in data.forum_ids():
        facts = knowledge_at(data.profile(name), plan.codebook, day)
        times = []
        for _ in range(REPEATS + 1):
            begin = time.perf_counter()
            score(plan, facts)
            times.append(time.perf_counter() - begin)
        medians.append(statistics.median(times[1:]) * 1000)
    figures.time(f"median of {len(medians)} forums", statistics.median(medians), "ms", most=LIMIT)
    figures.time("  the slowest of them", max(medians), "ms")


def crossing(few: int, many: int, one: tuple[float, float], other: tuple[float, float]) -> float:
    """Where two straight lines meet, each given by its times for few and for many rows."""
    slope_one, slope_other = ((times[1] - times[0]) / (many - few) for times in (one, other))
    return few + (other[0] - one[0]) / (slope_one - slope_other)


def whole_commands(figures: Figures, folder: Path) -> None:
    """As processes, from a table of text to scores as text: imports, compiling and all."""
    plan, sizes = shipped(), (50, 150) if figures.quick else (500, 4_000)
    write_data(plan, folder)
    times: dict[str, list[float]] = {"interpreter": [], "polars": []}
    for rows in sizes:
        table = folder / f"{rows}.csv"
        write_table(plan, rows, folder / f"{rows}.parquet")
        pl.read_parquet(folder / f"{rows}.parquet").write_csv(table)
        command = [str(GOVAUDIT), "corpus", "score", str(table), "--framework", FRAMEWORK, "--data", str(folder)]
        works = [
            lambda engine=engine, command=command: process(
                [*command, "--engine", engine, "--output", str(folder / engine)]
            )
            for engine in times
        ]
        for taken, median in zip(times.values(), seconds(works, 1 if figures.quick else 5), strict=True):
            taken.append(median)
    one, other = ((taken[0], taken[1]) for taken in times.values())
    for engine, taken in times.items():
        figures.time(f"{engine}, {sizes[0]:,} units", taken[0], "s")
        figures.time(f"{engine}, {sizes[1]:,} units", taken[1], "s")
    figures.time(
        "units from which the columns are faster, their loading and compiling included",
        crossing(*sizes, one, other),
        "",
    )
    figures.time("  the engine is chosen at", CROSSOVER, "")


def loaded(figures: Figures, folder: Path) -> None:
    """Within a process that has them loaded and compiled."""
    compiled, sizes = program(), (20, 100)
    write_encoded(sizes[1], folder / "encoded.parquet")
    whole = pl.read_parquet(folder / "encoded.parquet")
    times = []
    for rows in sizes:
        frame = nw.from_native(whole.head(rows), eager_only=True)
        works = [
            lambda frame=frame, least=least: batch.score_frame(compiled, frame, [UNIT], least)
            for least in (rows + 1, 0)
        ]
        times.append(seconds(works, 1 if figures.quick else 15))
    one, other = zip(*times, strict=True)
    figures.time("rows from which they are, loaded and compiled, all nodes", crossing(*sizes, one, other), "")
    figures.time("  a frame is left to the interpreter below", batch.CROSSOVER, "")


def part(figures: Figures, _: argparse.Namespace) -> None:
    figures.title("One profile: every node and designation of accountability, by the interpreter")
    one_profile(figures)
    figures.title("Crossover between the interpreter and the columns")
    with tempfile.TemporaryDirectory() as name:
        whole_commands(figures, Path(name))
        loaded(figures, Path(name))


if __name__ == "__main__":
    sys.exit(run_part(part, __doc__))
