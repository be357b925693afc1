"""Random frameworks with tables of profiles, encoded as the columnar engine takes them."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
from hypothesis import strategies as st

from govaudit.columnar.encoding import Encoding, kind_column, text_column
from govaudit.model.codebook import Codebook
from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge

from .codebooks import Data, Draw, Facts, codebooks, knowledge, pick
from .frameworks import Style, compiled, frameworks

MANY = 10**9
NOT_FOUND = Knowledge(Kind.NOT_FOUND)
EXACT = Style(aggregations=("mean", "mean", "sum", "minimum", "maximum", "median", "product", {"power": 1}))
"""Frameworks that columns can hold as a whole."""
PLAIN = (Kind.KNOWN, Kind.UNCODED)


class Corpus:
    """A framework, profiles, and how their table is encoded."""

    def __init__(
        self, codebook: Data, framework: Data, profiles: list[Facts], scale: int, missing: Missing | None, *, full: bool
    ) -> None:
        self.codebook, self.framework, self.profiles = codebook, framework, profiles
        self.scale, self.missing, self.full = scale, missing, full
        self.plan = compiled(framework, codebook)

    def __repr__(self) -> str:
        names = ("codebook", "framework", "profiles", "scale", "missing", "full")
        return "".join(f"\n{name} = {getattr(self, name)}" for name in names)

    @property
    def encoding(self) -> Encoding:
        return encoding_of(self.plan.codebook, self.profiles, self.scale, full=self.full)

    @property
    def frame(self) -> pl.DataFrame:
        return frame_of(self.encoding, self.profiles)


def encoding_of(codebook: Codebook, profiles: list[Facts], scale: int = 2, *, full: bool = True) -> Encoding:
    """Every column that the profiles need; or kinds and texts of every fact."""
    columns: set[str] = set()
    scales = {fact.id: scale for fact in codebook.values() if fact.type == "number"}
    bare = Encoding(codebook, frozenset(), scales)
    for fact in codebook.values():
        found = [facts.get(fact.id, UNCODED) for facts in profiles]
        exotic = any(now.kind not in PLAIN for now in found) or fact.type == "number"
        columns |= {*bare.value_columns(fact)}
        if full or exotic:
            columns |= {kind_column(fact.id), text_column(fact.id)}
    return Encoding(codebook, frozenset(columns), scales)


def schema_of(encoding: Encoding) -> dict[str, Any]:
    """The types of the columns of an encoded frame."""
    types: dict[str, Any] = {}
    for fact in encoding.codebook.values():
        value = {"boolean": pl.Boolean, "set": pl.Boolean, "ordered": pl.Int16, "category": pl.Int16}
        types |= dict.fromkeys(encoding.value_columns(fact), value.get(fact.type, pl.Int64))
        types |= {kind_column(fact.id): pl.Int8, text_column(fact.id): pl.String}
    return {name: kind for name, kind in types.items() if name in encoding.columns}


def frame_of(encoding: Encoding, profiles: list[Facts]) -> pl.DataFrame:
    rows = [encoding.write(facts) for facts in profiles]
    return pl.DataFrame(rows, schema=schema_of(encoding), orient="row")


def narrow(frame: pl.DataFrame) -> nw.DataFrame[pl.DataFrame]:
    return nw.from_native(frame, eager_only=True)


@st.composite
def corpora(draw: Draw, style: Style | None = None, *, contested: bool = True, rows: int = 6) -> Corpus:
    """A random framework with 1 to `rows` random profiles."""
    codebook = draw(codebooks())
    framework = draw(frameworks(codebook, style))
    profiles = [draw(knowledge(codebook, budget=MANY)) for _ in range(pick(draw, range(1, rows + 1)))]
    profiles = profiles if contested else [uncontested(facts) for facts in profiles]
    scale, missing, full = pick(draw, (2, 0)), pick(draw, (None, *MISSING)), pick(draw, (True, False))
    return Corpus(codebook, framework, profiles, scale if contested else 2, missing, full=full)


def uncontested(facts: Facts) -> Facts:
    """The same knowledge, with not-found for contested."""
    return {name: NOT_FOUND if now.kind is Kind.CONTESTED else now for name, now in facts.items()}
