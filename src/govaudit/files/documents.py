"""Documents of a data folder: read once, placed on demand, digested together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from govaudit.files.assemble import Tree
from govaudit.files.read import read_text, shown
from govaudit.files.yaml import Places, head, parse, places
from govaudit.problems import GovauditError, Problem, quote
from govaudit.problems import Path as Node

PROFILE_LIMIT = 2 * 1024 * 1024
CRITERIA_LIMIT = 1024 * 1024


@dataclass(slots=True)
class Documents:
    """The files that one run has read, by the name they are shown under.

    `root` is the data folder; no file is read through a path that leads out of it.
    """

    root: Path
    texts: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, *, root: Path | None = None, limit: int = PROFILE_LIMIT) -> str:
        """The text of a file, read at most once.

        Raises
        ------
        GovauditError
            If it cannot be read; the problem names the document.
        """
        if name not in self.texts:
            path = Path(name) if root else self.root / name
            try:
                self.texts[name] = read_text(path, root=root or self.root, limit=limit)
            except GovauditError as error:
                raise type(error)([replace(problem, document=shown(name)) for problem in error.problems]) from None
        return self.texts[name]

    def data(self, name: str, *, root: Path | None = None, limit: int = PROFILE_LIMIT) -> Mapping[str, Any]:
        """The parsed content of a file; always a mapping."""
        return self._named(name, parse, self.text(name, root=root, limit=limit))  # type: ignore[no-any-return]

    def head(self, name: str, key: str) -> Any:  # whatever stands there
        """The value of one top-level key; the file is parsed no further than that."""
        return self._named(name, lambda text: head(text, key), self.text(name))

    def _named(self, name: str, parser: Any, text: str) -> Any:  # a parser of this module's choice
        try:
            return parser(text)
        except GovauditError as error:
            raise GovauditError([replace(problem, document=shown(name)) for problem in error.problems]) from None

    def place(self, problem: Problem, tree: Tree | str) -> Problem:
        """Give a problem its file, line and column. `tree` is what its node is a path in: a document or an assembled tree."""
        if problem.document:
            return problem
        name, node = (tree, problem.node) if isinstance(tree, str) else tree.origin(problem.node)
        line, column = _locate(_places(self.texts[name]), node, problem)
        return replace(problem, document=shown(name), node=node, line=line, column=column)

    def placed(self, error: GovauditError, tree: Tree | str) -> GovauditError:
        """The same error with every problem placed."""
        return type(error)([self.place(problem, tree) for problem in error.problems])

    def digest(self, names: Iterable[str], others: Iterable[str] = ()) -> str:
        """SHA-256 over the named files, as text: line ends and a byte-order mark make no difference. `others` are digests of other inputs."""
        import hashlib  # start-up: only JSON carries the digest

        total = hashlib.sha256()
        for name in sorted(names):
            body = self.texts[name].removeprefix("\ufeff").replace("\r\n", "\n").encode()
            total.update(f"{name}\0{hashlib.sha256(body).hexdigest()}\n".encode())
        for other in others:
            total.update(f"{other}\n".encode())
        return total.hexdigest()


@lru_cache(maxsize=2)  # a file of a stranger may have two hundred thousand places
def _places(text: str) -> Places:
    return places(text)


def _locate(found: Places, node: Node, problem: Problem) -> tuple[int, int]:
    """Where a node stands: its key if the message names the key, else its value; the nearest place above if it has none."""
    for length in range(len(node), 0, -1):
        path = node[:length]
        names_key = isinstance(path[-1], str) and quote(path[-1]) in problem.message
        if names_key and path in found.keys:
            return found.keys[path]
        if path in found.values:
            return found.values[path]
    return found.values[()]
