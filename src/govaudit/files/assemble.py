"""One tree out of several files: criteria in files of their own, and templates repeated with `each`.

Works on plain data, before any model sees it. What came from where is kept as a short list of origins, so that a problem
in the tree can be placed in its file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeAlias

from govaudit.problems import Code, GovauditError, Path, Problem, quote

MAX_NODES = 20_000
Origin: TypeAlias = tuple[Path, str, Path]
"""A path in the tree, and the document and path it came from; it holds for all below."""
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9-]*)\}")


@dataclass(slots=True)
class Tree:
    """Assembled data, and where its branches came from."""

    data: Any
    origins: list[Origin] = field(default_factory=list)
    _index: dict[Path, tuple[str, Path]] = field(default_factory=dict, repr=False)
    _indexed: int = 0

    def origin(self, node: Path) -> tuple[str, Path]:
        """The document and path of a node of the tree: those of the nearest origin at it or above."""
        for path, document, place in self.origins[self._indexed :]:
            self._index.setdefault(path, (document, place))
        self._indexed = len(self.origins)
        length = next(length for length in range(len(node), -1, -1) if node[:length] in self._index)
        document, place = self._index[node[:length]]
        return document, (*place, *node[length:])


def assemble(
    document: str, data: Mapping[str, Any], include: Callable[[str, Path], tuple[str, Mapping[str, Any]]]
) -> Tree:
    """Resolve ``{file: NAME}`` entries of `criteria`, then every `each`.

    Parameters
    ----------
    include
        Reads a criterion by name: its document and data. The path is that of the entry, for errors.
    """
    tree = Tree(dict(data), [((), document, ())])
    entries = data.get("criteria")
    if isinstance(entries, list):
        merged = []
        for index, entry in enumerate(entries):
            if not (isinstance(entry, dict) and "file" in entry):
                merged.append(entry)
                continue
            own = {key: value for key, value in entry.items() if key != "file"}
            name, body = include(entry["file"], ("criteria", index, "file"))
            tree.origins.append((("criteria", index), name, ()))
            tree.origins += [(("criteria", index, key), document, ("criteria", index, key)) for key in own]
            merged.append({**body, **own})
        tree.data["criteria"] = merged
    _Expander(tree).expand_all()
    return tree


def expand(document: str, data: Mapping[str, Any]) -> Tree:
    """Resolve every `each` in the lists of a file that includes no other."""
    tree = Tree(dict(data), [((), document, ())])
    _Expander(tree).expand_all()
    return tree


def expand_keys(document: str, data: Mapping[str, Any]) -> Tree:
    """Resolve `each` in a file whose keys are names: a key whose value has it is repeated, its name filled in."""
    tree = Tree(dict(data), [((), document, ())])
    _Expander(tree).expand_keys()
    return tree


class _Expander:
    """Repeats templates. A list entry with `each` becomes as many entries as the list it names has words."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.source = Tree(tree.data, list(tree.origins))
        self.count = 0

    def expand_all(self) -> None:
        self.tree.data = self._expand(self.tree.data, (), (), {})

    def expand_keys(self) -> None:
        found: dict[str, Any] = {}
        for key, item in self.source.data.items():
            if not (isinstance(item, dict) and "each" in item):
                found[key] = item
                continue
            template = {name: part for name, part in item.items() if name != "each"}
            for binding in self._bindings(item["each"], (key, "each")):
                name = self._expand(key, (), (), binding)
                if name in found:
                    message = f"expected each key once; found {quote(name)} again"
                    hint = "every word of `each` stands in the key, in braces"
                    raise GovauditError(self._problem(Code.DUPLICATE_KEY, message, (key,), hint))
                found[name] = self._keep(template, (name,), (key,), binding, moved=True)
        self.tree.data = found

    def _expand(self, value: Any, new: Path, old: Path, words: Mapping[str, str]) -> Any:  # plain data
        if isinstance(value, str):
            return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), value) if words else value
        if isinstance(value, dict):
            return {
                self._expand(key, new, old, words): self._expand(item, (*new, key), (*old, key), words)
                for key, item in value.items()
            }
        if not isinstance(value, list):
            return value
        items: list[Any] = []
        for index, entry in enumerate(value):
            was = (*old, index)
            if not (isinstance(entry, dict) and "each" in entry):
                items.append(self._keep(entry, (*new, len(items)), was, words, moved=len(items) != index))
                continue
            template = {key: item for key, item in entry.items() if key != "each"}
            for binding in self._bindings(entry["each"], (*was, "each")):
                items.append(self._keep(template, (*new, len(items)), was, {**words, **binding}, moved=True))
        return items

    def _keep(self, entry: Any, new: Path, old: Path, words: Mapping[str, str], *, moved: bool) -> Any:
        if words:
            self.count += 1
            if self.count > MAX_NODES:
                raise GovauditError(
                    self._problem(Code.TOO_LARGE, f"expected at most {MAX_NODES} repeated entries; found more", old)
                )
        if moved:
            self.tree.origins.append((new, *self.source.origin(old)))
        return self._expand(entry, new, old, words)

    def _bindings(self, each: Any, node: Path) -> Iterator[dict[str, str]]:
        named = each if isinstance(each, dict) else {"each": each}
        for words in named.values():
            if not isinstance(words, list) or not words or not all(isinstance(word, str | int) for word in words):
                message = f"expected a list of words, or {{name: list of words}}; found {quote(each)}"
                raise GovauditError(self._problem(Code.WRONG_TYPE, message, node))
        for combination in product(*named.values()):  # one at a time: few words can make very many
            yield dict(zip(named, map(str, combination), strict=True))

    def _problem(self, code: Code, message: str, node: Path, hint: str = "") -> Problem:
        document, place = self.source.origin(node)
        return Problem(code=code, message=message, node=place, hint=hint, document=document)
