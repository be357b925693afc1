"""Texts that may be in another language than the page, and how HTML says so."""

from __future__ import annotations

from typing import Self

from markupsafe import Markup


class Name(str):
    """A text of the data, and its language, if that is not the page's.

    It is text wherever text goes; the filter `said` marks its language.
    """

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "") -> Self:
        made = super().__new__(cls, text)
        made.lang = lang
        return made


def said(text: str) -> str:
    """A text inside an element; marked, if it is in another language than the page.

    >>> str(said(Name("A < B", "en"))), str(said(Name("Rang")))
    ('<span lang="en">A &lt; B</span>', 'Rang')
    """
    lang = getattr(text, "lang", "")
    return Markup('<span lang="{}">{}</span>').format(lang, str(text)) if lang else text
