"""The words of the interface, in one catalogue a language, and the names of frameworks; all else stays in the language of the data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from govaudit.model.codebook import shown_number
from govaudit.model.translation import Translation
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, one_of, quote
from govaudit.report import numbers
from govaudit.report.html.naming import Name, said
from govaudit.scoring.plan import Plan

LANGUAGES = ("en", "fr", "es")
"""The first is the one in which the catalogue and the data are written."""


@dataclass(frozen=True)
class Words:
    """The catalogue of one language: `words("score.bounds", low="1", high="2")`.

    Attributes
    ----------
    lang
        The language, as HTML names it.
    texts
        The texts by `section.key`, with places in braces.
    names
        What frameworks are called in the language, by framework.
    """

    lang: str
    texts: Mapping[str, str]
    names: Mapping[str, Translation] = field(default_factory=dict)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, its places filled.

        Raises
        ------
        KeyError
            If there is no such key or a place has no value.
        """
        return self.texts[key].format(**values)

    def markup(self, key: str, /, **values: str) -> Markup:
        """The same for HTML: values are escaped, and those in another language marked."""
        text = Markup(self.texts[key])  # noqa: S704 - ours
        return text.format(**{place: said(value) for place, value in values.items()})

    def knowing(self, names: Mapping[str, Translation]) -> Words:
        """The same words, with what these frameworks are called."""
        return replace(self, names={**self.names, **names})

    def data(self, text: str) -> Name:
        """A text that the data have in their own language alone."""
        return Name(text, "" if self.lang == LANGUAGES[0] else LANGUAGES[0])

    def title(self, plan: Plan, node: str) -> Name:
        """What a node is called."""
        return self._named(self._names(plan).titles.get(node, ""), plan.nodes[node].authored.heading)

    def band(self, plan: Plan, node: str, band: str | None) -> Name:
        """What a band of a node is called; "" for none."""
        labels = {item.id: item.label or item.id for item in plan.nodes[node].authored.bands}
        return self._named(self._names(plan).band(node, band) if band else "", labels.get(band or "", band or ""))

    def designation(self, plan: Plan, name: str) -> Name:
        """What a designation is called."""
        labels = {item.id: item.label for item, _ in plan.designations}
        return self._named(self._names(plan).designations.get(name, ""), labels.get(name) or name)

    def _names(self, plan: Plan) -> Translation:
        return self.names.get(plan.root) or Translation(language=self.lang)

    def _named(self, text: str, own: str) -> Name:
        return Name(text) if text or not own else self.data(own)

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

    def exact(self, number: Fraction) -> str:
        """An exact number, such as a weight."""
        return self._local(shown_number(number))

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
