"""Laws of an adjudication: each decision is about a dispute, is made once, and rests on what a coder said or on evidence of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pydantic_core import PydanticCustomError

from govaudit.analysis.agreement.codings import Shared, Unit, said
from govaudit.integrity.profiles import check_citations
from govaudit.model.adjudication import Adjudication, Decision
from govaudit.model.codebook import Codebook, hint_for_value
from govaudit.model.knowledge import Knowledge, as_knowledge
from govaudit.problems import Code, Collector, Path, did_you_mean, quote


def check_adjudication(
    adjudication: Adjudication, shared: Shared, codebook: Codebook, sources: Collection[str], problems: Collector
) -> Mapping[tuple[str, str], Knowledge]:
    """Collect everything wrong with the decisions; returns what is decided, by forum and fact."""
    units = {(unit.forum, unit.fact): unit for unit in shared.units}
    decided: dict[tuple[str, str], Knowledge] = {}
    for index, decision in enumerate(adjudication.decisions):
        place: Path = ("decisions", index)
        key = (decision.forum, decision.fact)
        if not _names_a_dispute(decision, units, shared.forums, codebook, place, problems):
            continue
        if key in decided:
            message = f"expected one decision about {decision.fact} of {decision.forum}; found another"
            problems.add(Code.DUPLICATE_ID, message, place)
            continue
        known = _read(decision, codebook, place, problems)
        if known:
            decided[key] = known
            _check_footing(decision, known, units[key], place, problems)
        check_citations(decision.evidence, (*place, "evidence"), sources, problems)
    return decided


def _names_a_dispute(
    decision: Decision,
    units: Mapping[tuple[str, str], Unit],
    forums: Sequence[str],
    codebook: Codebook,
    place: Path,
    problems: Collector,
) -> bool:
    if decision.forum not in forums:
        hint = did_you_mean(decision.forum, forums) or f"compared here: {', '.join(forums)}"
        message = f"expected a forum that the codings share; found {quote(decision.forum)}"
        problems.add(Code.UNKNOWN_FORUM, message, (*place, "forum"), hint)
        return False
    if decision.fact not in codebook:
        hint = did_you_mean(decision.fact, codebook)
        message = f"expected a fact of the codebook; found {quote(decision.fact)}"
        problems.add(Code.UNKNOWN_FACT, message, (*place, "fact"), hint)
        return False
    if units[decision.forum, decision.fact].disputed:
        return True
    open_ = [fact for forum, fact in units if forum == decision.forum and units[forum, fact].disputed]
    hint = f"disputed of {decision.forum}: {', '.join(open_) or 'nothing'}"
    message = f"expected a fact that the codings dispute; found {quote(decision.fact)}"
    problems.add(Code.NOT_DISPUTED, message, (*place, "fact"), hint)
    return False


def _read(decision: Decision, codebook: Codebook, place: Path, problems: Collector) -> Knowledge | None:
    fact = codebook[decision.fact]
    if decision.decided == "uncoded":
        message = "expected a value, {contested: [values]}, not-found or not-applicable; found uncoded"
        problems.add(Code.BAD_VALUE, message, (*place, "decided"), "leave the decision out: the dispute stays open")
        return None
    try:
        return as_knowledge(fact, decision.decided)
    except PydanticCustomError as error:
        problems.add(Code[error.type], error.message(), (*place, "decided"), hint_for_value(fact, decision.decided))
        return None


def _check_footing(decision: Decision, known: Knowledge, unit: Unit, place: Path, problems: Collector) -> None:
    """What no coder said needs evidence of its own."""
    answers = [answer for _, answer in unit.coded()]
    given = {value for answer in answers for value in answer.values}
    among = bool(known.values) and given.issuperset(known.values)
    if not among and not decision.evidence and said(known) not in map(said, answers):
        hint = "add evidence: [{source: …, at: …}]"
        problems.add(Code.NO_EVIDENCE, "expected evidence for what no coder said; found none", place, hint)
