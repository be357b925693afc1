"""A command line that cannot be understood, as a problem like any other: what was expected, what was found, what is near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from govaudit.problems import Code, Problem, did_you_mean, quote

NO_COMMAND = re.compile(r"No such command (?P<found>.*?)\.(?: Did you mean .*)?", re.DOTALL)
TOO_MUCH = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((?P<found>.*)\)", re.DOTALL)
BAD_VALUE = re.compile(r"(?P<found>.*) is not (?P<expected>.*?)\.?", re.DOTALL)
KINDS = (("a valid int", "a whole number"), ("a valid float", "a number"))


def problem(error: Any) -> Problem:
    """What one of typer's errors about a command line says, in our words."""
    path = error.ctx.command_path if error.ctx else "govaudit"
    message, word, choices = _said(error, path)
    hint = did_you_mean(word, choices) or f"{path} -h says what there is"
    return Problem(code=Code.USAGE, message=message, hint=hint)


def _said(error: Any, path: str) -> tuple[str, str, Sequence[str]]:
    """The message; and a word that was not understood, with those that would have been."""
    if hasattr(error, "possibilities"):
        options = [option for param in error.ctx.command.params for option in param.opts if option.startswith("-")]
        return f"expected an option of {path}; found {quote(error.option_name)}", error.option_name, options
    if hasattr(error, "option_name"):
        wanted, found = ("a value", "none") if "requires" in error.message else ("no value", "one")
        return f"expected {wanted} for {error.option_name}; found {found}", "", ()
    if param := getattr(error, "param", None):
        option = param.param_type_name == "option"
        name = " / ".join(param.opts) if option else param.make_metavar(error.ctx).upper()
        if value := BAD_VALUE.fullmatch(error.message):
            kind = next((ours for theirs, ours in KINDS if value["expected"].startswith(theirs)), value["expected"])
            return f"expected {name} to be {kind}; found {_word(value['found'])}", "", ()
        return f"expected {name}; found {quote(error.message) if error.message else 'none'}", "", ()
    if match := NO_COMMAND.fullmatch(error.message):
        word = match["found"].strip("'\"")
        return f"expected a command; found {quote(word)}", word, [*error.ctx.command.commands]
    if match := TOO_MUCH.fullmatch(error.message):
        return f"expected no more arguments; found {quote(match['found'])}", "", ()
    return f"expected a command that can be understood; found {quote(error.message)}", "", ()


def _word(found: str) -> str:
    """What typer quotes, quoted as we do; a number as it stands."""
    return quote(found[1:-1]) if found[:1] in {"'", '"'} else quote(found)[1:-1]
