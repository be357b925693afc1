"""Numbers as they are shown: rounded once, half away from zero, never `-0.0`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

NONE = "–"


def rounded(number: Fraction, digits: int) -> Decimal:
    """A rational to `digits` decimals, half away from zero.

    >>> rounded(Fraction(-5, 2), 0), rounded(Fraction(1, 3), 2)
    (Decimal('-3'), Decimal('0.33'))
    """
    scaled = abs(number) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{-whole if number < 0 and whole else whole}E-{digits}")  # exact; `scaleb` would keep 28 digits


def shown(number: Fraction | None, digits: int = 1) -> str:
    """A score for people: one decimal."""
    return NONE if number is None else f"{rounded(number, digits):f}"


def signed(number: Fraction | None) -> str:
    """A difference for people, with its sign."""
    if number is None:
        return NONE
    value = rounded(number, 1)
    return f"+{value:f}" if value > 0 else f"−{-value:f}" if value < 0 else f"{value:f}"


def percent(number: Fraction | None) -> str:
    """A share as whole per cent."""
    return NONE if number is None else f"{rounded(number * 100, 0):f} %"


def span(low: Fraction | None, high: Fraction | None, digits: int = 1) -> str:
    """Bounds for people: `23.4–31.0`, one number if they are equal."""
    return shown(low, digits) if low == high else f"{shown(low, digits)}–{shown(high, digits)}"


LEAST_DIGITS = 6


def trimmed(number: Fraction | None, digits: int) -> Decimal | None:
    """A number for programs: rounded, without zeros at its end."""
    if number is None:
        return None
    text = f"{rounded(number, digits):f}"
    return Decimal(text.rstrip("0") if "." in text else text)


def telling(numbers: Iterable[Fraction]) -> int:
    """Decimals enough to tell any two of these numbers apart, and at least six."""
    different = set(numbers)
    digits = LEAST_DIGITS
    while len({rounded(number, digits) for number in different}) < len(different):
        digits *= 2
    return digits
