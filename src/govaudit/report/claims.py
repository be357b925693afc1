"""Claims of papers, judged: as lines, as rows, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from govaudit.analysis.claims import WORDS, Answer, Judged, Verdict
from govaudit.model.claim import COUNTED, Paper
from govaudit.model.knowledge import Knowledge
from govaudit.model.rule import LevelTest, predicates
from govaudit.report.json import Json, dumps
from govaudit.report.layout import BLANK, Line, heading, wrapped
from govaudit.report.layout import Paper as Sheet
from govaudit.report.layout import table as columns
from govaudit.report.numbers import span
from govaudit.report.sentences import brief, knowledge_words
from govaudit.report.tables import Cell, Table
from govaudit.rules.explain import phrase

SHOWN_FORUMS, SHOWN_FACTS, SHOWN_SOURCES = 3, 4, 4


@dataclass(frozen=True, slots=True)
class Reading:
    """The claims of one paper, judged on one day beside their own. `forum`: the one they were chosen for, if any."""

    paper: Paper
    judged: tuple[Judged, ...]
    today: date
    forum: str = ""

    def own_word(self, verdict: Verdict) -> bool:
        """Whether a decided verdict rests on nothing but the paper and its authors' other documents."""
        voices = {self.paper.source, *self.paper.voices}
        return verdict.word != "undecided" and bool(verdict.rests_on()) and verdict.rests_on() <= voices

    def counts(self) -> dict[str, tuple[int, int]]:
        """For each verdict, how many claims have it on their own day, and today."""
        then = Counter(item.then.word for item in self.judged)
        now = Counter(item.today.word for item in self.judged)
        return {word: (then[word], now[word]) for word in WORDS.values()}

    def changed(self) -> tuple[Judged, ...]:
        """The claims whose verdict is no longer what it was."""
        return tuple(item for item in self.judged if item.changed)


def about(judged: Judged) -> str:
    """Of which forums a claim speaks, and of how many of them: `most of rcp`."""
    claim = judged.ready.claim
    named = ", ".join(claim.about.forums) or (f"tag {claim.about.tag}" if claim.about.tag else "all forums")
    if len(claim.about.forums) == 1:
        return named
    how = claim.holds_for
    words = f"{how.word.replace('-', ' ')} {how.count}" if how.word in COUNTED else how.word
    return f"{words} of {named}"


def rule_words(judged: Judged) -> str:
    """What a claim asks of each forum, as a clause."""
    ready = judged.ready
    if ready.rule is not None:
        return phrase(ready.rule)
    than = ready.claim.than
    others = "" if than is None else ", ".join(than.forums) or (f"tag {than.tag}" if than.tag else "all forums")
    return f"{ready.claim.higher_on} is higher than in {others}"


def render(readings: Sequence[Reading], sheet: Sheet) -> list[Line]:
    """Every claim with what decides it; then the counts, and what has changed since."""
    lines: list[Line] = []
    for reading in readings:
        lines += [BLANK] if lines else []
        lines += wrapped(f"{reading.paper.title}: {len(reading.judged)} claims", sheet, style="title")
        lines += wrapped(f"each on the day it speaks of, and on {reading.today}", sheet, style="quiet")
        for judged in reading.judged:
            lines += [BLANK, *_claim(reading, judged, sheet)]
        lines += [*heading("Counts"), *_counts(reading, sheet), *_changed(reading, sheet)]
    return lines


def _claim(reading: Reading, judged: Judged, sheet: Sheet) -> list[Line]:
    claim, then, today = judged.ready.claim, judged.then, judged.today
    verdict = f"{then.word} → {today.word}" if judged.changed else then.word
    lines = wrapped(f"{claim.id} ({claim.section})", sheet, (sheet.ascii(f"{verdict}  "), "number"))
    lines += wrapped(claim.claim, sheet, indent=2)
    before, after = why(reading, judged, then), why(reading, judged, today)
    if claim.dated:
        return lines + _dated(f"{then.on} alone: ", before, sheet)
    if before == after:
        return lines + _dated(f"{then.on}, {today.on}: ", before, sheet)
    return lines + _dated(f"{then.on}: ", before, sheet) + _dated(f"{today.on}: ", after, sheet)


