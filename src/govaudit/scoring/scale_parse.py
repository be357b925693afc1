"""From an authored indicator to its scale, with every law of rubrics, tables and goalposts checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from govaudit.model.codebook import Fact, Value, shown_number, shown_value
from govaudit.model.framework import Framework, Indicator
from govaudit.model.rubric import Goalpost, Level, Linear, Points
from govaudit.problems import Code, Path, did_you_mean, quote
from govaudit.rules.parse import Parser
from govaudit.scoring.scale import Line, Post, Rubric, Scale, Step, Table
from govaudit.scoring.tables import check_ids


def level_ids(indicator: Indicator, framework: Framework) -> tuple[str, ...]:
    """The ids of an indicator's levels, best first; none if it has no rubric."""
    return tuple(level.id for level in indicator.levels or framework.rubrics.get(indicator.rubric, ()))


def parse_scale(indicator: Indicator, framework: Framework, parser: Parser, place: Path) -> Scale | None:
    """The scale of an indicator; None if it is wrong (the problems are collected by `parser`)."""
    problems = parser.problems
    if indicator.points:
        return _table(indicator.points, framework, parser, (*place, "points"))
    if indicator.linear:
        return _line(indicator.linear, parser, (*place, "linear"))
    if indicator.levels:
        return _rubric(indicator.levels, "", parser, (*place, "levels"))
    if indicator.rubric not in framework.rubrics:
        hint = did_you_mean(indicator.rubric, framework.rubrics)
        problems.add(
            Code.UNKNOWN_NAME, f"expected a named rubric; found {quote(indicator.rubric)}", (*place, "rubric"), hint
        )
        return None
    if indicator.fact and indicator.fact not in parser.codebook:
        _unknown_fact(indicator.fact, parser, (*place, "fact"))
        return None
    return _rubric(framework.rubrics[indicator.rubric], indicator.fact, parser, ("rubrics", indicator.rubric))


def _rubric(levels: Sequence[Level], it: str, parser: Parser, place: Path) -> Rubric | None:
    problems, before = parser.problems, len(parser.problems.problems)
    steps: list[Step] = []
    check_ids("level", [level.id for level in levels], place, problems)
    for index, level in enumerate(levels):
        here, last = (*place, index), index == len(levels) - 1
        if steps and level.score > steps[-1].score:
            problems.add(
                Code.RISING_LEVELS,
                f"expected scores that never rise down the rubric; found {shown_number(level.score)} after {shown_number(steps[-1].score)}",
                (*here, "score"),
                "put the best level first",
            )
        if level.otherwise != last or (level.when is None) != last:
            wanted = (
                "`otherwise: true` and no rule on the last level"
                if last
                else "a rule (`when`) on every level but the last"
            )
            problems.add(Code.NO_OTHERWISE, f"expected {wanted}", here)
            continue
        rule = None if last else parser.parse(level.when, (*here, "when"), it)
        steps.append(Step(level.id, level.label or level.id.replace("-", " ").capitalize(), level.score, rule))
    return Rubric(tuple(steps)) if len(problems.problems) == before else None


def _table(points: Points, framework: Framework, parser: Parser, place: Path) -> Table | None:
    problems, fact = parser.problems, parser.codebook.get(points.fact)
    if fact is None:
        _unknown_fact(points.fact, parser, (*place, "fact"))
        return None
    if not fact.finite:
        message = f"expected a fact of type boolean, ordered or category; found {fact.type}"
        problems.add(Code.TYPE_CLASH, message, (*place, "fact"))
        return None
    table: Mapping[str, Fraction] | None = (
        points.table if not isinstance(points.table, str) else framework.tables.get(points.table)
    )
    if table is None:
        hint = did_you_mean(points.table, framework.tables)
        problems.add(Code.UNKNOWN_NAME, f"expected a named table; found {quote(points.table)}", (*place, "table"), hint)
        return None
    by_word: dict[str, Value] = {shown_value(value): value for value in fact.allowed}
    for word in table:
        if word not in by_word:
            message = f"expected values of {fact.id}; found {quote(word)}"
            problems.add(Code.BAD_VALUE, message, (*place, "table"), did_you_mean(word, by_word))
    lacking = [word for word in by_word if word not in table]
    if lacking:
        message = f"expected a row for every value of {fact.id}; none for {', '.join(lacking)}"
        problems.add(Code.INCOMPLETE_TABLE, message, (*place, "table"))
        return None
    return Table(fact, {value: table[word] for word, value in by_word.items()})


def _line(linear: Linear, parser: Parser, place: Path) -> Line | None:
    problems, fact = parser.problems, parser.codebook.get(linear.fact)
    if fact is None:
        _unknown_fact(linear.fact, parser, (*place, "fact"))
        return None
    if fact.type not in {"integer", "number"}:
        problems.add(Code.TYPE_CLASH, f"expected a fact of type integer or number; found {fact.type}", (*place, "fact"))
        return None
    start, end = _post(linear.from_, fact), _post(linear.to, fact)
    if start.value == end.value:
        problems.add(Code.BAD_NUMBER, "expected two goalposts at different values", place)
        return None
    return Line(fact, start, end, linear.outside == "clamp")


def _post(goalpost: Goalpost, fact: Fact) -> Post:
    if not isinstance(goalpost.value, str):
        return Post(goalpost.value, goalpost.score)
    bound = fact.least if goalpost.value == "least" else fact.greatest
    assert bound is not None  # a numeric fact declares both
    return Post(bound, goalpost.score, goalpost.value)


def _unknown_fact(name: str, parser: Parser, place: Path) -> None:
    hint = did_you_mean(name, parser.codebook)
    parser.problems.add(Code.UNKNOWN_FACT, f"expected a fact of the codebook; found {quote(name)}", place, hint)


def read_facts(scale: Scale | None) -> tuple[Fact, ...]:
    """The fact that a table or line reads; a rubric's facts are in its rules."""
    return (scale.fact,) if isinstance(scale, Table | Line) else ()
