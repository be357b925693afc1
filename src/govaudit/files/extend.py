"""A framework that extends another, resolved on plain data: the base's tree with other values in it, and where each comes from.

The result is an ordinary tree; the model, the rules and the engine know nothing of extensions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

from pydantic_core import PydanticCustomError

from govaudit.files.assemble import Origin, Tree
from govaudit.model.base import parse_exact, read
from govaudit.model.codebook import shown_number
from govaudit.model.extension import NONE, VALUES, Extension, Lineage, Overridden, Override
from govaudit.problems import Code, Collector, GovauditError, Path, Problem, did_you_mean, quote
from govaudit.rules.rename import renamed
from govaudit.scoring.aggregate import is_mean, takes_weights

MOST_BASES = 8
HEAD = ("id", "version", "title", "rationale", "references")
"""What a framework that extends another says of itself."""


@dataclass(slots=True)
class Found:
    """A node of plain data: its place, the node above it, and what it is listed under there."""

    data: dict[str, Any]
    place: Path
    parent: dict[str, Any] | None = None
    kind: str = ""


def base_of(data: Mapping[str, Any], chain: tuple[str, ...], known: Collection[str]) -> str:
    """The framework that a file extends. `chain`: the frameworks that build on it, furthest first, the file's own last.

    Raises
    ------
    GovauditError
        If the file cannot be read, or extends what is not there or builds on it.
    """
    base, node = read(Extension, data).extends.framework, ("extends", "framework")
    if base in chain:
        circle = " -> ".join((*chain[chain.index(base) :], base))
        message = f"expected frameworks that do not extend each other in a circle; found {circle}"
        raise GovauditError(Problem(code=Code.CYCLE, message=message, node=node))
    if len(chain) > MOST_BASES:
        raise GovauditError(_too_many(chain[0]))
    if base not in known:
        message = f"expected a framework; found {quote(base)}"
        hint = did_you_mean(base, known)
        raise GovauditError(Problem(code=Code.UNKNOWN_FRAMEWORK, message=message, node=node, hint=hint))
    return base


def _too_many(name: str) -> Problem:
    message = f"expected at most {MOST_BASES} frameworks that build on each other; {name} builds on more"
    return Problem(code=Code.RULE_TOO_LARGE, message=message, node=("extends", "framework"))


def extend(document: str, data: Mapping[str, Any], base: Tree, lineage: Lineage) -> tuple[Tree, Lineage]:
    """The tree of a framework that extends `base`, and its lineage; `lineage` is that of the base.

    Raises
    ------
    GovauditError
        With everything wrong in the file, each at its path in it.
    """
    extension = read(Extension, data)
    if len(lineage.bases) >= MOST_BASES:
        raise GovauditError(_too_many(extension.id))
    problems = Collector()
    version = base.data.get("version")
    if extension.extends.version != version:
        message = f"expected the version of {extension.extends.framework} that is there, {quote(version)}; found {quote(extension.extends.version)}"
        hint = "look at every override again, then name this version, and raise your own"
        problems.add(Code.OTHER_BASE, message, ("extends", "version"), hint)
    made = deepcopy(base.data)
    writer = _Writer(document, data, extension, base, problems)
    writer.nodes = {node.data["id"]: node for node in _nodes(made)}
    for index, override in enumerate(extension.overrides):
        writer.override(override, ("overrides", index))
    writer.close()
    problems.raise_if_any()
    made = {**renamed(made, base.data["id"], extension.id), **{key: data[key] for key in HEAD if key in data}}
    if "references" not in data:
        made.pop("references", None)
    heads: list[Origin] = [((key,), document, (key,)) for key in HEAD if key in data]
    tree = Tree(made, [*heads, *writer.origins, *base.origins])  # of two origins of one place the first counts
    bases = {extension.extends.framework: extension.extends.version, **lineage.bases}
    return tree, Lineage(bases=bases, overridden=(*lineage.overridden, *writer.done))


def _nodes(root: dict[str, Any]) -> Iterator[Found]:
    """Every node of a tree of plain data that has been read as a framework."""
    stack = [Found(root, ())]
    while stack:
        node = stack.pop()
        yield node
        for kind in ("criteria", "indicators", "derived"):
            for index, entry in enumerate(node.data.get(kind, ())):
                stack.append(Found(entry, (*node.place, kind, index), node.data, kind))


Way: TypeAlias = tuple[Found, dict[str, Any], str, Path]
"""A node, the mapping in it that is written to, under which key, and its place in the tree."""


@dataclass(slots=True)
class _Writer:
    """Writes overrides into the data of the base, and keeps their origins."""

    document: str
    data: Mapping[str, Any]
    extension: Extension
    base: Tree
    problems: Collector
    nodes: dict[str, Found] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)
    done: list[Overridden] = field(default_factory=list)
    dropped: list[tuple[Found, dict[str, Any]]] = field(default_factory=list)
    seen: dict[tuple[str, str], Path] = field(default_factory=dict)

    def override(self, override: Override, here: Path) -> None:
        """Write every value of one override."""
        node = self.nodes.get(override.node)
        if node is None:
            base = self.extension.extends.framework
            self._unmatched(f"a node of {base}", override.node, (*here, "node"), list(self.nodes))
            return
        raw = self._raw(here)
        for value in VALUES:
            if value not in raw:
                continue
            place, given = (*here, value), getattr(override, value)
            match value:
                case "weight":
                    self._weight(override, node, raw[value], place)
                case "aggregation" | "missing":
                    self._policy(override, node, value, raw[value], place)
                case "levels" | "caps" | "bands":
                    for name, part in given.items():
                        self._part(override, node, value, name, part, raw[value][name], (*place, name))
                case _:
                    for name in given:
                        self._points(override, node, name, raw[value][name], (*place, name))

    def close(self) -> None:
        """See to what several overrides come to together: weights that nothing takes, groups of which nothing counts, dropped caps."""
        for name, node in self.nodes.items():
            if _groups(node):
                self._members(name, node)
        self._drop()

    def _members(self, name: str, node: Found) -> None:
        """An aggregation without weights takes those of the base away; one with weights needs one above 0."""
        members = [item for item in self.nodes.values() if item.parent is node.data and item.kind != "derived"]
        keys = [(item.data["id"], "weight") for item in members]
        weighed = [self.seen[key] for key in keys if key in self.seen]
        power = _aggregation(node)
        if (name, "aggregation") in self.seen and not takes_weights(power):
            for place in weighed:
                self._idle(f"expected no weight here; {power} takes no weights", place)
            for item in members:
                item.data.pop("weight", None)
        elif weighed and is_mean(power) and all(_exact(item.data.get("weight", 1)) == 0 for item in members):
            last = max(weighed, key=lambda place: int(place[1]))
            self.problems.add(Code.BAD_WEIGHT, f"expected a weight above 0 in {name}; found 0 for all of it", last)

    def _drop(self) -> None:
        """Take out the caps that are dropped; those after them move up, and their origins with them."""
        for node in {id(node): node for node, _ in self.dropped}.values():
            place, caps = (*node.place, "caps"), node.data["caps"]
            kept = [index for index, cap in enumerate(caps) if not any(cap is item for _, item in self.dropped)]
            origins: dict[Path, tuple[str, Path]] = {}
            for path, document, written in self.origins:
                index = path[len(place)] if path[: len(place)] == place else None
                now = (*place, kept.index(index), *path[len(place) + 1 :]) if isinstance(index, int) else path
                origins[now] = (document, written)
            for new, old in enumerate(kept):
                origins.setdefault((*place, new), self.base.origin((*place, old)))
            self.origins = [(path, *origin) for path, origin in origins.items()]
            node.data["caps"] = [caps[index] for index in kept]

    def _weight(self, override: Override, node: Found, raw: Any, here: Path) -> None:
        parent = node.parent
        if parent is None or node.kind == "derived":
            what = "the whole" if parent is None else "a derived node"
            self._idle(f"expected a node that counts in another; found {quote(override.node)}, {what}", here)
            return
        power = _aggregation(Found(parent, ()))
        if node.data.get("pooled") or not takes_weights(power):
            why = "a pooled group counts by its members" if node.data.get("pooled") else f"{power} takes no weights"
            self._idle(f"expected no weight here; {why}", here)
            return
        before = _exact(node.data.get("weight", 1))
        self._write(override, (node, node.data, "weight", (*node.place, "weight")), "weight", before, raw, here)

    def _policy(self, override: Override, node: Found, key: str, raw: Any, here: Path) -> None:
        if key == "aggregation" and not _groups(node):
            self._unmatched("a node that makes one score of several", override.node, here, ())
            return
        before = node.data.get(key, "mean") if key == "aggregation" else self._policy_of(node)
        self._write(override, (node, node.data, key, (*node.place, key)), key, before, raw, here)

    def _policy_of(self, node: Found) -> Any:
        """The missing policy that holds for a node: its own, or the nearest above."""
        above: Any = node.data
        while above is not None:
            if "missing" in above:
                return above["missing"]
            above = next((item.parent for item in self.nodes.values() if item.data is above), None)
        return "zero-credit"

    def _part(self, override: Override, node: Found, value: str, name: str, given: Any, raw: Any, here: Path) -> None:
        """A level, cap or band by id."""
        entries = node.data.get(value, [])
        entry = next((item for item in entries if item["id"] == name), None)
        if entry is None:
            shared = value == "levels" and node.data.get("rubric")
            hint = f"its levels are those of the shared rubric {shared}, which no override reaches" if shared else ""
            known = [item["id"] for item in entries]
            self._unmatched(f"a {value[:-1]} of {override.node}", name, here, known, hint)
            return
        place = (*node.place, value, entries.index(entry))
        key = "score" if value == "levels" else "at-least" if "at-least" in entry else "at-most"
        if value == "caps":
            self._cap(override, node, entry, given, raw, here, place)
        elif key not in entry:
            self._unmatched(f"a band of {override.node} with a threshold", name, here, ())
        else:
            self._write(override, (node, entry, key, (*place, key)), f"{value}.{name}", _exact(entry[key]), raw, here)
            if value == "bands":  # what is wrong with them together is wrong with the override
                kept = [(*place[:-1], index) for index in range(len(entries))]
                self.origins += [(band, *self.base.origin(band)) for band in kept]
                self.origins.append((place[:-1], self.document, here[:-1]))

    def _cap(self, override: Override, node: Found, cap: dict[str, Any], given: Any, raw: Any, here: Path, place: Path) -> None:  # fmt: skip
        key = "band" if "band" in cap else "at-most"
        before = _exact(cap[key])
        if given == NONE:
            if self._first(override, f"caps.{cap['id']}", here):
                self.dropped.append((node, cap))
                self._note(override, f"caps.{cap['id']}", before, "dropped")
            return
        if isinstance(given, str) != (key == "band"):
            what = "the best band that is left" if key == "band" else "the greatest score that is left"
            self.problems.add(Code.BAD_VALUE, f"expected {what}, or none to drop the cap; found {quote(raw)}", here)
            return
        self._write(override, (node, cap, key, (*place, key)), f"caps.{cap['id']}", before, raw, here)
        cap["reason"] = override.reason
        self.origins.append(((*place, "reason"), self.document, (*here[:2], "reason")))

    def _points(self, override: Override, node: Found, name: str, raw: Any, here: Path) -> None:
        table = (node.data.get("points") or {}).get("table", {})
        if isinstance(table, str) or name not in table:
            shared = isinstance(table, str)
            hint = f"its points are those of the shared table {table}, which no override reaches" if shared else ""
            known = [] if shared else list(table)
            self._unmatched(f"a value in the table of points of {override.node}", name, here, known, hint)
            return
        place = (*node.place, "points", "table", name)
        self._write(override, (node, table, name, place), f"points.{name}", _exact(table[name]), raw, here)

    def _write(self, override: Override, way: Way, value: str, before: Any, raw: Any, here: Path) -> None:
        """Put a value in the place of another."""
        _, mapping, key, place = way
        if not self._first(override, value, here):
            return
        after = _exact(raw) if isinstance(before, Fraction) else raw
        if after == before:
            self._idle(f"expected another value than that of {self.extension.extends.framework}; found {_words(raw)} again", here)  # fmt: skip
            return
        mapping[key] = raw
        self.origins.append((place, self.document, here))
        self._note(override, value, before, after)

    def _first(self, override: Override, value: str, here: Path) -> bool:
        """Whether nothing overrode it before."""
        if (override.node, value) in self.seen:
            message = f"expected {value} of {override.node} to be overridden once; found it again"
            self.problems.add(Code.DUPLICATE_ID, message, here)
            return False
        self.seen[override.node, value] = here
        return True

    def _note(self, override: Override, value: str, before: Any, after: Any) -> None:
        reason = " ".join(override.reason.split())
        self.done.append(
            Overridden(
                framework=self.extension.id,
                node=override.node,
                value=value,
                before=_words(before),
                after=_words(after),
                reason=reason,
                references=override.references,
                document=self.document,
            )
        )

    def _raw(self, here: Path) -> Mapping[str, Any]:
        """An override as it is written."""
        return self.data["overrides"][here[1]]  # type: ignore[no-any-return]

    def _unmatched(self, what: str, found: str, here: Path, known: Any, hint: str = "") -> None:
        nearest = did_you_mean(found, known) or (f"there are: {', '.join(known)}" if 0 < len(known) <= 12 else "")
        self.problems.add(Code.UNMATCHED_OVERRIDE, f"expected {what}; found {quote(found)}", here, hint or nearest)

    def _idle(self, message: str, here: Path) -> None:
        self.problems.add(Code.IDLE_OVERRIDE, message, here, "leave it out")


def _aggregation(node: Found) -> Any:
    """How the members of a node become one score: a name, or the exponent of a power mean."""
    aggregation = node.data.get("aggregation", "mean")
    return aggregation.get("power") if isinstance(aggregation, dict) else aggregation


def _groups(node: Found) -> bool:
    return node.parent is None or node.kind != "indicators"


def _exact(value: Any) -> Any:
    """A number exactly, so that `0.5` and `1/2` are one value; whatever else stands there as it is."""
    try:
        return parse_exact(value)
    except PydanticCustomError:  # the model will say what is wrong with it
        return value


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return f"power {value['power']}"
    return shown_number(value) if isinstance(value, Fraction) else str(value)
