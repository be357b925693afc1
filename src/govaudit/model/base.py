"""What every authored model shares: the base class, and the field types for ids, dates, numbers and addresses.

A validator here raises `PydanticCustomError` whose type is the name of a problem code; `read` turns pydantic's errors into
problems that name the node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import Annotated, Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    PlainSerializer,
    PlainValidator,
    Strict,
    ValidationError,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from govaudit.problems import Code, GovauditError, Path, Problem, did_you_mean, one_of, quote

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
DEVICE_NAMES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
DIGITS = 18
MOST_WEIGHT = 10**DIGITS
FRACTION = re.compile(rf"-?[0-9]{{1,{DIGITS}}}/[1-9][0-9]{{0,{DIGITS - 1}}}")
EXACT_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{FRACTION.pattern}$"}]}


class Authored(BaseModel):
    """Base of all that people write: frozen, kebab-case keys, unknown keys refused; nothing is converted but a list to a tuple.

    What a key means stands under Attributes in the docstring of its model; `govaudit schema` takes it from there.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        populate_by_name=True,
    )


class LeftOut:
    """Marks a key that is left out if there is nothing to say: null is no other way to do so, and is refused as any wrong value is."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        either: Any = handler(source)  # None, or a value; read as a value, and written as either
        written = core_schema.wrap_serializer_function_ser_schema(lambda value, write: write(value), schema=either)
        return cast("CoreSchema", {**either["schema"], "serialization": written})


T = TypeVar("T")
Maybe: TypeAlias = Annotated[T | None, LeftOut()]


def refuse(code: Code, expected: str, found: object) -> PydanticCustomError:
    """The error a field validator raises: expected what, found what."""
    return PydanticCustomError(code.name, f"expected {expected}; found {quote(found)}")


def parse_id(value: object) -> str:
    if not isinstance(value, str) or not ID.fullmatch(value) or value in DEVICE_NAMES:
        raise refuse(Code.BAD_ID, "a kebab-case id of at most 64 characters (a-z, 0-9, -)", value)
    return value


def parse_date(value: object) -> date:
    """A day; a year or a month means its first day.

    >>> parse_date(2016), parse_date("2016-09")
    (datetime.date(2016, 1, 1), datetime.date(2016, 9, 1))
    """
    match = PARTIAL_DATE.fullmatch(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if match:
        year, month, day = (int(part) if part else 1 for part in match.groups())
        try:
            return date(year, month, day)
        except ValueError:
            pass
    raise refuse(Code.BAD_DATE, "a date as YYYY, YYYY-MM or YYYY-MM-DD", value)


def parse_number(value: object) -> Fraction:
    """An exact number: an integer or a decimal, never a float."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Fraction(value)
    raise refuse(Code.WRONG_TYPE, "a number", value)


def parse_exact(value: object) -> Fraction:
    """A number, or text such as `1/3` for one that no decimal can write.

    >>> parse_exact("2/3")
    Fraction(2, 3)
    """
    if isinstance(value, str) and FRACTION.fullmatch(value):
        return Fraction(value)
    return parse_number(value)


def parse_weight(value: object) -> Fraction:
    try:
        weight = parse_exact(value)
    except PydanticCustomError:
        weight = Fraction(-1)
    if not 0 <= weight < MOST_WEIGHT:
        raise refuse(Code.BAD_WEIGHT, "a weight: a number of at least 0 and below 10^18", value)
    return weight


def json_number(number: Fraction) -> int | float:
    """A number for JSON: whole as it is, else the nearest float, which prints the decimals that were written."""
    return number.numerator if number.denominator == 1 else float(number)


def json_raw(value: Any) -> Any:
    """Plain data for JSON: decimals as numbers, all else as it is."""
    match value:
        case Decimal():
            return json_number(Fraction(value))
        case dict():
            return {key: json_raw(item) for key, item in value.items()}
        case list() | tuple():
            return [json_raw(item) for item in value]
        case _:
            return value


def parse_address(value: object) -> str:
    """An http or https address without user-info."""
    if isinstance(value, str) and not re.search(r"[\x00-\x20\s<>\"\\]", value):
        try:
            parts = urlsplit(value)
            if parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and parts.port != 0:
                return value
        except ValueError:
            pass
    raise refuse(Code.BAD_ADDRESS, "an http or https address without user name", value)


def parse_names(value: object) -> tuple[str, ...]:
    """One name, or a list of at least one."""
    names = tuple(value) if isinstance(value, list | tuple) else (value,)
    if names and all(isinstance(name, str) and name.strip() for name in names):
        return names
    raise refuse(Code.WRONG_TYPE, "a name or a list of names", value)


def some_rule(value: object) -> object:
    if value is None:
        raise refuse(Code.BAD_RULE, "a rule such as {fact: value}", value)
    return value


def parse_words(value: object) -> str:
    """Text with something in it to read."""
    if isinstance(value, str) and value.strip():
        return value
    raise refuse(Code.BAD_VALUE if isinstance(value, str) else Code.WRONG_TYPE, "words", value)


