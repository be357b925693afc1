"""The criteria of a data folder: its codebook, classes of costs and frameworks, read into models and compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from govaudit.files.assemble import Tree, assemble, expand_keys
from govaudit.files.documents import CRITERIA_LIMIT, Documents
from govaudit.files.extend import base_of, extend
from govaudit.files.read import entries, list_yaml, there
from govaudit.model.base import read
from govaudit.model.codebook import Codebook, read_codebook
from govaudit.model.extension import OWN, Lineage
from govaudit.model.framework import Framework
from govaudit.problems import Code, Collector, GovauditError, Problem, did_you_mean, quote, unknown
from govaudit.problems import Path as Node
from govaudit.scoring.plan import Plan, compile_plan

if TYPE_CHECKING:
    from govaudit.model.cost import CostClass

CODEBOOK = "criteria/codebook.yaml"
COSTS = "criteria/costs.yaml"

T = TypeVar("T")


def once(reader: Callable[[Any], T]) -> cached_property[T]:
    """As `cached_property`; a failure is kept too, so that a bad file is not parsed again for every profile that is held to it."""
    return cached_property(partial(_read_once, reader))


def _read_once(reader: Callable[[Any], T], criteria: Criteria) -> T:
    name = reader.__name__
    if name in criteria.failures:
        raise criteria.failures[name].with_traceback(None)
    try:
        return reader(criteria)
    except GovauditError as error:
        criteria.failures[name] = error
        raise


class Criteria:
    """What a data folder measures by, read on demand. Every method raises `GovauditError` with placed problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents = Documents(root)
        self.plans: dict[str, Plan] = {}
        self.trees: dict[str, Tree] = {}
        self.lineages: dict[str, Lineage] = {}
        self.failures: dict[str, GovauditError] = {}

    @once
    def codebook(self) -> Codebook:
        tree = expand_keys(CODEBOOK, self.documents.data(CODEBOOK, limit=CRITERIA_LIMIT))
        try:
            return read_codebook(tree.data)
        except GovauditError as error:
            raise self.documents.placed(error, tree) from None

    @once
    def costs(self) -> Mapping[str, CostClass]:
        """The classes of costs by id, cheapest as they stand in the file; empty if the data have none. The codebook is held to them."""
        from govaudit.model.cost import Costs, check_classes, check_costs  # start-up: few commands ask

        declared: dict[str, CostClass] = {}
        if there(self.root / COSTS):
            data = self.documents.data(COSTS, limit=CRITERIA_LIMIT)
            problems = Collector()
            try:
                costs = read(Costs, data)
                check_classes(costs, problems)
                problems.raise_if_any()
            except GovauditError as error:
                raise self.documents.placed(error, COSTS) from None
            declared = {item.id: item for item in costs.classes}
        problems = Collector()
        check_costs(self.codebook, declared, problems)
        if problems.problems:
            raise self.documents.placed(GovauditError(problems.problems), CODEBOOK)
        return declared

    def framework_ids(self) -> tuple[str, ...]:
        """Ids of all frameworks, by folder name."""
        return tuple(path.name for path in entries(self.root / "criteria") if there(path / "framework.yaml"))

    def tree(self, name: str) -> Tree:
        """A framework's files as one tree of plain data; of one that extends another, with its values in the other's tree."""
        try:
            return self._tree(name, ())
        except GovauditError as error:
            self.failures[f"criteria/{name}"] = error  # what builds on it need not find out anew
            raise

    def lineage(self, name: str) -> Lineage:
        """What a framework extends, and the origin of every value that it overrides."""
        self.tree(name)
        return self.lineages.get(name, OWN)

    def extensions(self, name: str) -> tuple[str, ...]:
        """The frameworks that extend one, directly or through others."""
        return tuple(other for other in self.framework_ids() if name in self.lineage(other).bases)

    def _tree(self, name: str, above: tuple[str, ...]) -> Tree:
        """`above`: the frameworks on whose behalf it is read, furthest first."""
        if f"criteria/{name}" in self.failures:
            raise self.failures[f"criteria/{name}"]
        if name not in self.trees:
            choices = self.framework_ids()
            if name not in choices:
                raise unknown(Code.UNKNOWN_FRAMEWORK, "a framework", name, choices)
            folder = f"criteria/{name}"
            document = f"{folder}/framework.yaml"

            def include(part: object, node: Node) -> tuple[str, Mapping[str, Any]]:
                files = (path.stem for path in list_yaml(self.root / folder))
                known = [stem for stem in files if not stem.endswith(".cases") and stem != "framework"]
                if not isinstance(part, str) or part not in known:
                    message = f"expected a criterion file of {folder}; found {quote(part)}"
                    problem = Problem(
                        code=Code.UNKNOWN_NAME, message=message, node=node, hint=did_you_mean(part, known)
                    )
                    raise self.documents.placed(GovauditError(problem), document)
                file = f"{folder}/{part}.yaml"
                return file, self.documents.data(file, limit=CRITERIA_LIMIT)

            data = self.documents.data(document, limit=CRITERIA_LIMIT)
            if "extends" in data:
                self._extend(name, document, data, above)
            else:
                self.trees[name] = assemble(document, data, include)
        return self.trees[name]

    def _extend(self, name: str, document: str, data: Mapping[str, Any], above: tuple[str, ...]) -> None:
        """Read the framework that is extended, and write the other values into a copy of its tree."""
        try:
            base = base_of(data, (*above, name), self.framework_ids())
            tree = self._tree(base, (*above, name))
            self.plan(base)  # a base that cannot be read is told of there, not in what extends it
            made = extend(document, data, tree, self.lineages.get(base, OWN))
        except GovauditError as error:
            raise self.documents.placed(error, document) from None
        self.trees[name], self.lineages[name] = made

    def plan(self, name: str) -> Plan:
        """A framework, compiled."""
        if name not in self.plans:
            tree, codebook = self.tree(name), self.codebook
            try:
                framework = read(Framework, tree.data)
                check_file_ids(framework, tree, name)
                self.plans[name] = compile_plan(framework, codebook)
            except GovauditError as error:
                raise self.documents.placed(error, tree) from None
        return self.plans[name]


def check_file_ids(framework: Framework, tree: Tree, folder: str) -> None:
    """A framework's id is its folder's name, a criterion's its file's.

    Raises
    ------
    GovauditError
        With each id that is not.
    """
    named: list[tuple[Node, str, str]] = [(("id",), framework.id, folder)]
    for index, group in enumerate(framework.criteria):
        node: Node = ("criteria", index, "id")
        document, _ = tree.origin(node)
        if not document.endswith("/framework.yaml"):
            named.append((node, group.id, Path(document).stem))
    problems = Collector()
    for node, found, wanted in named:
        if found != wanted:
            message = f"expected the id to be the file's name, {quote(wanted)}; found {quote(found)}"
            problems.add(Code.BAD_ID, message, node)
    problems.raise_if_any()
