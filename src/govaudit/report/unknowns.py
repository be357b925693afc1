"""What is worth finding out: as lines, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govaudit.analysis.minimal_sets import Settling
from govaudit.analysis.unknowns import Ranks, Stake, Unknown, order
from govaudit.audit import Audit
from govaudit.changes import Research
from govaudit.model.knowledge import Kind
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.numbers import NONE, shown
from govaudit.report.rows import number
from govaudit.report.sentences import band_label, brief, cite_short, mark
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named

SHOWN, SHOWN_SETS = 10, 5


def render(found: Sequence[Research], paper: Paper) -> list[Line]:
    """Each forum: its unknown facts, the most rewarding first, and the smallest sets that settle its band."""
    lines: list[Line] = []
    for item in found:
        audit = item.audit
        card, score = audit.card, audit.card.score
        lines += [BLANK] if lines else []
        lines += wrapped(f"{card.name} ({card.forum})", paper, style="title")
        lines += _aside(audit, paper)
        if card.absent:
            lines += [BLANK, *wrapped(f"No score: the forum {card.absent}.", paper)]
            continue
        now = f"{shown(score.point)}, at least {shown(score.low)}, at most {shown(score.high)}; rank {_ranks(item.ranks)} among all forums"
        lines += [BLANK, *wrapped(now, paper, indent=2)]
        lines += _facts(found, item.unknown[:SHOWN], paper)
        lines += _more(len(item.unknown), paper)
        lines += _sets(item, paper)
    return lines


def render_all(found: Sequence[Research], paper: Paper) -> list[Line]:
    """The unknown facts of all forums in one list."""
    listed = ranked(found)
    lines = wrapped("What is worth finding out", paper, style="title")
    lines += _aside(found[0].audit, paper)
    lines += _facts(found, listed[: 2 * SHOWN], paper, forums=True)
    return lines + _more(len(listed), paper, 2 * SHOWN)


def ranked(found: Sequence[Research]) -> list[Unknown]:
    """The unknown facts of several forums in one order."""
    return sorted((unknown for item in found for unknown in item.unknown), key=order)


def _aside(audit: Audit, paper: Paper) -> list[Line]:
    card = audit.card
    words = f"{named(audit.plan)} · as of {card.as_of} · unknowns: {card.missing}"
    return wrapped(words, paper, style="quiet")


def _more(count: int, paper: Paper, most: int = SHOWN) -> list[Line]:
    words = f"And {count - most} more: --format json or csv names them all."
    return [BLANK, *wrapped(words, paper, indent=2, style="quiet")] if count > most else []


def _facts(found: Sequence[Research], unknown: Sequence[Unknown], paper: Paper, *, forums: bool = False) -> list[Line]:
    by_forum = {item.audit.card.forum: item for item in found}
    lines = heading("By how much the bounds may draw together, in points") if unknown else []
    for item in unknown:
        own = by_forum[item.forum]
        name = f"{mark(own.audit)}: {item.fact}" if forums else item.fact
        least = f" (at least {shown(item.gain_least)})" if item.gain_least != item.gain else ""
        words = f"{name}: {brief(item.knowledge)}{least}. {_effect(own, item)}"
        lines += wrapped(words, paper, (f"{shown(item.gain):>5}  ", "number"), indent=2)
        lines += wrapped(_looked(own.audit, item), paper, indent=9, style="quiet")
    return lines


def _effect(own: Research, item: Unknown) -> str:
    """What settling a fact does to point, band, rank and claims."""
    audit = own.audit
    said = []
    if item.low is not None and item.low != item.high:
        said.append(f"The point would lie between {shown(item.low)} and {shown(item.high)}")
    elif item.gain:
        said.append(f"The point would stay {shown(item.low)}")
    labels = [band_label(audit, band) for band in item.bands]
    said += [f"Band: {' or '.join(labels)}"] if len(item.bands) > 1 or {*item.bands} - {audit.card.band} else []
    said += [f"Rank {' or '.join(map(_ranks, item.ranks))}, now {_ranks(own.ranks)}"] if item.ranks else []
    said += [f"Decides {stake_words(stake)}" for stake in item.claims]
    return ". ".join(said) + "." if said else ""


def stake_words(stake: Stake) -> str:
    """`gfmd-little-change (upheld or refuted)`."""
    return f"{stake.claim} ({' or '.join(stake.becomes)}{'' if stake.surely else ', perhaps'})"


def _ranks(ranks: Ranks | None) -> str:
    return NONE if ranks is None else f"{ranks[0]}–{ranks[1]}" if ranks[0] != ranks[1] else str(ranks[0])


def _looked(audit: Audit, item: Unknown) -> str:
    """Where it was looked for in vain, or who disagrees."""
    statement = item.knowledge.statement
    if statement is None or item.knowledge.kind is Kind.UNCODED:
        return "Nobody has looked yet."
    if statement.not_found:
        cited = "; ".join(cite_short(source, audit.sources) for source in statement.not_found.searched)
        return f"Looked for on {statement.not_found.on} in {cited}."
    disagree = dict.fromkeys(evidence.source for evidence in statement.all_evidence())
    return f"Disputed by {'; '.join(cite_short(source, audit.sources) for source in disagree)}."


def _sets(item: Research, paper: Paper) -> list[Line]:
    found = item.settling
    if found is None or not found.bands:
        return []
    lines = heading("Smallest sets that settle the band")
    labels = " or ".join(band_label(item.audit, band) for band in found.bands)
    if len(found.bands) == 1:
        return lines + wrapped(f"None is needed: whatever is unknown, the band is {labels}.", paper, indent=2)
    lines += wrapped(f"Open between: {labels}.", paper, indent=2)
    for words in (*_surely(found), *_possibly(item.audit, found)):
        lines += wrapped(words, paper, indent=2)
    return lines


def _surely(found: Settling) -> Iterator[str]:
    if not found.surely:
        yield f"Surely: no set of at most {found.surely_up_to} of the {found.facts} unknown facts; larger ones were not tried."
    for names in found.surely[:SHOWN_SETS]:
        yield f"Surely, whatever they turn out to be: {', '.join(names)}."
    if len(found.surely) > SHOWN_SETS:
        yield f"Surely: and {len(found.surely) - SHOWN_SETS} other sets of {found.surely_up_to}."


def _possibly(audit: Audit, found: Settling) -> Iterator[str]:
    if not found.possibly:
        yield f"Possibly: no set of at most {found.possibly_up_to} of them, whatever they turn out to be; larger ones were not tried."
    for names, bands in found.possibly[:SHOWN_SETS]:
        labels = " or ".join(band_label(audit, band) for band in bands)
        yield f"Possibly, to {labels}: {', '.join(names)}."
    if len(found.possibly) > SHOWN_SETS:
        yield f"Possibly: and {len(found.possibly) - SHOWN_SETS} other sets of {found.possibly_up_to}."


def table(found: Sequence[Research]) -> Table:
    """One row an unknown fact."""
    by_forum = {item.audit.card.forum: item for item in found}
    head = (
        "forum", "fact", "state", "gain", "gain at least", "score low", "score high", "bands", "rank now", "rank then", "claims", "searched", "searched on",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for item in ranked(found):
        search = item.knowledge.statement.not_found if item.knowledge.statement else None
        rows.append((
            item.forum, item.fact, item.knowledge.kind.value, number(item.gain), number(item.gain_least), number(item.low), number(item.high), " ".join(item.bands),
            _ranks(by_forum[item.forum].ranks), " or ".join(map(_ranks, item.ranks)), "; ".join(map(stake_words, item.claims)),
            " ".join(search.searched) if search else "", search.on.isoformat() if search else "",
        ))  # fmt: skip
    return Table(head, tuple(rows))
