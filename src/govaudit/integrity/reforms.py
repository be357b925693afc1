"""Laws of a file of reforms: forums, facts, values and a source that exist, a day on which there was something to reform, changes that change something."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic_core import PydanticCustomError

from govaudit.analysis.reforms import reached
from govaudit.model.codebook import Codebook, hint_for_value, shown_value
from govaudit.model.profile import Profile
from govaudit.model.reform import Address, Reform
from govaudit.model.timeline import knowledge_at
from govaudit.problems import Code, Collector, Path, did_you_mean, quote
from govaudit.rules.truth import TRUE


def check_reform(
    reform: Reform,
    codebook: Codebook,
    profiles: Mapping[str, Profile],
    forums: Collection[str],
    sources: Collection[str],
    costs: Collection[str],
    problems: Collector,
) -> None:
    """Collect what is wrong with a reform. `profiles`: those of `forums` that can be read; `costs`: the declared classes, if any are."""
    if reform.cost and costs and reform.cost not in costs:
        hint = did_you_mean(reform.cost, costs) or "the classes stand in criteria/costs.yaml"
        problems.add(Code.UNKNOWN_COST, f"expected a class of costs; found {quote(reform.cost)}", ("cost",), hint)
    if reform.source not in sources:
        hint = did_you_mean(reform.source, sources) or "every source is listed in forums/sources.yaml"
        message = f"expected a source of the bibliography; found {quote(reform.source)}"
        problems.add(Code.UNKNOWN_SOURCE, message, ("source",), hint)
    for forum, address in reform.for_.items():
        node: Path = ("for", forum)
        named = [(node, forum)]
        if address.succeeded_by:
            named.append(((*node, "succeeded-by", "forum"), address.succeeded_by.forum))
        for place, name in named:
            if name not in forums:
                message = f"expected a forum; found {quote(name)}"
                problems.add(Code.UNKNOWN_FORUM, message, place, did_you_mean(name, forums))
        profile = profiles.get(forum)
        if profile and profile.absent(reform.as_of):
            message = f"expected a forum that exists on {reform.as_of}, when the reform was argued; {forum} {profile.absent(reform.as_of)}"
            problems.add(Code.BEFORE_LIFE, message, node)
            profile = None
        _check_changes(reform, address, profile, codebook, (*node, "changes"), problems)


def _check_changes(
    reform: Reform, address: Address, profile: Profile | None, codebook: Codebook, node: Path, problems: Collector
) -> None:
    facts = knowledge_at(profile, codebook, reform.as_of) if profile else {}
    for name, raw in address.changes.items():
        if name not in codebook:
            hint = did_you_mean(name, codebook) or "every fact is declared in criteria/codebook.yaml"
            message = f"expected a fact of the codebook; found {quote(name)}"
            problems.add(Code.UNKNOWN_FACT, message, (*node, name), hint)
            continue
        fact = codebook[name]
        try:
            value = fact.value(raw)
        except PydanticCustomError as error:
            problems.add(Code[error.type], error.message(), (*node, name), hint_for_value(fact, raw))
            continue
        if name in facts and reached(fact, facts[name], value) is TRUE:
            message = f"expected a value beyond what was known on {reform.as_of}; found {quote(shown_value(value))}, which was so already"
            problems.add(Code.IDLE_REFORM, message, (*node, name), "leave it out, or ask for more")
