"""Our runner of the suite in `conformance/`: what its README asks of any runner, for whichever engine it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from govaudit.files.yaml import parse
from govaudit.model.base import parse_date, read
from govaudit.model.codebook import Codebook, read_codebook
from govaudit.model.framework import MISSING, Framework, Missing
from govaudit.model.knowledge import Knowledge, as_knowledge
from govaudit.model.profile import Profile
from govaudit.model.timeline import knowledge_at
from govaudit.problems import GovauditError
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.scorecard import designations, node_score

Data: TypeAlias = Mapping[str, Any]
FOLDER = Path(__file__).parents[2] / "conformance"
FILES: dict[str, Data] = {path.stem: parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
ANSWERS = {"yes": True, "no": False, "unknown": "unknown"}
NUMBERS = ("low", "high", "coverage", "point")
OWN = ("facts", "missing", "day", "note")
"""Keys of a case that expect nothing."""


@dataclass(frozen=True)
class Outcome:
    """What an engine found under one policy.

    Attributes
    ----------
    nodes
        By id what is said of a node, by the names of the README; whether it applies is yes, no or unknown.
    caps
        Of the root: yes, no or unknown of each.
    designations
        yes, no or unknown by id.
    """

    nodes: Mapping[str, Mapping[str, Any]]
    caps: Sequence[str]
    designations: Mapping[str, str]


Policies: TypeAlias = Sequence[Missing | None]
Engine: TypeAlias = Callable[[Plan, Mapping[str, Knowledge], Policies], Sequence[Outcome] | str]
"""An outcome for each policy; or the slug of why there is none."""


def interpret(plan: Plan, facts: Mapping[str, Knowledge], policies: Policies) -> Sequence[Outcome] | str:
    """The engine of this package."""
    try:
        return [_outcome(plan, facts, policy) for policy in policies]
    except GovauditError as error:
        return error.problems[0].code.slug


def _outcome(plan: Plan, facts: Mapping[str, Knowledge], policy: Missing | None) -> Outcome:
    evaluation = Evaluation(plan, facts, policy)
    evaluation.run()
    found = {name: node_score(name, evaluation) for name in plan.nodes}
    nodes = {
        name: {
            "applies": node.applies,
            "levels": list(node.possible_levels),
            "low": node.score.low,
            "high": node.score.high,
            "point": node.score.point,
            "coverage": node.score.coverage,
            "withheld": bool(node.withheld),
            "band": node.band,
            "bands": list(node.possible_bands),
        }
        for name, node in found.items()
    }
    return Outcome(nodes, [cap.holds for cap in found[plan.root].caps], dict(designations(evaluation)))


def failures(file: Data, engine: Engine = interpret) -> list[str]:
    """What came out otherwise than the file expects, one sentence each."""
    return [said for test in file["tests"] for case in test["cases"] for said in failures_of(file, test, case, engine)]


def failures_of(file: Data, test: Data, case: Data, engine: Engine = interpret) -> list[str]:
    """The same of one case."""
    return compare(test, case, answers(file, test, case, engine))


def compare(test: Data, case: Data, found: Data) -> list[str]:
    """What a case expects otherwise than it was found."""
    return [
        f"{test['id']}: {case}: expected {what} {wanted}; found {found.get(what)}"
        for what, wanted in expectations(case)
        if what not in found or found[what] != wanted or type(found[what]) is not type(wanted)
    ]


def expectations(case: Data) -> Iterator[tuple[str, Any]]:
    """What a case expects, flat: `("nodes.root.low", Fraction(4))`."""
    stack = [(key, value) for key, value in case.items() if key not in OWN]
    while stack:
        what, value = stack.pop()
        last = what.rpartition(".")[2]
        if isinstance(value, dict) and last != "knowledge":
            stack += [(f"{what}.{key}", item) for key, item in value.items()]
        else:
            yield what, exact(value) if _numeric(what) else value


def _numeric(what: str) -> bool:
    parts = what.split(".")
    return parts[0] != "designations" and (parts[-1] in NUMBERS or "point" in parts)


def exact(value: Any) -> Fraction | None:
    """A whole number, a decimal, or text such as `1/3`; null is no score."""
    return None if value is None else Fraction(value)


def answers(file: Data, test: Data, case: Data, engine: Engine = interpret) -> dict[str, Any]:
    """Everything that can be asked of a case, by the names of `expectations`."""
    codebook = read_codebook(
        {name: {"question": "?", "basis": "law", **body} for name, body in file["codebook"].items()}
    )
    if "statements" in test:
        return _on_a_day(codebook, test, case)
    plan = compile_plan(read(Framework, framework_of(file, test)), codebook)
    runs = engine(plan, knowledge(codebook, case), (case.get("missing"), *MISSING))
    if isinstance(runs, str):
        return {"error": runs}
    asked, points = runs[0], dict(zip(MISSING, runs[1:], strict=True))
    found: dict[str, Any] = {"error": None}
    if "rule" in test:
        found |= {"truth": ANSWERS[asked.caps[0]], "today": ANSWERS[asked.designations["today"]]}
    found |= {f"designations.{name}": ANSWERS[answer] for name, answer in asked.designations.items()}
    for name, node in asked.nodes.items():
        prefix = "" if "indicator" in test and name == "it" else f"nodes.{name}."
        found |= {f"{prefix}{key}": value for key, value in node.items()}
        found[f"{prefix}applies"] = ANSWERS[node["applies"]]
        found |= {f"{prefix}point.{policy}": run.nodes[name]["point"] for policy, run in points.items()}
    return found


def knowledge(codebook: Codebook, case: Data) -> dict[str, Knowledge]:
    """The facts of a case."""
    return {name: as_knowledge(codebook[name], raw) for name, raw in case.get("facts", {}).items()}


def framework_of(file: Data, test: Data) -> Data:
    """The framework of a test. A rule is asked twice, as a cap, which scores, and as a designation."""
    rest = {"id": "root", "version": "1"}
    if "rule" in test:
        idle = {"id": "idle", "levels": [{"id": "idle", "score": 0, "otherwise": True}]}
        cap = {"id": "scored", "when": test["rule"], "at-most": 0, "reason": "?"}
        today = {"id": "today", "when": test["rule"]}
        return {**rest, "rules": file.get("rules", {}), "indicators": [idle], "caps": [cap], "designations": [today]}
    if "indicator" in test:
        return {**rest, "indicators": [{"id": "it", **test["indicator"]}]}
    return {**rest, **test["framework"]}


def _on_a_day(codebook: Codebook, test: Data, case: Data) -> dict[str, Any]:
    profile = read(
        Profile,
        {
            "id": "forum",
            "name": "Forum",
            "kind": "forum",
            "reviewed": {"on": "2026-01-01", "by": "?"},
            "active": test.get("active", {}),
            "facts": {test["fact"]: test["statements"]},
        },
    )
    day = parse_date(case["day"])
    known = knowledge_at(profile, codebook, day)[test["fact"]]
    kind = known.kind.value
    written = {"known": known.values[0] if known.values else None, "contested": {"contested": list(known.values)}}
    return {"exists": not profile.absent(day), "knowledge": written.get(kind, kind)}


def all_cases() -> Sequence[tuple[str, Data, Data, Data]]:
    """Every case with the name of its file, the file and the test."""
    return [
        (name, file, test, case) for name, file in FILES.items() for test in file["tests"] for case in test["cases"]
    ]
