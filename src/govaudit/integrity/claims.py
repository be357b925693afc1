"""Laws of a file of claims: forums, tags and sources that exist, ids used once, a day on which there was something to speak of."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from govaudit.model.claim import Claim, Paper, Selection
from govaudit.model.conclusion import Conclusions
from govaudit.model.profile import Profile
from govaudit.problems import Code, Collector, Path, did_you_mean, quote


def check_paper(
    paper: Paper,
    profiles: Mapping[str, Profile],
    forums: Collection[str],
    tags: Collection[str],
    sources: Collection[str],
    problems: Collector,
) -> None:
    """Collect what is wrong with a paper's claims beyond their rules. `profiles`: those of `forums` that can be read."""
    for node, source in [
        (("source",), paper.source),
        *((("voices", i), voice) for i, voice in enumerate(paper.voices)),
    ]:
        if source not in sources:
            hint = did_you_mean(source, sources) or "every source is listed in forums/sources.yaml"
            problems.add(
                Code.UNKNOWN_SOURCE, f"expected a source of the bibliography; found {quote(source)}", node, hint
            )
    seen: set[str] = set()
    for index, claim in enumerate(paper.claims):
        node = ("claims", index)
        if claim.id in seen:
            message = f"expected a claim id used once; found {quote(claim.id)} again"
            problems.add(Code.DUPLICATE_ID, message, (*node, "id"))
        seen.add(claim.id)
        known = _check_selection(claim.about, forums, tags, (*node, "about"), problems)
        if claim.than is not None:
            known = _check_selection(claim.than, forums, tags, (*node, "than"), problems) and known
        if known:
            _check_day(claim, paper, profiles, node, problems)


def check_conclusions(found: Conclusions, forums: Collection[str], tags: Collection[str], problems: Collector) -> None:
    """Collect the forums and tags of conclusions that are not there."""
    for index, item in enumerate(found.conclusions):
        _check_selection(item.about, forums, tags, ("conclusions", index, "about"), problems)
        if item.than is not None:
            _check_selection(item.than, forums, tags, ("conclusions", index, "than"), problems)


def _check_selection(
    selection: Selection,
    forums: Collection[str],
    tags: Collection[str],
    node: Path,
    problems: Collector,
) -> bool:
    before = len(problems.problems)
    for index, forum in enumerate(selection.forums):
        if forum not in forums:
            message = f"expected a forum; found {quote(forum)}"
            problems.add(Code.UNKNOWN_FORUM, message, (*node, index), did_you_mean(forum, forums))
    if selection.tag and selection.tag not in tags:
        message = f"expected a tag; found {quote(selection.tag)}"
        problems.add(Code.UNKNOWN_TAG, message, (*node, "tag"), did_you_mean(selection.tag, tags))
    return len(problems.problems) == before


def _check_day(claim: Claim, paper: Paper, profiles: Mapping[str, Profile], node: Path, problems: Collector) -> None:
    """The day a claim speaks of is not before all of its forums."""
    day = claim.as_of or paper.as_of
    starts = [profiles[forum].active.from_ for forum in claim.about.forums if forum in profiles]
    begun = [start for start in starts if start is None or start <= day]
    if starts and not begun:
        first = min(start for start in starts if start)
        message = f"expected a day on or after {first}, when the forum began; found {day}"
        problems.add(Code.BEFORE_LIFE, message, (*node, "as-of") if claim.as_of else node)
