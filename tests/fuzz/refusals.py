"""What a refusal is: one line a person can read, of a place that is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar

from pydantic_core import PydanticCustomError

from govaudit.problems import CONTROL, GovauditError, Problem

Given = ParamSpec("Given")
Made = TypeVar("Made")

LONGEST = 2000
"""A message lists some names at most, each of them cut."""


def well_said(problems: Iterable[Problem], text: str | None = None) -> None:
    """Each problem can be printed, and stands on a line of the text that it is about (P26)."""
    lines = None if text is None else text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for problem in problems:
        said = str(problem)
        assert not CONTROL.search(said.replace("\n  hint: ", "")), said
        assert "##[" not in said, said
        assert len(problem.message) < LONGEST, said
        assert re.match(r"[a-z\"`A-Z{]", problem.message), said
        if lines is not None and problem.line is not None:
            assert 1 <= problem.line <= len(lines), said
            assert problem.column is None or 1 <= problem.column <= len(lines[problem.line - 1]) + 1, said


def surely(make: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs) -> Made:
    """What it makes: of what was read or written by us, a refusal breaks the law."""
    try:
        return make(*args, **kwargs)
    except (GovauditError, PydanticCustomError) as error:
        message = f"refused what was read before: {error}"
        raise AssertionError(message) from error
