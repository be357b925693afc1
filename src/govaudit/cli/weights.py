"""Weights from the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from govaudit.problems import Code, GovauditError, Problem, inert, quote

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?|\.[0-9]{1,9}|[0-9]{1,18}/0*[1-9][0-9]{0,17}", re.ASCII)


def parse(texts: Sequence[str]) -> dict[str, Fraction]:
    """`NODE=W` by node, from texts that each hold one or several; exact.

    >>> parse(["oversight=2,records-kept=0.5", "binding-force=1/3"])
    {'oversight': Fraction(2, 1), 'records-kept': Fraction(1, 2), 'binding-force': Fraction(1, 3)}

    Raises
    ------
    GovauditError
        With every part that is no such pair, and every node that is named twice.
    """
    found: dict[str, Fraction] = {}
    problems = []
    for part in (part.strip() for text in texts for part in text.split(",")):
        name, sign, number = (piece.strip() for piece in part.partition("="))
        if not name or not sign:
            hint = "such as --weights oversight=2,records-kept=0.5"
            message = f"expected --weights NODE=W; found {quote(part)}"
            problems.append(Problem(code=Code.USAGE, message=message, hint=hint))
        elif not NUMBER.fullmatch(number):
            message = f"expected a weight of {inert(name, 80)}: a number of at least 0; found {quote(number)}"
            problems.append(Problem(code=Code.BAD_WEIGHT, message=message))
        elif name in found:
            problems.append(Problem(code=Code.USAGE, message=f"expected one weight of {inert(name, 80)}; found two"))
        else:
            found[name] = Fraction(number)
    if problems:
        raise GovauditError(problems)
    return found