ID_SCHEMA = {"type": "string", "pattern": f"^{ID.pattern}$"}
Id = Annotated[str, PlainValidator(parse_id), WithJsonSchema(ID_SCHEMA)]
TAG_SCHEMA = {**ID_SCHEMA, "format": "tag"}
TagId = Annotated[str, PlainValidator(parse_id), WithJsonSchema(TAG_SCHEMA)]
"""The id of a tag; one of those declared, if any are."""
DAY_SCHEMA = {
    "type": ["string", "integer"],
    "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
Day = Annotated[
    date,
    PlainValidator(parse_date),
    PlainSerializer(date.isoformat, when_used="json"),
    WithJsonSchema(DAY_SCHEMA),
]
Number = Annotated[
    Fraction,
    PlainValidator(parse_exact),
    PlainSerializer(json_number),
    WithJsonSchema(EXACT_SCHEMA),
]
Weight = Annotated[
    Fraction,
    PlainValidator(parse_weight),
    PlainSerializer(json_number),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, EXACT_SCHEMA["anyOf"][1]]}),
]
Address = Annotated[
    str,
    PlainValidator(parse_address),
    WithJsonSchema({"type": "string", "pattern": r"^[hH][tT][tT][pP][sS]?://[^\s<>\"\\]+$"}),
]
NAME_SCHEMA = {"type": "string", "pattern": r"\S"}
Names = Annotated[
    tuple[str, ...],
    PlainValidator(parse_names),
    PlainSerializer(list),
    WithJsonSchema({"anyOf": [NAME_SCHEMA, {"type": "array", "items": NAME_SCHEMA, "minItems": 1}]}),
]
Words = Annotated[str, PlainValidator(parse_words), WithJsonSchema(NAME_SCHEMA)]
Flag = Annotated[bool, Strict()]
FactId = Annotated[str, WithJsonSchema({"format": "fact"})]
"""The name of a fact; whether the codebook has it is seen when the framework is compiled."""
Raw = Annotated[Any, PlainSerializer(json_raw, when_used="json")]
"""A value whose type another file decides: a fact's value."""
RawRule = Annotated[Raw, BeforeValidator(some_rule), WithJsonSchema({"format": "rule"})]
"""A rule as it is written; `rules.parse` reads it against the codebook."""

Model = TypeVar("Model", bound=BaseModel)


def read(model: type[Model], data: object, node: Path = ()) -> Model:
    """Validate plain data into `model`.

    Raises
    ------
    GovauditError
        With one problem for each thing wrong, each named by its path below `node`.
    """
    try:
        return model.model_validate(data, by_alias=True, by_name=False)  # `as-of`, never `as_of`
    except ValidationError as error:
        errors = [item for item in error.errors() if not (item["type"] == "too_short" and item["input"])]
        # pydantic also misses an entry where one was refused
        raise GovauditError(tuple(_problems(model, data, errors, node))) from None


def _problems(model: type[BaseModel], data: Any, errors: list[Any], node: Path) -> Iterator[Problem]:
    """One for each thing wrong. Of a value that may have two forms: what is wrong in the one that it has, or that it has neither."""
    forms: dict[Path, list[str]] = {}
    for item in errors:
        place = _place(data, item["loc"])
        if item["type"] in _FORMS and item["loc"][-1:] not in (place[-1:], ("[key]",)):
            missed = forms.setdefault(place, [])
            missed.append(_EXPECTED[item["type"]])
            if len(missed) == 2:
                message = f"expected {' or '.join(missed)}; found {quote(item['input'])}"
                yield Problem(code=Code.WRONG_TYPE, message=message, node=(*node, *place))
        else:
            yield _problem(model, item, place, node)


def _place(data: Any, loc: Path) -> Path:
    """Where an error stands in the data: pydantic also names the form that was tried of a value, and whether a key is meant."""
    place: list[str | int] = []
    for part in loc:
        if part in data if isinstance(data, dict) else isinstance(part, int):
            data = data[part]
            place.append(part)
    return tuple(place)


def _problem(model: type[BaseModel], item: Any, place: Path, node: Path) -> Problem:  # pydantic's own ErrorDetails
    problem = _wrong(model, item, place, node)
    if item["input"] is None and place:
        field = _fields_at(model, place[:-1]).get(str(place[-1]))
        if field and not field.is_required():
            return replace(problem, hint=NOTHING_TO_SAY)
    return problem


def _wrong(model: type[BaseModel], item: Any, place: Path, node: Path) -> Problem:
    path = (*node, *place)
    kind, found, context = item["type"], item["input"], item.get("ctx", {})
    if kind in Code.__members__:
        return Problem(code=Code[kind], message=item["msg"], node=path)
    if kind == "extra_forbidden":
        keys = _fields_at(model, place[:-1])
        key = str(place[-1])
        hint = did_you_mean(key, keys) or f"allowed here: {', '.join(sorted(keys))}"
        return Problem(code=Code.UNKNOWN_KEY, message=f"unknown key {quote(key)}", node=path, hint=hint)
    if kind == "missing":
        return Problem(
            code=Code.MISSING_KEY, message=f"expected the key {quote(str(item['loc'][-1]))}; found none", node=path
        )
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        return Problem(
            code=Code.BAD_VALUE,
            message=f"expected {one_of(choices)}; found {quote(found)}",
            node=path,
            hint=did_you_mean(found, choices),
        )
    expected = _EXPECTED[kind].format(**context) if kind in _EXPECTED else item["msg"]
    return Problem(code=Code.WRONG_TYPE, message=f"expected {expected}; found {quote(found)}", node=path)


NOTHING_TO_SAY = "leave the key out if there is nothing to say"
_EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "int_type": "a whole number",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "too_short": "at least {min_length} entry",
}
_FORMS = {"string_type", "tuple_type", "dict_type"}


def _fields_at(model: type[BaseModel], loc: Path) -> dict[str, FieldInfo]:
    """The fields by key of the model at `loc` below `model`, followed through the annotations; none if no model is there."""
    here: Any = model
    for part in loc:
        here = _by_key(here)[str(part)].annotation if _by_key(here) else get_args(here)[get_origin(here) is dict]
        if get_origin(here) in {Union, UnionType}:  # X | None
            here = get_args(here)[0]
    return _by_key(here)


def _by_key(model: Any) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in getattr(model, "model_fields", {}).items()}
