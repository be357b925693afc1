"""What survives other choices: on the terminal, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govaudit.analysis.robustness.dominance import Order
from govaudit.analysis.robustness.examine import SHIFT, Robustness
from govaudit.analysis.robustness.ranks import Tally
from govaudit.analysis.robustness.sensitivity import Index
from govaudit.audit import Audit
from govaudit.report.layout import BLANK, Line, Paper, bar, heading, wrapped
from govaudit.report.layout import table as columns
from govaudit.report.numbers import NONE, percent, rounded, shown
from govaudit.report.sentences import mark
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named

SHORT = {
    "weights-around": "weights\nnear",
    "weights-anywhere": "weights\nany",
    "aggregation": "aggre-\ngation",
    "policies": "poli-\ncies",
    "completions": "comple-\ntions",
    "left-out": "left\nout",
}
CHOICES = {"weights": "weights", "aggregation": "aggregation", "unknowns": "unknowns", "left_out": "left out"}
SHOWN_PARTS = 6
BAR = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An examination and the audits it is about, in the order of its forums; and the forums without a score, each with the reason."""

    found: Robustness
    audits: tuple[Audit, ...]
    without: Mapping[str, str]

    def best_first(self) -> list[int]:
        """The places of the forums by their given rank."""
        ranks = self.found.ranks
        return sorted(range(len(self.audits)), key=lambda place: (int(ranks[place]), self.audits[place].card.forum))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two forums, and the share of the draws in which each scores more; `above` is the one that does so more often.

    Attributes
    ----------
    proven
        Whether the order is sure under all weights: "bounds" if whatever the unknown turns out to be, "points" if as unknowns are counted, else "".
    """

    above: str
    below: str
    share: Fraction
    turned: Fraction
    proven: str

    @property
    def never_flips(self) -> bool:
        """Whether one scored more in every single draw."""
        return self.share == 1


def pairs(found: Robustness) -> tuple[Pair, ...]:
    """Every pair once, those that flip least first."""
    names, tally = found.space.forums, found.everything
    told = []
    for i, first in enumerate(names):
        for j, second in enumerate(names[:i]):
            often, seldom = int(tally.above[i, j]), int(tally.above[j, i])
            above, below = (first, second) if often > seldom else (second, first)
            told.append(
                Pair(
                    above=above,
                    below=below,
                    share=Fraction(max(often, seldom), tally.draws),
                    turned=Fraction(min(often, seldom), tally.draws),
                    proven=_proven(found, above, below),
                )
            )
    return tuple(sorted(told, key=lambda pair: (-pair.share, pair.turned, pair.above, pair.below)))


def _proven(found: Robustness, above: str, below: str) -> str:
    for word, order in (("bounds", found.by_bounds), ("points", found.by_points)):
        if order is not None and below in order.above[above]:
            return word
    return ""


def render(report: Report, paper: Paper) -> list[Line]:
    """Ranks under all choices and under each, which choice matters, pairs, and the order under all weights."""
    found, card = report.found, report.audits[0].card
    lines = wrapped("Do the ranks survive other choices?", paper, style="title")
    lines += wrapped(
        f"{named(report.audits[0].plan)} · as of {card.as_of} · unknowns as given: {card.missing} · "
        f"{found.settled.draws} draws · {found.settled.completions} completions · seed {found.settled.seed}",
        paper,
        style="quiet",
    )
    lines += [*heading("All choices varied at once"), *_everything(report, paper)]
    lines += [*heading("One choice varied at a time: ranks in 90 of 100 draws"), *_alone(report, paper)]
    lines += [*heading("Which choice moves the ranks"), *_sensitivity(found, paper)]
    lines += [*heading("If one part is left out"), *_left_out(found, paper)]
    lines += [*heading("Pairs"), *_pairs(found, paper)]
    lines += [*heading("Under all weights"), *_order(found, paper)]
    return lines + _notes(report, paper)


def _everything(report: Report, paper: Paper) -> list[Line]:
    tally = report.found.everything
    least, middle, most = (tally.rank_at(quantile) for quantile in (0.05, 0.5, 0.95))
    rows = []
    for place in report.best_first():
        first = Fraction(int(tally.taken[place, 0]), tally.draws)
        rows.append(
            _cells(
                paper,
                mark(report.audits[place]),
                report.found.ranks[place],
                middle[place],
                _between(least[place], most[place]),
                percent(first).replace(" ", ""),
                shown(_exact(report.found.scores[place, 1])),
                _between(shown(_exact(report.found.scores[place, 0])), shown(_exact(report.found.scores[place, 2]))),
            )
        )
    head = ("forum", "rank\ngiven", "\nmedian", "\n5–95 %", "\nfirst", "score\nmedian", "\n5–95 %")
    return columns(paper, head, rows, frozenset(range(1, len(head))))


def _alone(report: Report, paper: Paper) -> list[Line]:
    tallies = report.found.alone
    ends = {name: (tally.rank_at(0.05), tally.rank_at(0.95)) for name, tally in tallies.items()}
    rows = [
        _cells(
            paper,
            mark(report.audits[place]),
            report.found.ranks[place],
            *(_between(least[place], most[place]) for least, most in ends.values()),
        )
        for place in report.best_first()
    ]
    head = ("forum", "rank\ngiven", *(SHORT[name] for name in tallies))
    return columns(paper, head, rows, frozenset(range(1, len(head))))


def _sensitivity(found: Robustness, paper: Paper) -> list[Line]:
    rows: list[list[Line]] = []
    for item in found.sensitivity:
        if item.output != SHIFT:
            continue
        first, total = _exact(item.first.share), _exact(item.total.share)
        shares = bar(paper, BAR, (Fraction(0), Fraction(1)), _clipped(first), _clipped(total), None)
        rows.append([((CHOICES[item.choice], ""),), shares, *_cells(paper, _index(item.first), _index(item.total))])
    lines = columns(paper, ("choice", "", "alone", "in all"), rows)
    return lines + wrapped(
        "Shares of the variance of the mean shift of ranks (Sobol' indices, in brackets from 5 % to 95 % of resamples): "
        "what goes if this choice alone is fixed, and what is left if all others are.",
        paper,
        style="quiet",
    )


def _clipped(share: Fraction | None) -> Fraction | None:
    """An estimate may lie a little outside of what a share can be."""
    return None if share is None else min(max(share, Fraction(0)), Fraction(1))


def _index(index: Index) -> str:
    numbers = [_exact(number) for number in (index.share, index.low, index.high)]
    share, low, high = (NONE if number is None else f"{rounded(number, 2):f}" for number in numbers)
    return share if share == NONE else f"{share} ({low} to {high})"


def _left_out(found: Robustness, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    count = len(found.space.forums)
    telling = sorted((part for part in found.left_out if part.moved), key=lambda part: (-part.moved, part.part))
    for part in telling[:SHOWN_PARTS]:
        way = "down" if part.by > 0 else "up"
        lines += wrapped(
            f"{part.moved} of {count} forums move; {part.furthest} furthest, {abs(part.by)} {way}",
            paper,
            (f"{part.part}: ", "number"),
            indent=2,
        )
    if not telling:
        return wrapped("No rank moves, whatever is left out.", paper, indent=2)
    more = len(telling) - SHOWN_PARTS
    return lines + (wrapped(f"and {more} more parts that move some forum", paper, indent=2) if more > 0 else [])


def _pairs(found: Robustness, paper: Paper) -> list[Line]:
    told = pairs(found)
    never = [pair for pair in told if pair.never_flips]
    count = len(found.space.forums)
    texts = [
        f"Of {len(told)} pairs of {count} forums, {len(never)} never flip in {found.everything.draws} draws, whatever the choice.",
    ]
    if found.by_points is not None and found.by_bounds is not None:
        texts.append(
            f"{found.by_points.pairs} keep their order under all weights, as unknowns are counted; "
            f"{found.by_bounds.pairs} whatever the unknown turns out to be as well."
        )
    lines = [line for text in texts for line in wrapped(text, paper, indent=2)]
    for pair in never:
        lines += wrapped(f"{pair.above} above {pair.below}", paper, indent=4)
    return lines


def _order(found: Robustness, paper: Paper) -> list[Line]:
    order = found.by_points
    if order is None:
        return wrapped("No order to be had; see below.", paper, indent=2)
    lines: list[Line] = []
    covers = order.covers()
    for depth, layer in enumerate(order.layers, start=1):
        lines += wrapped(f"Layer {depth}", paper, indent=2, style="quiet")
        for name in layer:
            below = [lower for upper, lower in covers if upper == name]
            lines += wrapped(_above(order, name, below), paper, (f"{name}  ", "number"), indent=4)
    return lines


def _above(order: Order, name: str, below: Sequence[str]) -> str:
    twins = [other for group in order.equal if name in group for other in group if other != name]
    same = f"the same as {', '.join(twins)}" if twins else ""
    over = f"above {', '.join(below)}" if below else ""
    return "; ".join(filter(None, (same, over))) or "above none"


def _notes(report: Report, paper: Paper) -> list[Line]:
    notes = [
        "Ranks are counted over draws in which every choice is as likely; they are no probabilities that a rank is right.",
        "In the last list a forum stands above another if it scores at least as high under all weights. Those that no line joins can change places.",
        *(f"Not varied: {text}." for text in report.found.skipped),
        *(f"Left out, no score: {forum} ({why})." for forum, why in report.without.items()),
    ]
    if any(item.card.generic for item in report.audits):
        notes.append("† describes a class of forums, not one forum: do not read its rank as one.")
    return [BLANK, *(line for text in notes for line in wrapped(text, paper, style="quiet"))]


def _cells(paper: Paper, *texts: object) -> list[Line]:
    return [((paper.ascii(str(text)), ""),) for text in texts]


def _between(low: object, high: object) -> str:
    return str(low) if low == high else f"{low}–{high}"


def _exact(number: float) -> Fraction | None:
    """A statistic as an exact number; None if it is none."""
    return None if number != number else Fraction(float(number))  # noqa: PLR0124  # only nan differs from itself


def table(report: Report) -> Table:
    """One row a forum, best first: its ranks and scores, and the share of the draws in which it takes each rank."""
    found = report.found
    count = len(report.audits)
    alone = [f"{name} {end}" for name in found.alone for end in ("p5", "p95")]
    head = (
        "forum", "class", "rank", "rank median", "rank p5", "rank p95", "score median", "score p5", "score p95", *alone, *(f"rank {place + 1}" for place in range(count)),
    )  # fmt: skip
    return Table(head, tuple(tuple(_row(report, place)) for place in report.best_first()))


def _row(report: Report, place: int) -> Iterator[Cell]:
    found, card = report.found, report.audits[place].card
    yield card.forum
    yield "class" if card.generic else ""
    yield int(found.ranks[place])
    yield from (int(found.everything.rank_at(quantile)[place]) for quantile in (0.5, 0.05, 0.95))
    yield from (statistic(found.scores[place, column], 2) for column in (1, 0, 2))
    for tally in found.alone.values():
        yield from (int(tally.rank_at(quantile)[place]) for quantile in (0.05, 0.95))
    yield from shares(found.everything, place)


def shares(tally: Tally, place: int) -> list[Decimal]:
    """In what share of the draws a forum takes each rank. Exact, for the draws are a power of two; they sum to 1."""
    return [Decimal(int(count)) / Decimal(tally.draws) for count in tally.taken[place]]


def statistic(number: float, digits: int) -> Decimal | None:
    """A statistic in a table or a report for programs; None if it is no number."""
    exact = _exact(number)
    return None if exact is None else rounded(exact, digits)
