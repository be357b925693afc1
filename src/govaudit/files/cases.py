"""The cases that sit beside the criteria: found, run, and everything that is said of them placed in its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from govaudit.files.assemble import Tree, expand_keys
from govaudit.files.documents import CRITERIA_LIMIT, Documents
from govaudit.files.read import list_yaml, shown
from govaudit.files.workspace import Workspace
from govaudit.integrity.cases import Outcome, Runner, check_completeness, readable
from govaudit.integrity.extensions import check_shown, inherited, must_show_levels, reached, scored_anew
from govaudit.integrity.trial import Place, Trial
from govaudit.model.extension import Overridden
from govaudit.problems import Code, Collector, GovauditError, Path, Problem, did_you_mean, quote
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan

ENDING = ".cases.yaml"


def run_cases(workspace: Workspace, name: str) -> tuple[Trial, tuple[Problem, ...]]:
    """Run all cases of a framework; beside what came of them, every problem, a failed case among them.

    Raises
    ------
    GovauditError
        If the framework itself cannot be read.
    """
    plan, tree, documents = workspace.plan(name), workspace.tree(name), workspace.documents
    problems: list[Problem] = []
    runner, outcomes = Runner(plan), list[tuple[Outcome, Place]]()
    lineage = workspace.lineage(name)
    own = [item for item in lineage.overridden if item.framework == name]
    wanted = _answering(plan, tree) if not lineage.bases else {_own(name): must_show_levels(plan, own)}
    for _, file in _inherited(workspace, name, runner):
        outcomes += [
            (outcome, _place(documents, outcome.place, file)) for outcome in runner.run(file.data, Collector())
        ]
    for document, file in _files(workspace, name, wanted, problems):
        collector = Collector()
        data = {key: _listed(body) for key, body in file.data.items()}
        if lineage.bases:
            check_shown(scored_anew(plan, own, lineage.bases), data, collector)
        found = runner.run(data, collector)
        check_completeness(wanted.get(document, ()), readable(data), collector)
        problems += [documents.place(problem, file) for problem in collector.problems]
        outcomes += [(outcome, _place(documents, outcome.place, file)) for outcome in found]
    if not outcomes and {problem.code for problem in problems} <= {Code.MISSING_CASE}:
        problems = [_nothing(name)]
    else:
        collector = Collector()
        runner.sights.check(collector)
        problems += [documents.place(problem, tree) for problem in collector.problems]
    sights = ((sight, _place(documents, sight.leaf.place, tree)) for sight in runner.sights.found.values())
    return Trial(plan, tuple(outcomes), tuple(sights)), tuple(problems)


def _inherited(workspace: Workspace, name: str, runner: Runner) -> Iterator[tuple[str, Tree]]:
    """The cases of the frameworks that it extends, as far as no override reaches what they speak of.

    What is wrong with them is said where they stand.
    """
    lineage, plan = workspace.lineage(name), runner.plan
    for base in reversed(tuple(lineage.bases)):
        later = [item for item in lineage.overridden if item.framework != base and base not in _below(workspace, item)]
        changed = reached(plan, later, lineage.bases)
        own = _answering(workspace.plan(base), workspace.tree(base)) if not workspace.lineage(base).bases else {}
        for document, file in _files(workspace, base, own, []):
            cases = {key: _listed(body) for key, body in file.data.items()}
            file.data = inherited(cases, plan, runner.subjects, changed)
            yield document, file


def _below(workspace: Workspace, item: Overridden) -> Iterable[str]:
    """The frameworks that build on the one which overrides a value: their cases know of it."""
    return workspace.extensions(item.framework)


def _own(name: str) -> str:
    """The file of cases of a framework that extends another."""
    return f"criteria/{name}/framework{ENDING}"


def _answering(plan: Plan, tree: Tree) -> dict[str, list[PlanNode]]:
    """Files of cases by name, with the indicators each must answer for: those of the file beside it."""
    found: dict[str, list[PlanNode]] = {}
    for node in plan.nodes.values():
        if node.scale:
            found.setdefault(_beside(tree.origin(node.place)[0]), []).append(node)
    return found


def _beside(document: str) -> str:
    return document.removesuffix(".yaml") + ENDING


def _files(
    workspace: Workspace, name: str, wanted: Mapping[str, list[PlanNode]], problems: list[Problem]
) -> Iterator[tuple[str, Tree]]:
    """Every file of cases that can be read, its templates repeated."""
    folder = f"criteria/{name}"
    there = [f"{folder}/{path.name}" for path in list_yaml(workspace.root / folder) if path.name.endswith(ENDING)]
    places = {_beside(document) for _, document, _ in workspace.tree(name).origins if document.startswith(f"{folder}/")}
    for document in there:
        if document in places:
            try:
                yield document, expand_keys(document, workspace.documents.data(document, limit=CRITERIA_LIMIT))
            except GovauditError as error:
                problems += error.problems
        else:
            lacking = document.removesuffix(ENDING) + ".yaml"
            message = f"expected cases beside a file of {name}; found no {quote(shown(lacking))}"
            hint = did_you_mean(document, places)
            problems.append(Problem(code=Code.UNKNOWN_NAME, message=message, hint=hint, document=shown(document)))
    for document, nodes in wanted.items():
        if document not in there:
            named = f"{', '.join(node.id for node in nodes[:3])}…" if nodes else name
            message = f"expected cases for {named}; the file is not there"
            problems.append(Problem(code=Code.MISSING_CASE, message=message, document=document))


def _listed(body: Any) -> Any:  # whatever stands in the file
    """The cases of one thing; those of repeated ones stand under `cases`, beside `each`."""
    return body["cases"] if isinstance(body, dict) and set(body) == {"cases"} else body


def _nothing(name: str) -> Problem:
    return Problem(
        code=Code.NO_CASES,
        message=f"expected cases of {name}; found none",
        document=f"criteria/{name}/framework.yaml",
        hint=f"they stand beside the criteria, those of NAME.yaml in NAME{ENDING}",
    )


def _place(documents: Documents, node: Path, tree: Tree | str) -> Place:
    placed = documents.place(Problem(code=Code.FAILED_CASE, message="", node=node), tree)
    return Place(placed.document, placed.line or 1, placed.column or 1)
