"""Products of rational powers of exact numbers, rounded once to the nearest 10⁻³⁰ with decimal arithmetic.

The precision is raised until the rounding is certain (A. Ziv, Fast evaluation of elementary mathematical functions with
correctly rounded last bit, ACM TOMS 17(3), 1991, doi:10.1145/114697.116813).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction
from math import floor

GRID = 10**30
START, STOP, SLACK = 60, 960, 12
"""Digits: of the first try, of the last, and how many of a try's are not trusted."""


def rounded_product(powers: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """``∏ baseᵢ ** exponentᵢ`` to the nearest 10⁻³⁰; of an exact tie, one of the two. Every base is above 0.

    >>> rounded_product([(Fraction(4), Fraction(1, 2)), (Fraction(9), Fraction(1, 2))])
    Fraction(6, 1)
    """
    factors = tuple(powers)
    precision = START
    while True:
        context = Context(precision)
        logarithm = Decimal(0)
        for base, exponent in factors:
            term = context.multiply(_decimal(exponent, context), context.ln(_decimal(base, context)))
            logarithm = context.add(logarithm, term)
        value = Fraction(context.exp(logarithm))
        slack = value / 10 ** (precision - SLACK)
        least, greatest = _nearest(value - slack), _nearest(value + slack)
        if least == greatest or precision >= STOP:
            return greatest
        precision *= 2


def _nearest(number: Fraction) -> Fraction:
    return Fraction(floor(number * GRID + Fraction(1, 2)), GRID)


def _decimal(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))
