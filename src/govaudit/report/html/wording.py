"""The words of the interface, in one catalogue a language; what the data say stays in the language of the data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files

from govaudit.problems import Code, GovauditError, Problem, did_you_mean, one_of, quote
from govaudit.report import numbers

LANGUAGES = ("en", "fr", "es")
"""The first is the one the catalogue is written in."""


@dataclass(frozen=True)
class Words:
    """The catalogue of one language: `words("score.bounds", low="1", high="2")`.

    Attributes
    ----------
    lang
        The language, as HTML names it.
    texts
        The texts by `section.key`, with places in braces.
    """

    lang: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, its places filled.

        Raises
        ------
        KeyError
            If there is no such key or a place has no value.
        """
        return self.texts[key].format(**values)

    def number(self, number: Fraction | None, digits: int = 1) -> str:
        """A score, with the decimal sign of the language."""
        return self._local(numbers.shown(number, digits))

    def weight(self, number: Fraction) -> str:
        """A weight, or the score of a level: at most two decimals, and none that say nothing."""
        return self._local(f"{numbers.trimmed(number, 2):f}")

    def signed(self, number: Fraction | None) -> str:
        """A difference."""
        return self._local(numbers.signed(number))

    def span(self, low: Fraction | None, high: Fraction | None) -> str:
        """Bounds."""
        return self._local(numbers.span(low, high))

    def percent(self, number: Fraction | None) -> str:
        """A share."""
        return numbers.percent(number).replace(" ", "\N{NO-BREAK SPACE}")

    def _local(self, text: str) -> str:
        return text.replace(".", self.texts["number.decimal"])


def words_of(lang: str) -> Words:
    """The words of a language.

    Raises
    ------
    GovauditError
        If there is no catalogue of it.
    """
    if lang not in LANGUAGES:
        message = f"expected --lang {one_of(LANGUAGES)}; found {quote(lang)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(lang, LANGUAGES)))
    return _catalogue(lang)


@cache
def _catalogue(lang: str) -> Words:
    text = (files(__package__) / "words" / f"{lang}.toml").read_text(encoding="utf-8")
    return Words(lang, dict(_flat(tomllib.loads(text))))


def _flat(tree: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for section, texts in tree.items():
        for key, text in texts.items():
            yield f"{section}.{key}", text
