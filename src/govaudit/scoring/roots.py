"""Products of rational powers of exact numbers, rounded once to the nearest 10⁻³⁰ with decimal arithmetic.

The precision is raised until the rounding is certain (A. Ziv, Fast evaluation of elementary mathematical functions with
correctly rounded last bit, ACM TOMS 17(3), 1991, doi:10.1145/114697.116813).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

DIGITS = 30
GRID = Decimal(1).scaleb(-DIGITS)
START, STOP, SLACK = 60, 960, 12


def rounded_product(powers: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """``∏ baseᵢ ** exponentᵢ`` to the nearest 10⁻³⁰; of an exact tie, one of the two. Every base is above 0.

    >>> rounded_product([(Fraction(4), Fraction(1, 2)), (Fraction(9), Fraction(1, 2))])
    Fraction(6, 1)
    """
    factors = tuple(powers)
    precision = START
    while True:
        context = Context(prec=precision, rounding=ROUND_HALF_UP, Emax=10**9, Emin=-(10**9))
        logarithm = Decimal(0)
        for base, exponent in factors:
            term = context.multiply(_decimal(exponent, context), context.ln(_decimal(base, context)))
            logarithm = context.add(logarithm, term)
        value = context.exp(logarithm)
        slack = context.multiply(value, Decimal(10) ** (SLACK - precision))
        wide = Context(prec=2 * precision + DIGITS + max(value.adjusted(), 0), rounding=ROUND_HALF_UP)
        least, greatest = (wide.add(value, side).quantize(GRID, context=wide) for side in (-slack, slack))
        if least == greatest or precision >= STOP:
            return Fraction(value.quantize(GRID, context=wide))
        precision *= 2


def _decimal(number: Fraction, context: Context) -> Decimal:
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))
