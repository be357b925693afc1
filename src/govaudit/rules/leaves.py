"""Where the predicates of a rule stand: the rule and the plain data it was read from, walked side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govaudit.model.rule import Every, Named, Not, Predicate, Rule, Some
from govaudit.problems import Path


@dataclass(frozen=True, slots=True)
class Leaf:
    """A predicate, and its path in the assembled framework."""

    predicate: Predicate
    place: Path


def leaves(rule: Rule, data: Any, place: Path, named: Mapping[str, Any] | None = None) -> Iterator[Leaf]:
    """The predicates of a rule in reading order.

    Parameters
    ----------
    data, place
        The plain data that `rule` was read from, and where it stands.
    named
        The plain data of the named rules, each of which is entered once; None to enter none.
    """
    entered: set[str] = set()
    stack: list[tuple[Rule, Any, Path]] = [(rule, data, place)]
    while stack:
        here, body, path = stack.pop()
        match here:
            case Every(parts) | Some(_, parts):
                key = next(word for word in ("all", "any", "of") if word in body)
                stack += [(part, body[key][i], (*path, key, i)) for i, part in enumerate(parts)][::-1]
            case Not(part):
                stack.append((part, body["not"], (*path, "not")))
            case Named(name, part):
                if named is not None and name not in entered:
                    entered.add(name)
                    stack.append((part, named[name], ("rules", name)))
            case _:
                yield Leaf(here, path)
