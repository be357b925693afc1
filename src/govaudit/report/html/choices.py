"""What a forum would score under other choices: policies, views, criteria left out, any weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.otherwise import Otherwise
from govaudit.audit import Audit
from govaudit.model.scorecard import NodeScore
from govaudit.report.html.naming import Name
from govaudit.report.html.wording import Words
from govaudit.report.view import named


@dataclass(frozen=True, slots=True)
class Choice:
    """One other choice; `moved` is what it does to the point, `aside` what it is in data's own words."""

    name: str
    aside: str
    point: str
    moved: str
    bounds: str
    band: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Choices of one kind, under a title."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a page says of other choices; `said` in sentences, `ranks` the command that tells what becomes of ranks."""

    kinds: tuple[Kind, ...]
    said: tuple[str, ...]
    ranks: str


def choices(audit: Audit, found: Otherwise, views: Sequence[Audit], ranks: str, words: Words) -> Choices:
    """What a page says of other choices. `views`: the same forum under the frameworks that extend its own."""
    plan, given = audit.plan, audit.card.score.point

    def choice(name: str, node: NodeScore, of: Audit = audit, aside: str = "") -> Choice:
        point = node.score.point
        moved = None if point is None or given is None else point - given
        bounds = words.span(node.score.low, node.score.high)
        return Choice(
            name, aside, words.number(point), words.signed(moved), bounds, words.band(of.plan, of.plan.root, node.band)
        )

    headings = {name: words.title(plan, name) for name in found.left_out}
    kinds = (
        Kind(
            words("choices.policies"),
            tuple(choice(words(f"policy.{name}"), node) for name, node in found.policies.items()),
        ),
        Kind(
            words("choices.views"),
            tuple(
                choice(words.title(view.plan, view.plan.root), view.card.root, view, named(view.plan))
                for view in views
                if view.card.root
            ),
        ),
        Kind(words("choices.left-out"), tuple(choice(headings[name], node) for name, node in found.left_out.items())),
    )
    return Choices(
        kinds=tuple(kind for kind in kinds if kind.choices), said=tuple(_said(found, headings, words)), ranks=ranks
    )


def _said(found: Otherwise, headings: Mapping[str, Name], words: Words) -> Iterator[str]:
    points = {name: node.score.point for name, node in found.left_out.items()}
    scored = {name: point for name, point in points.items() if point is not None}
    if len(set(scored.values())) > 1:
        least, most = min(scored, key=lambda name: scored[name]), max(scored, key=lambda name: scored[name])
        yield words(
            "choices.left-out-range",
            low=words.number(scored[least]),
            high=words.number(scored[most]),
            least=headings[least],
            most=headings[most],
        )
    if found.obstacle:
        yield words("choices.no-weights", why=words(f"choices.{found.obstacle}"))
    if found.points:
        yield words("choices.weights", **_ends(found.points, words))
    if found.bounds:
        yield words("choices.weights-bounds", **_ends(found.bounds, words))


def _ends(span: tuple[Fraction, Fraction], words: Words) -> dict[str, str]:
    return {"low": words.number(span[0]), "high": words.number(span[1])}
