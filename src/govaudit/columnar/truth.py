"""Rules as Boolean columns in Kleene's logic: null is unknown.

Nothing here may skip a null: `all` is the strict one, a question whether something is not false is asked after `fill_null`,
and where `when` meets null it means its `otherwise`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias, assert_never

import narwhals as nw

from govaudit.columnar.encoding import CODES, Encoding, kind_column, word_column
from govaudit.columnar.sheet import UNKNOWN, Exact, Sheet, Stage, counted, held, total, whole
from govaudit.model.codebook import Fact, Value
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, Test

YES, NO = nw.lit(value=True), nw.lit(value=False)
Level: TypeAlias = tuple[str, nw.Expr]
"""A level's id, and whether it is possible: never null."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a rule may read of a node: whether it applies, its interval, and its levels, best first."""

    effective: nw.Expr
    low: Exact
    high: Exact
    levels: tuple[Level, ...] = ()


@dataclass(slots=True)
class Judge:
    """Turns rules into columns.

    Attributes
    ----------
    after
        The stage for what reads all nodes that a rule reads.
    today
        As in `rules.evaluate.View`: for designations.
    """

    encoding: Encoding
    sheet: Sheet
    node: Callable[[str], Seen]
    after: Callable[[Rule], Stage]
    today: bool = False
    named: dict[str, tuple[nw.Expr, int]] = field(default_factory=dict)

    def rule(self, rule: Rule) -> nw.Expr:
        """The truth of a rule in every row."""
        match rule:
            case FactTest(fact, test):
                return self._compare(self.encoding.codebook[fact], test)
            case Every(rules):
                return nw.all_horizontal(*map(self.rule, rules), ignore_nulls=False)
            case Some(1, rules):
                return nw.any_horizontal(*map(self.rule, rules), ignore_nulls=False)
            case Some(count, rules):
                return at_least(count, [self.rule(part) for part in rules])
            case Not(part):
                return ~self.rule(part)
            case Asks(kind, fact):
                return self._ask(kind, self.encoding.codebook[fact])
            case Named(name, part):
                return self._named(name, part)
            case LevelTest(node, test):
                seen = self.node(node)
                return seen.effective & _levels(seen.levels, test)
            case ScoreTest(node, test):
                seen = self.node(node)
                return seen.effective & _interval(seen.low, seen.high, test)
            case _:
                assert_never(rule)

    def _named(self, name: str, rule: Rule) -> nw.Expr:
        """A named rule is a column, worked out once; one that reads another stands after it."""
        if name not in self.named:
            depth = 1 + max((self.named_depth(part) for part in _named_in(rule)), default=0)
            word = "today" if self.today else "rule"
            column = self.sheet.put((*self.after(rule), depth), f"{word}//{name}", self.rule(rule))
            self.named[name] = column, depth
        return self.named[name][0]

    def named_depth(self, rule: Named) -> int:
        """How many named rules stand one inside another."""
        self._named(rule.name, rule.rule)
        return self.named[rule.name][1]

    def is_kind(self, kind: Kind, fact: Fact) -> nw.Expr:
        """Whether knowledge of a fact is of a kind; never null."""
        if self.encoding.judged(fact.id):
            return nw.col(kind_column(fact.id)) == CODES[kind]
        column = nw.col(self.encoding.value_columns(fact)[0])
        return {Kind.KNOWN: ~column.is_null(), Kind.UNCODED: column.is_null()}.get(kind, NO)

    def _ask(self, kind: Kind, fact: Fact) -> nw.Expr:
        if kind is Kind.NOT_APPLICABLE or self.today:
            return self.is_kind(kind, fact)
        known, excused = self.is_kind(Kind.KNOWN, fact), self.is_kind(Kind.NOT_APPLICABLE, fact)
        if kind is Kind.KNOWN:
            return nw.when(known).then(YES).otherwise(nw.when(excused).then(NO).otherwise(UNKNOWN))
        return nw.when(known | excused).then(NO).otherwise(UNKNOWN)

    def _compare(self, fact: Fact, test: Test) -> nw.Expr:
        """A comparison: null where the fact is unknown, false where it is not applicable."""
        compared = self._set(fact, test) if fact.type == "set" else self._single(fact, test)
        if not self.encoding.judged(fact.id):
            return compared
        return compared & (nw.col(kind_column(fact.id)) != CODES[Kind.NOT_APPLICABLE])

    def _single(self, fact: Fact, test: Test) -> nw.Expr:
        column = nw.col(fact.id)
        if test.accepts is None:
            return threshold(column, test, self.encoding.scale(fact.id))
        if fact.type != "boolean":
            return _among(column, sorted(fact.values.index(str(value)) for value in test.accepts), len(fact.values))
        if len(test.accepts) != 1:
            return _constant(column, holds=bool(test.accepts))
        return column if True in test.accepts else ~column

    def _set(self, fact: Fact, test: Test) -> nw.Expr:
        if test.op is Op.COUNT:
            assert test.count is not None  # the parser gave it one
            size = total(nw.col(word_column(fact.id, word)).cast(nw.Int64) for word in fact.values)
            return threshold(size, test.count, 1)
        words = (nw.col(word_column(fact.id, str(word))) for word in test.operands)
        join = nw.any_horizontal if test.op is Op.CONTAINS_ANY else nw.all_horizontal
        return join(*words, ignore_nulls=False)