def _dated(lead: str, text: str, sheet: Sheet) -> list[Line]:
    return wrapped(text, sheet, (lead, "quiet"), indent=2)


def why(reading: Reading, judged: Judged, verdict: Verdict) -> str:
    """What decides a verdict: the count over forums, then the deciding facts with their sources."""
    absent = [answer for answer in verdict.answers if answer.absent]
    present = [answer for answer in verdict.answers if not answer.absent]
    said = []
    if len(verdict.answers) > 1:
        tally = Counter(answer.truth for answer in present)
        said += [f"Of {len(present)}: " + ", ".join(f"{tally[truth]} {_ANSWER[word]}" for truth, word in WORDS.items())]
        said += [f"{_ANSWER[WORDS[answer.truth]].capitalize()}: {_answer(answer, judged)}" for answer in present if answer.forum == reading.forum and answer.truth]  # fmt: skip
    shown = [answer for answer in verdict.deciding if answer.forum != reading.forum or len(verdict.answers) == 1]
    said += [_answer(answer, judged) for answer in shown[:SHOWN_FORUMS]]
    said += [f"And {len(shown) - SHOWN_FORUMS} more"] if len(shown) > SHOWN_FORUMS else []
    rivals = [_answer(rival, judged) for rival in verdict.rivals if not rival.absent]
    said += [f"Beside {'; '.join(rivals)}"] if rivals else []
    said += [f"{absent[0].forum} {absent[0].absent}"] if len(verdict.answers) == len(absent) == 1 else []
    said += [f"Left out, not there on that day: {', '.join(answer.forum for answer in absent)}"] if len(verdict.answers) > 1 and absent else []  # fmt: skip
    cited = sorted(verdict.rests_on())
    more = f" (+{len(cited) - SHOWN_SOURCES})" if len(cited) > SHOWN_SOURCES else ""
    said += [f"Rests on {', '.join(cited[:SHOWN_SOURCES])}{more}"] if cited else []
    said += ["On the paper's own word alone"] if reading.own_word(verdict) else []
    return ". ".join(said) + "."


_ANSWER = {"upheld": "yes", "refuted": "no", "undecided": "open"}


def _answer(answer: Answer, judged: Judged) -> str:
    """What is known of a forum: the facts that the claim reads itself, and the scores and levels."""
    said = [f"{fact} {brief(answer.facts[fact])}" for fact in judged.ready.direct]
    levels = {leaf.node for leaf in predicates(judged.ready.rule) if isinstance(leaf, LevelTest)} if judged.ready.rule else set()  # fmt: skip
    for name, found in answer.nodes.items():
        words = " or ".join(found.levels) if name in levels else span(found.low, found.high)
        said.append(f"{name} {words}")
    more = f" (+{len(said) - SHOWN_FACTS} more)" if len(said) > SHOWN_FACTS else ""
    return f"{answer.forum}: {'; '.join(said[:SHOWN_FACTS])}{more}"


def _counts(reading: Reading, sheet: Sheet) -> list[Line]:
    rows = [
        [((f"  {word}", ""),), ((str(then), "number"),), ((str(today), "number"),)]
        for word, (then, today) in reading.counts().items()
    ]
    own = [
        sum(reading.own_word(verdict) for verdict in verdicts)
        for verdicts in ([item.then for item in reading.judged], [item.today for item in reading.judged])
    ]
    rows.append([(("  decided on the paper's own word alone", "quiet"),), *(((str(count), "quiet"),) for count in own)])
    return columns(sheet, ("", "then", "today"), rows, frozenset({1, 2}))


