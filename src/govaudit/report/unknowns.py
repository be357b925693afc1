"""What is worth finding out: as lines, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govaudit.analysis.minimal_sets import Settling
from govaudit.analysis.unknowns import Ranks, Stake, Unknown, order
from govaudit.audit import Audit, Research
from govaudit.model.knowledge import Kind
from govaudit.report.json import Json, dumps
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.numbers import NONE, shown, telling, trimmed
from govaudit.report.rows import number
from govaudit.report.schema_blocks import MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed
from govaudit.report.schemas import COUNT, DAY, DIGEST, FRAMEWORK
from govaudit.report.scorecard_json import Writer
from govaudit.report.sentences import band_label, brief, cite_short, mark
from govaudit.report.tables import Cell, Table

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
    words = f"{card.framework} {card.version} · as of {card.as_of} · unknowns: {card.missing}"
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


def json_text(found: Sequence[Research], inputs_sha256: str) -> str:
    """`govaudit.unknowns/1`."""
    cards, listed = [item.audit.card for item in found], ranked(found)
    numbers = [
        value for item in listed for value in (item.low, item.high, item.gain, item.gain_least) if value is not None
    ]
    writer = Writer(cards)
    writer.digits = max(writer.digits, telling(numbers))
    by_forum = {item.audit.card.forum: item for item in found}
    return dumps(
        {
            "schema": "govaudit.unknowns/1",
            "framework": {"id": cards[0].framework, "version": cards[0].version},
            "as_of": cards[0].as_of.isoformat(),
            "missing": cards[0].missing,
            "inputs_sha256": inputs_sha256,
            "forums": [_forum(item, writer) for item in found],
            "unknowns": [_entry(item, by_forum[item.forum].audit, writer.digits) for item in listed],
        }
    )


def _forum(item: Research, writer: Writer) -> Json:
    card, found = item.audit.card, item.settling
    return {
        "forum": card.forum,
        "absent": card.absent or None,
        "score": writer.score(card.score),
        "band": card.band,
        "ranks": list(item.ranks) if item.ranks else None,
        "settling": None
        if found is None
        else {
            "bands": list(found.bands),
            "facts": found.facts,
            "surely": [list(names) for names in found.surely],
            "surely_up_to": found.surely_up_to,
            "possibly": [{"facts": list(names), "bands": list(bands)} for names, bands in found.possibly],
            "possibly_up_to": found.possibly_up_to,
        },
    }


def _entry(item: Unknown, audit: Audit, digits: int) -> Json:
    statement = item.knowledge.statement
    search = statement.not_found if statement else None
    return {
        "forum": item.forum,
        "fact": item.fact,
        "question": audit.plan.codebook[item.fact].question,
        "state": item.knowledge.kind.value,
        "known": brief(item.knowledge) if item.knowledge.values else None,
        "score_low": trimmed(item.low, digits),
        "score_high": trimmed(item.high, digits),
        "gain": trimmed(item.gain, digits),
        "gain_least": trimmed(item.gain_least, digits),
        "bands": list(item.bands),
        "ranks": [list(pair) for pair in item.ranks],
        "claims": [
            {"paper": stake.paper, "id": stake.claim, "becomes": list(stake.becomes), "surely": stake.surely}
            for stake in item.claims
        ],
        "searched": list(search.searched) if search else [],
        "searched_on": search.on.isoformat() if search else None,
    }


RANKS: dict[str, Any] = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2}
MAYBE_RANKS: dict[str, Any] = {"anyOf": [RANKS, {"type": "null"}]}
SETTLING = closed(
    {
        "bands": TEXTS,
        "facts": COUNT,
        "surely": {"type": "array", "items": TEXTS},
        "surely_up_to": COUNT,
        "possibly": {"type": "array", "items": closed({"facts": TEXTS, "bands": TEXTS})},
        "possibly_up_to": COUNT,
    }
)
UNKNOWNS = closed(
    {
        "schema": {"const": "govaudit.unknowns/1"},
        "framework": FRAMEWORK,
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": DIGEST,
        "forums": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "absent": MAYBE_TEXT,
                    "score": SCORE,
                    "band": MAYBE_TEXT,
                    "ranks": MAYBE_RANKS,
                    "settling": {"anyOf": [SETTLING, {"type": "null"}]},
                }
            ),
        },
        "unknowns": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "fact": TEXT,
                    "question": TEXT,
                    "state": {"enum": ["contested", "not-found", "uncoded"]},
                    "known": MAYBE_TEXT,
                    "score_low": NUMBER,
                    "score_high": NUMBER,
                    "gain": {"type": "number", "minimum": 0},
                    "gain_least": {"type": "number", "minimum": 0},
                    "bands": TEXTS,
                    "ranks": {"type": "array", "items": RANKS},
                    "claims": {
                        "type": "array",
                        "items": closed(
                            {
                                "paper": TEXT,
                                "id": TEXT,
                                "becomes": {"type": "array", "items": {"enum": ["upheld", "refuted"]}},
                                "surely": {"type": "boolean"},
                            }
                        ),
                    },
                    "searched": TEXTS,
                    "searched_on": {"anyOf": [DAY, {"type": "null"}]},
                }
            ),
        },
    }
)
