"""Ten rules of 4 to 6 comparisons over profiles in memory, one answer in ten missing: govaudit's columns next to named peers.

Everything is compiled before the timing, and each peer is given the profiles in the form in which it takes them fastest. Beside each time stands
how often its answers are Kleene's; where a peer raises an error its answer is taken for "unknown".

    python -m benchmarks.parts.kernel [--quick]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw
import polars as pl

from benchmarks.parts.figures import Figures, run_part, seconds
from benchmarks.parts.rules import FACTS, RULES, cel_of, codebook, kleene, plan, rego
from govaudit.columnar.encoding import Encoding
from govaudit.columnar.sheet import Sheet
from govaudit.columnar.truth import Judge

Profile: TypeAlias = dict[str, int | bool]
Answers: TypeAlias = Sequence[Sequence[bool | None]]
"""Of each profile the answer to each rule; None is unknown."""
SEED, MISSING = 20261126, 0.1
SIZE, SAMPLE, SLOWER = 100_000, 5_000, 500
"""Profiles; how many of them, the first, the peers are given that take one at a time; and how many the slowest."""
REPEATS = 7


def profiles(count: int) -> list[Profile]:
    """Profiles without their missing facts."""
    source = random.Random(SEED)  # noqa: S311  # no secret
    drawn = [{name: source.choice(values) for name, values in FACTS.items()} for _ in range(count)]
    return [{name: value for name, value in facts.items() if source.random() >= MISSING} for facts in drawn]


def frame_of(facts: Sequence[Profile]) -> pl.DataFrame:
    types = {name: pl.Boolean if values == [False, True] else pl.Int8 for name, values in FACTS.items()}
    return pl.DataFrame([[row.get(name) for name in FACTS] for row in facts], schema=types, orient="row")


def by_govaudit(frame: pl.DataFrame) -> pl.LazyFrame:
    """The rules compiled as those of a framework are."""
    judge = Judge(Encoding(codebook(), frozenset(FACTS)), Sheet(), _none, lambda _: (0,))
    for rule in plan().rules.values():
        judge.rule(rule)
    (columns,) = judge.sheet.ordered()
    lazy: pl.LazyFrame = nw.from_native(frame.lazy()).select(**columns).to_native()
    return lazy


def _none(name: str) -> Any:
    raise KeyError(name)  # these rules read no node


def by_hand(frame: pl.DataFrame) -> pl.LazyFrame:
    """The same rules as somebody writes them who knows polars."""
    public, independent, funded, elected = map(pl.col, ("public", "independent", "funded", "elected"))
    access, record, oversight, mandate = map(pl.col, ("access", "record", "oversight", "mandate"))
    members, meetings, staff, age = map(pl.col, ("members", "meetings", "staff", "age"))
    return frame.lazy().select(
        open=public & (access >= 2) & (record >= 1) & (meetings >= 2),
        watched=independent & ((oversight >= 2) | (mandate == 3)) & funded & (staff > 5),
        grown=(members >= 50) & (staff >= 20) & ((age > 30) | elected),
        closed=~(public | (access >= 1) | (record >= 2) | (meetings > 10)),
        balanced=members.is_between(10, 90) & ((oversight <= 1) | independent) & (mandate != 0) & (record >= 1),
        fragile=(~funded | (staff < 3)) & (age < 10) & (members < 20) & (oversight == 0),
        heard=(access >= 2) & (elected | public) & ~(record == 0) & (meetings >= 4) & (members > 15),
        settled=(age >= 40) & funded & independent & (staff >= 10) & (mandate >= 2),
        trusted=((independent & (oversight >= 2)) | (public & (record == 3))) & (access >= 1) & (members > 5),
        idle=~((meetings >= 1) & (record >= 1)) & (staff <= 2) & ~funded & (age > 2),
    )


def by_cel(facts: Sequence[Profile]) -> Callable[[], Answers]:
    """The CEL of Rust: contexts are made before the timing."""
    import cel

    programs = [cel.compile(cel_of(rule)) for rule in RULES.values()]
    contexts = [cel.Context(variables=row) for row in facts]
    return lambda: [[attempt(program.execute, context) for program in programs] for context in contexts]


def by_celpy(facts: Sequence[Profile]) -> Callable[[], Answers]:
    """The CEL of Python."""
    import celpy.adapter

    environment = celpy.Environment()
    programs = [environment.program(environment.compile(cel_of(rule))) for rule in RULES.values()]
    contexts = [celpy.adapter.json_to_cel(row) for row in facts]
    return lambda: [[attempt(program.evaluate, context) for program in programs] for context in contexts]


def by_rego(facts: Sequence[Profile]) -> Callable[[], Answers]:
    """The Rego of Rust: profiles are texts of JSON before the timing, which it takes faster than dictionaries."""
    import regorus

    engine = regorus.Engine()
    engine.add_policy("rules.rego", rego(RULES))
    inputs, names = [json.dumps(row) for row in facts], [f"data.rules.{name}" for name in RULES]

    def run() -> Answers:
        answers = []
        for text in inputs:
            engine.set_input_json(text)
            answers.append([attempt(engine.eval_rule, name) for name in names])
        return answers

    return run


def attempt(ask: Callable[[Any], object], about: object) -> bool | None:
    """The answer; unknown if there is an error instead."""
    try:
        found = ask(about)
    except Exception:  # noqa: BLE001  # peers raise what they like
        return None
    return bool(found)


def agreement(found: Answers, facts: Sequence[Profile]) -> float:
    """In per cent, how many answers are Kleene's."""
    right = sum(
        answer is kleene(rule, row)
        for row, answers in zip(facts, found, strict=True)
        for rule, answer in zip(RULES.values(), answers, strict=True)
    )
    return 100 * right / (len(facts) * len(RULES))