def _changed(reading: Reading, sheet: Sheet) -> list[Line]:
    lines = heading("Changed since")
    for item in sorted(reading.changed(), key=lambda item: "undecided" in (item.then.word, item.today.word)):
        lead = sheet.ascii(f"{item.then.word} → {item.today.word}  ")
        lines += wrapped(f"{item.ready.claim.claim} ({item.ready.claim.id})", sheet, (lead, "number"), indent=2)
    return lines if len(lines) > 2 else [*lines, *wrapped("Nothing.", sheet, indent=2)]


def table(readings: Sequence[Reading]) -> Table:
    """One row a claim."""
    head = (
        "paper", "id", "section", "as of", "verdict", "today", "dated", "changed", "own word", "own word today", "claim", "about", "rule", "facts", "sources", "sources today",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for reading in readings:
        for item in reading.judged:
            claim, then, today = item.ready.claim, item.then, item.today
            rows.append((
                reading.paper.id, claim.id, claim.section, str(then.on), then.word, today.word, _yes(claim.dated), _yes(item.changed), _yes(reading.own_word(then)),
                _yes(reading.own_word(today)), claim.claim, about(item), rule_words(item), " ".join(item.ready.facts), " ".join(sorted(then.rests_on())),
                " ".join(sorted(today.rests_on())),
            ))  # fmt: skip
    return Table(head, tuple(rows))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def json_text(readings: Sequence[Reading], inputs_sha256: str) -> str:
    """`govaudit.claims/1`."""
    entries: list[Json] = [_entry(reading, item) for reading in readings for item in reading.judged]
    counts: dict[str, Json] = {
        word: {
            "as_of": sum(reading.counts()[word][0] for reading in readings),
            "today": sum(reading.counts()[word][1] for reading in readings),
        }
        for word in WORDS.values()
    }
    changed: list[Json] = [item.ready.claim.id for reading in readings for item in reading.changed()]
    papers: list[Json] = [
        {"id": reading.paper.id, "title": reading.paper.title, "source": reading.paper.source} for reading in readings
    ]
    return dumps(
        {
            "schema": "govaudit.claims/1",
            "as_of": readings[0].today.isoformat(),
            "inputs_sha256": inputs_sha256,
            "papers": papers,
            "claims": entries,
            "counts": counts,
            "changed": changed,
        }
    )


def _entry(reading: Reading, item: Judged) -> dict[str, Json]:
    claim, plan = item.ready.claim, item.ready.plan
    return {
        "id": claim.id,
        "paper": reading.paper.id,
        "claim": claim.claim,
        "section": claim.section,
        "as_of": item.then.on.isoformat(),
        "verdict": item.then.word,
        "today": item.today.word,
        "dated": claim.dated,
        "changed": item.changed,
        "own_word": reading.own_word(item.then),
        "own_word_today": reading.own_word(item.today),
        "framework": {"id": plan.root, "version": plan.framework.version},
        "rule": rule_words(item),
        "about": about(item),
        "forums": [answer.forum for answer in item.then.answers],
        "facts": list(item.ready.facts),
        "evidence": [*_evidence(item.then), *([] if claim.dated else _evidence(item.today))],
    }


def _evidence(verdict: Verdict) -> Iterator[Json]:
    """What each forum answers on a day, and what that rests on."""
    deciding = {answer.forum for answer in verdict.deciding}
    for answer in (*verdict.answers, *verdict.rivals):
        yield {
            "on": verdict.on.isoformat(),
            "forum": answer.forum,
            "absent": answer.absent or None,
            "answer": answer.truth.value if answer.truth else None,
            "decides": answer.forum in deciding,
            "facts": [
                {
                    "fact": fact,
                    "state": knowledge.kind.value,
                    "known": knowledge_words(knowledge) if knowledge.values else None,
                    "sources": _cited(knowledge),
                }
                for fact, knowledge in answer.facts.items()
            ],
        }


def _cited(knowledge: Knowledge) -> list[Json]:
    items = knowledge.statement.all_evidence() if knowledge.statement else ()
    return [*dict.fromkeys(item.source for item in items)]