def at_least(count: int, truths: Iterable[nw.Expr]) -> nw.Expr:
    """At least `count` are true; unknown if the unknown ones decide."""
    rules = tuple(truths)
    held_now = total(counted(rule, 1) for rule in rules)
    possible = total(nw.when(~rule).then(whole(0)).otherwise(whole(1)) for rule in rules)
    return nw.when(held_now >= count).then(YES).otherwise(nw.when(possible < count).then(NO).otherwise(UNKNOWN))


def threshold(column: nw.Expr, test: Test, scale: int) -> nw.Expr:
    """A comparison of whole numbers over `scale`; null where the column is."""
    exact = [_number(value) * scale for value in test.operands]
    ups, downs = [held(ceil(number)) for number in exact], [held(floor(number)) for number in exact]
    match test.op:
        case Op.IS | Op.IN:
            whole_ones = [up for up, down in zip(ups, downs, strict=True) if up == down]
            return column.is_in(whole_ones) if whole_ones else _constant(column, holds=False)
        case Op.AT_LEAST:
            return column >= whole(ups[0])
        case Op.AT_MOST:
            return column <= whole(downs[0])
        case Op.ABOVE:
            return column > whole(downs[0])
        case Op.BELOW:
            return column < whole(ups[0])
        case _:
            assert test.op is Op.BETWEEN  # all others compare sets
            return (column >= whole(ups[0])) & (column <= whole(downs[1]))


def _number(value: Value) -> Fraction:
    return Fraction(value.toordinal()) if isinstance(value, date) else Fraction(value)  # type: ignore[arg-type]


def _among(column: nw.Expr, places: list[int], size: int) -> nw.Expr:
    """Whether a place in a list of values is one of these; a run of places is one comparison or two."""
    if not places or len(places) == size:
        return _constant(column, holds=bool(places))
    first, last = places[0], places[-1]
    if len(places) <= last - first:
        return column.is_in(places)
    if first == last:
        return column == first
    if last == size - 1:
        return column >= first
    return column <= last if first == 0 else (column >= first) & (column <= last)


def _constant(column: nw.Expr, *, holds: bool) -> nw.Expr:
    """True (or false) of every value, null where there is none."""
    return column == column if holds else column != column  # noqa: PLR0124  # null stays null


def _levels(levels: tuple[Level, ...], test: Test) -> nw.Expr:
    """True if every possible level passes, false if none does."""
    passing = [possible for name, possible in levels if test.passes(name)]
    failing = [possible for name, possible in levels if not test.passes(name)]
    if not passing or not failing:
        return YES if passing else NO
    some_pass, some_fail = (nw.any_horizontal(*group, ignore_nulls=False) for group in (passing, failing))
    return nw.when(~some_fail).then(YES).otherwise(nw.when(~some_pass).then(NO).otherwise(UNKNOWN))


def _interval(low: Exact, high: Exact, test: Test) -> nw.Expr:
    """True if all of ``[low, high]`` satisfies the comparison, false if none of it does or there is none, else unknown."""
    operands = [_number(value) for value in test.operands]
    match test.op:
        case Op.AT_LEAST:
            every, some = low.at_least(operands[0]), high.at_least(operands[0])
        case Op.AT_MOST:
            every, some = high.at_most(operands[0]), low.at_most(operands[0])
        case Op.ABOVE:
            every, some = ~low.at_most(operands[0]), ~high.at_most(operands[0])
        case Op.BELOW:
            every, some = ~high.at_least(operands[0]), ~low.at_least(operands[0])
        case Op.BETWEEN:
            first, last = operands
            every = low.at_least(first) & high.at_most(last)
            some = high.at_least(first) & low.at_most(last)
        case _:
            inside = [low.at_most(value) & high.at_least(value) for value in operands]
            equal = [low.at_least(value) & high.at_most(value) for value in operands]
            every = nw.any_horizontal(*equal, ignore_nulls=False)
            some = nw.any_horizontal(*inside, ignore_nulls=False)
    return nw.when(every).then(YES).otherwise(nw.when(some).then(UNKNOWN).otherwise(NO))


def _named_in(rule: Rule) -> Iterable[Named]:
    """The named rules that a rule reads by itself."""
    stack: list[Rule] = [rule]
    while stack:
        here = stack.pop()
        match here:
            case Every() | Some():
                stack.extend(here.rules)
            case Not():
                stack.append(here.rule)
            case Named():
                yield here
            case _:
                pass
