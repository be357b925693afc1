"""The values of the core cannot be changed, and have no room for what is not declared."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules

import pytest
from pydantic import BaseModel

import govaudit.model
import govaudit.rules
import govaudit.scoring

CLASSES = {
    thing
    for package in (govaudit.model, govaudit.rules, govaudit.scoring)
    for module in iter_modules(package.__path__, f"{package.__name__}.")
    for thing in vars(import_module(module.name)).values()
    if isinstance(thing, type) and thing.__module__ == module.name
}
WORKSHOPS = {"Draft", "View", "_Compiler"}
"""What is filled while rows are gathered, a rule is judged or a plan is made."""


@pytest.mark.parametrize("value", sorted(filter(is_dataclass, CLASSES), key=repr))
def test_a_computed_value_is_frozen_and_slotted(value: type) -> None:
    caches = any(isinstance(attribute, cached_property) for attribute in vars(value).values())
    assert ("__slots__" in vars(value)) != caches
    frozen = vars(value)["__dataclass_params__"].frozen
    assert frozen == (value.__name__ not in WORKSHOPS)


@pytest.mark.parametrize("value", sorted((it for it in CLASSES if issubclass(it, BaseModel)), key=repr))
def test_an_authored_value_is_frozen_and_takes_no_other_key(value: type[BaseModel]) -> None:
    assert value.model_config.get("frozen")
    foreign = value.__module__ == "govaudit.model.citation"  # a format of others, of which a part is read
    assert value.model_config.get("extra") == ("ignore" if foreign else "forbid")
