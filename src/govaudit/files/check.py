"""`check` and `test`: every file of a data folder against every law, all problems collected."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urldefrag

from govaudit.files.cases import run_cases
from govaudit.files.citation import CITATION, LICENCES, read_citation, read_licence
from govaudit.files.conclusions import CONCLUSIONS, conclusion_ids, read_conclusions
from govaudit.files.crew import spread
from govaudit.files.criteria import CODEBOOK, COSTS
from govaudit.files.editions import edition_document, edition_ids, read_edition
from govaudit.files.here import named_from_here
from govaudit.files.judge import Dates, Found, Judge
from govaudit.files.read import entries, is_folder, list_folders, list_yaml, shown, there
from govaudit.files.suppressions import SUPPRESSIONS, Suppressor
from govaudit.files.tables import check_table
from govaudit.files.translations import check_translations
from govaudit.files.workspace import REFORMS, SHARED, SOURCES, TAGS, Workspace
from govaudit.integrity.criteria import check_framework
from govaudit.integrity.profiles import check_cited, check_sources, cited
from govaudit.integrity.review import REVIEW_MONTHS
from govaudit.model.base import ID
from govaudit.model.claim import Paper
from govaudit.model.reform import Reform
from govaudit.model.source import Source
from govaudit.problems import Checked, Code, Collector, GovauditError, Problem, quote
from govaudit.problems import Path as Node

if TYPE_CHECKING:
    from govaudit.files.links import NoPageError

TABLES = frozenset({".csv", ".tsv", ".parquet"})


class Checker:
    """Checks a workspace, file by file; one bad file does not stop the others.

    Attributes
    ----------
    problems
        What is wrong and not suppressed.
    checked
        The files that were looked at, by the names they are shown under.
    outside
        Those that are no part of the data: they bear the names they were given, and no suppression covers them.
    cited
        The sources that those files cite.
    unchecked
        Profiles at which a process was killed.
    """

    def __init__(self, workspace: Workspace, review_months: int = REVIEW_MONTHS, jobs: int = 1) -> None:
        self.workspace = workspace
        self.review_months = review_months
        self.jobs = jobs
        self.problems: list[Problem] = []
        self.checked: set[str] = set()
        self.frameworks: set[str] = set()
        self.outside: set[str] = set()
        self.cited: set[str] = set()
        self.unchecked: set[str] = set()

    @cached_property
    def latest(self) -> date | None:
        """The data's latest review; None if there is none."""
        days: set[date] = set()
        with closing(spread(Dates(self.workspace), self.workspace.forum_ids(), self.jobs)) as results:
            for chunk, found in results:
                days |= found or set()
                self.problems += [] if found is not None else self._killed([f"forums/{name}.yaml" for name in chunk])
        return max(days, default=None)

    @cached_property
    def suppressor(self) -> Suppressor:
        made = Suppressor(self.workspace.documents, self.latest or date.min)
        self._try(made.read, SUPPRESSIONS)
        return made

    @property
    def suppressed(self) -> int:
        """How many problems the data accept."""
        return len(self.suppressor.suppressed)

    @property
    def documents(self) -> set[str]:
        """The files that were looked at, and those that their check led to: a criterion's framework, a missing file of cases."""
        return self.checked | {problem.document for problem in (*self.problems, *self.suppressor.suppressed)} - {""}

    @property
    def files(self) -> int:
        """How many files these are."""
        return len(self.documents - self.unchecked)

    def seen_from_here(self) -> Checked:
        """What was found, for programs that stand in the working directory: every document is named from there."""
        names = {name: named_from_here(name, root=self.workspace.root, given=self.outside) for name in self.documents}

        def renamed(problem: Problem) -> Problem:
            return replace(problem, document=names.get(problem.document, ""))

        return Checked(
            problems=tuple(map(renamed, self.problems)),
            suppressed={renamed(problem): reason for problem, reason in self.suppressor.suppressed.items()},
            files=tuple(sorted(set(names.values()))),
        )

    def these(self, paths: Iterable[str]) -> Self:
        """What was named, or everything."""
        named = tuple(paths)
        profiles = [profile for path in named for profile in self._path(path)]
        if named:
            if profiles:
                self._shared()
                self._profiles(profiles)
            self._suppress()
        else:
            self.everything()
        return self

    @property
    def own_problems(self) -> list[Problem]:
        """The problems of the data's own files."""
        return [problem for problem in self.problems if problem.document not in self.outside]

    def everything(self) -> None:
        """Codebook, frameworks with their cases, all profiles, and the bibliography."""
        self._shared()
        self._try(lambda: self.workspace.costs, COSTS)
        self._try(lambda: read_citation(self.workspace), CITATION)
        self._try(lambda: read_licence(self.workspace), LICENCES[0])
        for path in list_yaml(self.workspace.root / "criteria"):
            self._read(f"criteria/{path.name}")
        for folder in ("criteria", "forums", REFORMS, "claims", CONCLUSIONS):
            self._misnamed(folder)
        for name in dict.fromkeys((*self.workspace.framework_ids(), *self._criteria_folders())):
            self.framework(name)
        read = self._profiles(
            [(f"forums/{path.name}", None) for path in self._forum_files() if path.stem not in SHARED]
        )
        papers = [self.paper(name) for name in self.workspace.paper_ids()]
        reforms = [self.reform(path.stem) for path in self._reform_files()]
        for name in conclusion_ids(self.workspace):
            self.conclusions(name)
        complete = (
            read and all(papers) and all(reforms)
        )  # else nobody can say what is cited, or what a suppression is for
        self._sources()
        if complete:
            collector = Collector()
            check_cited(self._references, self.cited, collector)
            self._place(collector, SOURCES)
        self._suppress()
        self.problems += self.suppressor.expired()
        if complete:
            self.problems += self.suppressor.unused()
        self.problems = list(dict.fromkeys(self.problems))
        self.checked |= set(map(shown, self.workspace.documents.texts))

    def _misnamed(self, folder: str) -> None:
        """Tell of files that look like data and are not read, for their names end otherwise."""
        place = self.workspace.root / folder
        for path in (self._try(lambda: entries(place), folder) or ()) if is_folder(place) else ():
            if path.suffix.lower() in {".yml", ".yaml"} and path.suffix != ".yaml":
                message = f"expected a file name that ends in .yaml; found {quote(shown(path.name))}"
                named = shown(f"{folder}/{path.name}")
                self.problems.append(Problem(code=Code.BAD_NAME, message=message, document=named))

    def _criteria_folders(self) -> Iterator[str]:
        """The folders that hold criteria, whether they are a framework or should be one."""
        for path in list_folders(self.workspace.root / "criteria"):
            if self._try(lambda: list_yaml(path), f"criteria/{path.name}"):  # noqa: B023  # called at once
                yield path.name

    def _forum_files(self) -> list[Path]:
        folder = self.workspace.root / "forums"
        return list_yaml(folder) if is_folder(folder) else []  # data that score tables alone have no forums

    def _reform_files(self) -> list[Path]:
        folder = self.workspace.root / REFORMS
        return list_yaml(folder) if is_folder(folder) else []

    def _path(self, name: str) -> Iterator[tuple[str, Path | None]]:
        """One file that was named, or all of a folder, inside the data folder or anywhere else; profiles are handed back."""
        path = Path(name)
        inside = self._note(path, name)
        if path.suffix in TABLES:
            self._try(lambda: check_table(path), name)
        elif is_folder(path) and path.suffix != ".yaml":  # a folder with the name of a file is refused by its reader
            for child in self._try(lambda: (*list_yaml(path), *list_folders(path)), name) or ():
                yield from self._path(str(child))
        elif inside and not there(path):
            self._read(inside)
        elif inside:
            yield from self._document(inside)
        else:
            yield name, path.parent

    def _document(self, inside: str) -> Iterator[tuple[str, Path | None]]:
        """A file of the data, by its path below the data folder; a profile is handed back."""
        if inside.startswith("criteria/"):
            self._criteria(inside)
        elif inside == SOURCES:
            self._try(lambda: self.workspace.sources, SOURCES)
            self._sources()
        elif inside == TAGS:
            self._try(lambda: self.workspace.tags, TAGS)
        elif inside == SUPPRESSIONS:
            self.problems += self.suppressor.expired()
        elif inside == CITATION:
            self._try(lambda: read_citation(self.workspace), CITATION)
        elif inside.startswith((f"{REFORMS}/", "claims/")):
            self._beside(inside)
        else:
            yield inside, None

    def _criteria(self, inside: str) -> None:
        parts = Path(inside).parts
        if len(parts) > 2:
            if parts[1] not in self.frameworks:  # its files are checked together
                self.framework(parts[1])
        elif inside in {CODEBOOK, COSTS}:
            self._try(lambda: self.workspace.codebook, CODEBOOK)
            self._try(lambda: self.workspace.costs, COSTS)
        else:
            self._read(inside)

    def _read(self, document: str) -> None:
        """A file of the data of which no more is known than that it holds data."""
        self._try(lambda: self.workspace.documents.data(document), document)

    def _beside(self, inside: str) -> None:
        """A file that speaks of forums and criteria: a reform, conclusions, the claims of a paper."""
        name = Path(inside).stem
        if inside.startswith(f"{REFORMS}/"):
            self.reform(name)
        elif inside.startswith(f"{CONCLUSIONS}/"):
            self.conclusions(name)
        else:
            self.paper(name)

    def _note(self, path: Path, name: str) -> str:
        """Note that it is looked at; its path below the data folder, "" if it is no part of the data, as no table is."""
        inside = "" if path.suffix in TABLES else self._inside(path)
        if not inside:
            self.outside.add(shown(name))
        if not is_folder(path):
            self.checked.add(shown(inside or name))
        return inside

    def _inside(self, path: Path) -> str:
        """The path below the data folder, "" if it lies elsewhere. Links are followed by the reader, not here."""
        folder, root = (Path(os.path.realpath(place)) for place in (path.parent, self.workspace.root))
        return str((folder / path.name).relative_to(root)) if folder.is_relative_to(root) else ""

    def _try(self, action: Any, name: str) -> Any:  # any reader of this module
        try:
            return action()
        except GovauditError as error:
            self.problems += [
                problem if problem.document else replace(problem, document=shown(name)) for problem in error.problems
            ]
            return None

    def _shared(self) -> None:
        """What every profile is held to."""
        self._try(lambda: self.workspace.codebook, CODEBOOK)
        self._try(lambda: self.workspace.sources, SOURCES)
        self._try(lambda: self.workspace.tags, TAGS)

    def _profiles(self, profiles: Sequence[tuple[str, Path | None]]) -> bool:
        """Profiles, by as many processes as there may be; those at which one was killed are named. Whether all could be read."""
        total = Found()
        judge = Judge(self.workspace, self.latest, self.review_months)
        with closing(spread(judge, profiles, self.jobs)) as results:
            for chunk, found in results:
                names = [shown(document) for document, _ in chunk]
                self.checked.update(names)
                total.take(found or Found(self._killed(names), complete=False))
        self.problems += total.problems
        self.cited |= total.cited
        return total.complete

    def _killed(self, names: Sequence[str]) -> list[Problem]:
        self.unchecked.update(names)
        message = "expected the file to be checked; the process that read it was killed, twice"
        hint = "memory may have run out: try --jobs 1, or look at the file"
        return [Problem(code=Code.NOT_CHECKED, message=message, document=name, hint=hint) for name in names]

    def paper(self, name: str) -> Paper | None:
        """The claims of one paper; None if they cannot be judged."""
        found = self._try(lambda: self.workspace.paper(name), f"claims/{name}.yaml")
        if not found:
            return None
        paper: Paper = found[0]
        self.cited |= cited([], [paper])
        return paper

    def reform(self, name: str) -> Reform | None:
        """One reform; None if it cannot be read."""
        if not ID.fullmatch(name):
            message = f"expected a file name that is a kebab-case id; found {quote(shown(f'{name}.yaml'))}"
            self.problems.append(Problem(code=Code.BAD_NAME, message=message, document=shown(f"{REFORMS}/{name}.yaml")))
        try:
            reform, problems = self.workspace.read_reform(name)
        except GovauditError as error:
            reform, problems = None, error.problems
        self.problems += problems
        self.cited |= {reform.source} if reform else set()
        return reform

    def conclusions(self, name: str) -> None:
        """The conclusions from one framework."""
        self._try(lambda: read_conclusions(self.workspace, name), f"{CONCLUSIONS}/{name}.yaml")

    def framework(self, name: str) -> None:
        """A framework with its laws and cases."""
        self.frameworks.add(name)
        self._misnamed(f"criteria/{name}")
        whole = f"criteria/{name}/framework.yaml"
        if not there(self.workspace.root / whole):
            message = "expected the framework of the criteria in this folder; the file is not there"
            hint = "without it nothing in this folder is read: write it, or move the files to the folder of theirs"
            self.problems.append(Problem(code=Code.UNREADABLE, message=message, document=shown(whole), hint=hint))
            return
        try:
            plan = self.workspace.plan(name)
        except GovauditError as error:
            self.problems += error.problems
            return
        collector = Collector(list(plan.warnings))
        check_framework(plan, collector)
        tree = self.workspace.tree(name)
        self.problems += [self.workspace.documents.place(problem, tree) for problem in collector.problems]
        for edition in edition_ids(self.workspace, name):
            document = edition_document(name, edition)
            self._try(lambda: read_edition(self.workspace, name, edition), document)  # noqa: B023  # called at once
        self.problems += check_translations(self.workspace, name)
        for path in list_yaml(self.workspace.root / "criteria" / name):
            self._read(f"criteria/{name}/{path.name}")  # also what the framework does not name
        self.problems += run_cases(self.workspace, name)[1]

    @cached_property
    def _references(self) -> Sequence[Source]:
        """The references as they stand in the file; none if it cannot be read, which was said when it was read the first time."""
        try:
            return self.workspace.references
        except GovauditError:
            return ()

    def _sources(self) -> None:
        """The laws of the references."""
        collector = Collector()
        check_sources(self._references, collector)
        self._place(collector, SOURCES)

    def addresses(self) -> dict[str, list[Node]]:
        """The addresses of the bibliography, each with the nodes where it stands; if that file was not looked at, of the sources that are cited."""
        found: dict[str, list[Node]] = {}
        for index, source in enumerate(self._references):
            if SOURCES in self.checked or source.id in self.cited:
                for key, address in source.addresses():
                    found.setdefault(urldefrag(address)[0], []).append(("references", index, *key))
        return found

    def links(self, addresses: Mapping[str, Sequence[Node]], answers: Iterable[tuple[str, NoPageError | None]]) -> None:
        """Take into the problems which of the addresses lead to no page."""
        collector = Collector()
        for address, answer in sorted(answers, key=lambda pair: pair[0]):
            if answer:
                for node in addresses[address]:
                    collector.add(answer.code, f"expected {answer.expected}; found {answer.found}", node)
        self._place(collector, SOURCES)

    def _place(self, collector: Collector, document: str) -> None:
        self.problems += [self.workspace.documents.place(problem, document) for problem in collector.problems]

    def _suppress(self) -> None:
        keep = self.suppressor.keep(self.own_problems)
        self.problems = keep + [problem for problem in self.problems if problem.document in self.outside]
