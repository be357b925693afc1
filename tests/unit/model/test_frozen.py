"""The values of the core cannot be changed, have no room for what is not declared, and mean nothing by what is left out; nothing is no value."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from pydantic import BaseModel

import govaudit.model
import govaudit.rules
import govaudit.scoring
from govaudit.model import scorecard
from govaudit.model.base import Authored, read
from govaudit.problems import GovauditError

CLASSES = {
    thing
    for package in (govaudit.model, govaudit.rules, govaudit.scoring)
    for module in iter_modules(package.__path__, f"{package.__name__}.")
    for thing in vars(import_module(module.name)).values()
    if isinstance(thing, type) and thing.__module__ == module.name
}
WORKSHOPS = {"Draft", "View", "_Compiler"}
"""What is filled while rows are gathered, a rule is judged or a plan is made."""

SOMETHING: dict[str, object] = {
    "Aggregate.aggregation": "mean",
    "Answers.repeated": "refused",
    "Coding.empty": "uncoded",
    "Decoder.mark": ".",
    "DiffReport.schema_": "govaudit.diff/1",
    "Figure.first": "highest",
    "Figure.rounding": "nearest",
    "Figure.ties": "better",
    "Linear.outside": "error",
    "Published.repeated": "refused",
    "Quantifier.word": "all",
    "Suppression.node": "$",
    "TableReading.decimal_mark": ".",
}
"""What a key means that is left out, where it means something."""


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


def left_out(value: type[Any]) -> dict[str, object]:
    """What stands in the place of each key that may be left out."""
    if issubclass(value, BaseModel):
        keys = value.model_fields.items()
        return {name: key.get_default(call_default_factory=True) for name, key in keys if not key.is_required()}
    made = {key.name: key.default_factory() if key.default_factory is not MISSING else key.default for key in fields(value)}  # fmt: skip
    return {name: default for name, default in made.items() if default is not MISSING}


@pytest.mark.parametrize(
    "value", sorted((it for it in CLASSES if issubclass(it, BaseModel) or is_dataclass(it)), key=repr)
)
def test_what_is_left_out_is_nothing(value: type[Any]) -> None:
    for name, default in left_out(value).items():
        named = [SOMETHING[key] for owner in value.__mro__ if (key := f"{owner.__name__}.{name}") in SOMETHING]
        assert [default] == named or (not named and default in (None, type(default)())), name


@pytest.mark.parametrize("value", [it for it in vars(scorecard).values() if is_dataclass(it)])
def test_the_parts_of_a_scorecard_are_given_by_name(value: type[Any]) -> None:
    with pytest.raises(TypeError):
        value(*[Fraction(1)] * len(fields(value)))


AUTHORED = sorted((it for it in CLASSES if issubclass(it, Authored)), key=repr)
MEANT = {
    ("Profile", "facts"),
    ("Case", "score"),
    ("Statement", "value"),
    ("Statement", "not-found"),
    ("Coding", "empty"),
    ("Column", "empty"),
}
"""Keys that may say nothing: a draft with comments alone; no score; and values, which are held to the codebook."""


@pytest.mark.parametrize("model", AUTHORED)
def test_a_key_that_says_nothing_is_refused(model: type[Authored]) -> None:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if field.is_required() or (model.__name__, key) in MEANT:
            continue
        with pytest.raises(GovauditError) as caught:
            read(model, {key: None})
        said = [problem for problem in caught.value.problems if problem.node == (key,)]
        assert [problem.hint for problem in said] == ["leave the key out if there is nothing to say"], key
