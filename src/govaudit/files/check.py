"""`check` and `test`: every file of a data folder against every law, all problems collected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from govaudit.files.documents import CRITERIA_LIMIT
from govaudit.files.read import list_yaml, shown
from govaudit.files.tables import check_table
from govaudit.files.workspace import CODEBOOK, SHARED, SOURCES, TAGS, Workspace
from govaudit.integrity.cases import Outcome, check_completeness, run_cases
from govaudit.integrity.criteria import check_framework
from govaudit.integrity.profiles import check_sources, cited
from govaudit.model.base import ID, read
from govaudit.model.case import Case
from govaudit.model.claim import Paper
from govaudit.model.profile import Profile
from govaudit.model.source import Bibliography
from govaudit.problems import Code, Collector, GovauditError, Problem, quote
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan

TABLES = frozenset({".csv", ".tsv", ".parquet"})


class Checker:
    """Checks a workspace, file by file; one bad file does not stop the others."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.problems: list[Problem] = []
        self.files = 0
        self.frameworks: set[str] = set()

    def everything(self) -> None:
        """Codebook, frameworks with their cases, all profiles, and the bibliography."""
        try:
            self.workspace.codebook  # noqa: B018  # reading it is the check
            self.workspace.sources  # noqa: B018
            self.workspace.tags  # noqa: B018
        except GovauditError as error:
            self.problems += error.problems
        for name in self.workspace.framework_ids():
            self.framework(name)
        profiles = [
            self.profile(f"forums/{path.name}")
            for path in list_yaml(self.workspace.root / "forums")
            if path.stem not in SHARED
        ]
        papers = [self.paper(name) for name in self.workspace.paper_ids()]
        if all(profiles) and all(papers):  # else nobody can say what is cited
            self._sources([item for item in profiles if item], [item for item in papers if item])
        self.problems = list(dict.fromkeys(self.problems))
        self.files = len(self.workspace.documents.texts)

    def path(self, name: str) -> None:
        """One file that was named, inside the data folder or anywhere else."""
        path = Path(name)
        self.files += not path.is_dir()
        if path.suffix in TABLES:
            self._try(lambda: check_table(path), name)
            return
        inside = self._inside(path)
        if path.is_dir():
            folders = sorted(child for child in path.iterdir() if child.is_dir() and not child.is_symlink())
            for child in (*list_yaml(path), *(folder for folder in folders if not folder.name.startswith("."))):
                self.path(str(child))
        elif inside and inside.startswith("criteria/"):
            parts = Path(inside).parts
            if len(parts) == 2:
                self._try(lambda: self.workspace.codebook, CODEBOOK)
            elif parts[1] not in self.frameworks:  # its files are checked together
                self.framework(parts[1])
        elif inside == SOURCES:
            self._try(lambda: self.workspace.sources, SOURCES)
        elif inside == TAGS:
            self._try(lambda: self.workspace.tags, TAGS)
        elif inside.startswith("claims/"):
            self.paper(Path(inside).stem)
        else:
            self.profile(inside or name, root=None if inside else path.parent)

    def _inside(self, path: Path) -> str:
        """The path below the data folder, "" if it lies elsewhere. Links are followed by the reader, not here."""
        folder, root = path.parent.resolve(), self.workspace.root.resolve()
        return str((folder / path.name).relative_to(root)) if folder.is_relative_to(root) else ""

    def _try(self, action: Any, name: str) -> Any:  # any reader of this module
        try:
            return action()
        except GovauditError as error:
            self.problems += [
                problem if problem.document else replace(problem, document=shown(name)) for problem in error.problems
            ]
            return None

    def profile(self, document: str, *, root: Path | None = None) -> Profile | None:
        """One profile; None if it cannot be read."""
        stem = Path(document).stem
        if not ID.fullmatch(stem):
            message = f"expected a file name that is a kebab-case id; found {quote(shown(Path(document).name))}"
            self.problems.append(Problem(code=Code.BAD_NAME, message=message, document=shown(document)))
        try:
            profile, problems = self.workspace.read_profile(document, root=root)
        except GovauditError as error:
            profile, problems = None, error.problems
        self.problems += problems
        return profile

    def paper(self, name: str) -> Paper | None:
        """The claims of one paper; None if they cannot be judged."""
        found = self._try(lambda: self.workspace.paper(name), f"claims/{name}.yaml")
        return found[0] if found else None

    def framework(self, name: str) -> tuple[Outcome, ...]:
        """A framework with its laws and cases."""
        self.frameworks.add(name)
        try:
            plan = self.workspace.plan(name)
        except GovauditError as error:
            self.problems += error.problems
            return ()
        collector = Collector(list(plan.warnings))
        check_framework(plan, collector)
        tree = self.workspace.tree(name)
        self.problems += [self.workspace.documents.place(problem, tree) for problem in collector.problems]
        return self.cases(name, plan)

    def cases(self, name: str, plan: Plan) -> tuple[Outcome, ...]:
        """Run the cases of a framework, each file beside its criterion."""
        outcomes: tuple[Outcome, ...] = ()
        for document, nodes in self._case_files(name, plan).items():
            collector = Collector()
            try:
                data: Mapping[str, Any] = self.workspace.documents.data(document, limit=CRITERIA_LIMIT)
            except GovauditError as error:
                if not any(problem.code is Code.UNREADABLE for problem in error.problems):
                    self.problems += error.problems
                    continue
                missing = f"expected cases for {', '.join(node.id for node in nodes[:3])}…; the file is not there"
                self.problems.append(Problem(code=Code.MISSING_CASE, message=missing, document=document))
                continue
            outcomes += run_cases(plan, data, collector)
            check_completeness(nodes, readable_cases(data), collector)
            self.problems += [self.workspace.documents.place(problem, document) for problem in collector.problems]
        return outcomes

    def _case_files(self, name: str, plan: Plan) -> dict[str, list[PlanNode]]:
        """Case files by name, with the indicators that each answers for: those of the criterion file beside it."""
        tree = self.workspace.tree(name)
        found: dict[str, list[PlanNode]] = {}
        for node in plan.nodes.values():
            if node.scale:
                document, _ = tree.origin(node.place)
                found.setdefault(f"{document.removesuffix('.yaml')}.cases.yaml", []).append(node)
        return found

    def _sources(self, profiles: Sequence[Profile], papers: Sequence[Paper]) -> None:
        collector = Collector()
        try:
            bibliography = read(Bibliography, self.workspace.documents.data(SOURCES))
        except GovauditError:
            return  # said when it was read the first time
        check_sources(bibliography.references, cited(profiles, papers), collector)
        self.problems += [self.workspace.documents.place(problem, SOURCES) for problem in collector.problems]


def readable_cases(data: Mapping[str, Any]) -> dict[str, list[Case]]:
    """The cases that can be read; the others have been reported."""
    found: dict[str, list[Case]] = {}
    for name, entries in data.items():
        for entry in entries if isinstance(entries, list) else []:
            try:
                found.setdefault(name, []).append(read(Case, entry))
            except GovauditError:
                continue
    return found
