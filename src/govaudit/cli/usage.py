"""A command line that cannot be understood, as a problem like any other: what was expected, what was found, what is near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from govaudit.problems import Code, Problem, did_you_mean, quote

NO_COMMAND = re.compile(r"No such command (?P<found>.*?)\.(?: Did you mean .*)?", re.DOTALL)
TOO_MUCH = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<found>.*)\)", re.DOTALL)
BAD_VALUE = re.compile(r"(?P<found>.*) is not (?P<expected>.*?)\.?", re.DOTALL)


def problem(error: Any) -> Problem:
    """What one of typer's errors about a command line says, in our words."""
    path = error.ctx.command_path if error.ctx else "govaudit"
    hint = did_you_mean(*_near(error)) or f"{path} -h says what there is"
    return Problem(code=Code.USAGE, message=_said(error, path), hint=hint)


def _near(error: Any) -> tuple[str | None, Sequence[str]]:
    """A word that was not understood, and those that would have been."""
    if hasattr(error, "possibilities"):
        options = [option for param in error.ctx.command.params for option in param.opts if option.startswith("-")]
        return error.option_name, options
    match = NO_COMMAND.fullmatch(error.message)
    return (_unquoted(match["found"]), [*error.ctx.command.commands]) if match else (None, ())


def _said(error: Any, path: str) -> str:
    if hasattr(error, "possibilities"):
        return f"expected an option of {path}; found {quote(error.option_name)}"
    if hasattr(error, "option_name"):
        wanted, found = ("a value", "none") if "requires" in error.message else ("no value", "one")
        return f"expected {wanted} for {error.option_name}; found {found}"
    if param := getattr(error, "param", None):
        option = param.param_type_name == "option"
        name = " / ".join(param.opts) if option else param.make_metavar(error.ctx).upper()
        if value := BAD_VALUE.fullmatch(error.message):
            kind = "a whole number" if value["expected"].startswith("a valid int") else value["expected"]
            return f"expected {name} to be {kind}; found {_word(value['found'])}"
        return f"expected {name}; found {quote(error.message) if error.message else 'none'}"
    if match := NO_COMMAND.fullmatch(error.message):
        return f"expected a command; found {quote(_unquoted(match['found']))}"
    if match := TOO_MUCH.fullmatch(error.message):
        return f"expected no more arguments; found {quote(match['found'])}"
    return f"expected a command that can be understood; found {quote(error.message)}"


def _unquoted(found: str) -> str:
    """What typer quotes as Python does, or not at all."""
    return found[1:-1] if found[:1] in {"'", '"'} else found


def _word(found: str) -> str:
    """A text, which typer quotes, quoted as we do; a number as it stands."""
    word = _unquoted(found)
    return quote(word) if word != found else quote(word)[1:-1]