def part(figures: Figures, options: argparse.Namespace) -> None:
    share = 20 if options.quick else 1
    facts = profiles(SIZE // share)
    sample, slower = facts[: SAMPLE // share], facts[: SLOWER // share]
    figures.title(
        f"Kernel: {len(RULES)} rules over {len(facts):,} profiles, {MISSING:.0%} of the facts missing; peers that take one "
        f"profile at a time over the first {len(sample):,}, the CEL of Python over the first {len(slower):,}; time a profile and rule"
    )
    frame = frame_of(facts)
    lazy = {"polars by hand": by_hand(frame), "govaudit, columns": by_govaudit(frame)}
    medians = seconds([query.collect for query in lazy.values()], 5 * REPEATS)
    times = dict(zip(lazy, (taken / len(facts) / len(RULES) * 1e9 for taken in medians), strict=True))
    for name, query in lazy.items():
        figures.time(name, times[name], "ns")
        figures.exact("  answers that are Kleene's", agreement(query.collect().rows(), facts), "%", least=100)
    ours = times["govaudit, columns"]
    figures.time("  speed of govaudit next to polars by hand", times["polars by hand"] / ours, "x", least=0.7)
    peers: Mapping[
        str, tuple[Callable[[Sequence[Profile]], Callable[[], Answers]], Sequence[Profile], float | None]
    ] = {
        "CEL of Rust (common-expression-language)": (by_cel, sample, 100),
        "regorus (gordon-to-regorus)": (by_rego, sample, 100),
        "CEL of Python (cel-python)": (by_celpy, slower, None),
    }
    for name, (prepare, some, least) in peers.items():
        run = prepare(some)
        taken = seconds([run], 3)[0] / len(some) / len(RULES) * 1e9
        figures.time(name, taken, "ns")
        figures.exact("  answers that are Kleene's", agreement(run(), some), "%")
        figures.time("  speed of govaudit next to it", taken / ours, "x", least=least)


if __name__ == "__main__":
    sys.exit(run_part(part, __doc__))
