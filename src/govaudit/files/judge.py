"""The part of `check` that many profiles share: each judged by itself, nothing of it kept but what is wrong and what it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from govaudit.files.documents import Documents
from govaudit.files.read import shown
from govaudit.files.workspace import Workspace
from govaudit.integrity.profiles import cited
from govaudit.integrity.review import review
from govaudit.model.base import ID
from govaudit.problems import Code, Collector, GovauditError, Problem, quote


@dataclass(frozen=True, slots=True)
class Dates:
    """The days on which some forums were reviewed. Heads that cannot be read are reported with their profiles."""

    workspace: Workspace

    def __call__(self, forums: Sequence[str]) -> set[date]:
        return set(filter(None, map(self._reviewed, forums)))

    def _reviewed(self, forum: str) -> date | None:
        try:
            found = self.workspace.review(forum, Documents(self.workspace.root))
        except GovauditError:
            return None
        return found.on if found else None


@dataclass(slots=True)
class Found:
    """What is wrong in some profiles, what they cite, and whether all of them could be read."""

    problems: list[Problem] = field(default_factory=list)
    cited: set[str] = field(default_factory=set)
    complete: bool = True

    def take(self, other: Found) -> None:
        """Add what was found in others."""
        self.problems += other.problems
        self.cited |= other.cited
        self.complete = self.complete and other.complete


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges profiles. What they are held to is read before, and its own problems are not told here.

    Attributes
    ----------
    latest
        The data's latest review; None if there is none to compare with.
    review_months
        How far a review may lie before it.
    """

    workspace: Workspace
    latest: date | None
    review_months: int

    def __call__(self, profiles: Sequence[tuple[str, Path | None]]) -> Found:
        """`profiles`: documents, each with the folder that it lies in if that is not the data folder."""
        found = Found()
        for document, root in profiles:
            self._judge(document, root, found)
        return found

    def _judge(self, document: str, root: Path | None, found: Found) -> None:
        if not ID.fullmatch(Path(document).stem):
            message = f"expected a file name that is a kebab-case id; found {quote(shown(Path(document).name))}"
            found.problems.append(Problem(code=Code.BAD_NAME, message=message, document=shown(document)))
        documents = Documents(self.workspace.root)
        try:
            profile, problems = self.workspace.read_profile(document, root=root, documents=documents)
        except GovauditError as error:
            profile, problems = None, tuple(item for item in error.problems if item.document == shown(document))
        found.problems += problems
        if profile is None:
            found.complete = False
            return
        found.cited |= cited([profile])
        collector = Collector()
        review(profile, self.workspace.sources, self.latest, self.review_months, collector)
        found.problems += [documents.place(problem, document) for problem in collector.problems]
