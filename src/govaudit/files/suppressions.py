"""The suppressions of a data folder: read, applied to problems, and themselves held to their laws."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from govaudit.files.documents import Documents
from govaudit.files.read import there
from govaudit.integrity.suppressions import check_expiry, check_use
from govaudit.model.base import read
from govaudit.model.suppression import Suppression, Suppressions
from govaudit.problems import Collector, GovauditError, Problem

SUPPRESSIONS = "forums/suppressions.yaml"


class Suppressor:
    """Takes out of the problems those that the data accept. A suppression that has ended on `day` covers nothing.

    Attributes
    ----------
    suppressed
        What was taken out, each with the reason for which it is accepted.
    """

    def __init__(self, documents: Documents, day: date) -> None:
        self.documents = documents
        self.day = day
        self.items: tuple[Suppression, ...] = ()
        self.suppressed: dict[Problem, str] = {}

    def read(self) -> None:
        """Read the file, if there is one.

        Raises
        ------
        GovauditError
            If it cannot be read; then nothing is suppressed.
        """
        if there(self.documents.root / SUPPRESSIONS):
            data = self.documents.data(SUPPRESSIONS)
            try:
                self.items = read(Suppressions, data).suppressions
            except GovauditError as error:
                raise self.documents.placed(error, SUPPRESSIONS) from None

    def keep(self, problems: Collection[Problem]) -> list[Problem]:
        """The problems that nothing covers; the others are remembered."""
        holding = [item for item in self.items if not item.expired(self.day)]
        for problem in problems:
            for item in holding:
                if item.covers(problem):
                    self.suppressed.setdefault(problem, item.reason)
        return [problem for problem in problems if problem not in self.suppressed]

    def expired(self) -> list[Problem]:
        """The problems of suppressions that have ended."""
        collector = Collector()
        check_expiry(self.items, self.day, collector)
        return self._placed(collector)

    def unused(self) -> list[Problem]:
        """The problems of suppressions that covered nothing; only after everything was checked."""
        collector = Collector()
        check_use(self.items, self.day, self.suppressed, collector)
        return self._placed(collector)

    def _placed(self, collector: Collector) -> list[Problem]:
        return [self.documents.place(problem, SUPPRESSIONS) for problem in collector.problems]
