"""Scores that engines made by columns, as columns to be written: the same names and texts as `report.corpus` makes row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl
import pyarrow as pa

from govaudit.columnar.shape import ANSWERS, Shape
from govaudit.report.corpus import LONG, NUMBERS, Layout, wide_head
from govaudit.report.layout import CONTROL
from govaudit.report.tables import FORMULA, SEPARATED, Separated, inert

ODD = rf"\s\s|[^\S ]|##\[|{CONTROL.pattern}|^(?:{'|'.join(map(re.escape, FORMULA))})"
"""Texts that `inert` may change."""
PRECISION = 18


def columns(shape: Shape, frame: pl.DataFrame, layout: Layout) -> pl.DataFrame:
    """The columns of a report, from a frame whose first two are unit and time. Numbers are in units of 10 to the minus `shape.digits`."""
    keys = [column.alias(name) for column, name in zip(frame.get_columns(), ("unit", "time"), strict=False)]
    answers = {
        designation.id: _words(frame[f"{designation.id}:holds"], [answer.value for answer in ANSWERS])
        for designation, _ in shape.plan.designations
    }
    if layout == "wide":
        figures = [
            column.alias(f"{node}.{part}")
            for node in shape.nodes
            for part, column in _figures(shape, frame, node).items()
        ]
        return pl.DataFrame(
            [*keys, *figures, *(answer.alias(f"designation.{name}") for name, answer in answers.items())]
        )
    blocks = []
    rows = pl.int_range(len(frame), eager=True).alias("row")
    for node in shape.nodes:
        figures_of = {
            part: column.cast(pl.Int64) if part in NUMBERS else column
            for part, column in _figures(shape, frame, node).items()
        }
        about = {"node": pl.lit(node), "kind": pl.lit(shape.plan.nodes[node].kind), "answer": pl.lit("")}
        blocks.append(pl.DataFrame([rows, *keys]).with_columns(**figures_of, **about))
    for name, answer in answers.items():
        none = {part: pl.lit(None, pl.Int64) for part in NUMBERS}
        about = {"node": pl.lit(name), "kind": pl.lit("designation"), "band": pl.lit("")}
        blocks.append(pl.DataFrame([rows, *keys, answer.alias("answer")]).with_columns(**none, **about))
    long = pl.concat([block.select("row", *LONG) for block in blocks])
    return long.sort("row", maintain_order=True).drop("row")


def _figures(shape: Shape, frame: pl.DataFrame, node: str) -> Mapping[str, pl.Series]:
    bands = shape.words.get(f"{node}:band", ())
    blank = pl.repeat("", len(frame), dtype=pl.String, eager=True)
    band = _words(frame[f"{node}:band"], bands) if bands else blank
    return {**{number: frame[f"{node}:{number}"] for number in NUMBERS}, "band": band}


def _words(places: pl.Series, words: Sequence[str]) -> pl.Series:
    return pl.Series(values=words, dtype=pl.String).gather(places.cast(pl.UInt32)).fill_null("")


def head(shape: Shape, layout: Layout) -> tuple[str, ...]:
    """The names of the columns."""
    answers = (f"designation.{designation.id}" for designation, _ in shape.plan.designations)
    return (*wide_head(shape.nodes), *answers) if layout == "wide" else LONG


def parts(shape: Shape, frames: Iterable[pl.DataFrame], layout: Layout, style: Separated) -> Iterator[str]:
    """The report as CSV or TSV, frame by frame."""
    yield _written(pl.DataFrame(schema=dict.fromkeys(head(shape, layout), pl.String)), style, first=True)
    for frame in frames:
        shown = columns(shape, frame, layout)
        yield _written(pl.DataFrame([_texts(column, shape.digits) for column in shown.get_columns()]), style)


def _written(frame: pl.DataFrame, style: Separated, *, first: bool = False) -> str:
    separator, _, end = SEPARATED[style]
    if style == "csv":
        return frame.write_csv(separator=separator, quote_style="always", line_terminator=end, include_header=first)
    frame = frame.with_columns(pl.all().replace("", None))  # an empty text would be quoted
    return frame.write_csv(separator=separator, line_terminator=end, include_header=first)


def _texts(column: pl.Series, digits: int) -> pl.Series:
    """A column as the texts of cells."""
    if column.dtype == pl.String:
        odd = column.str.contains(ODD).arg_true()
        return column.scatter(odd, [inert(text) for text in column.gather(odd)]) if len(odd) else column
    size, one = column.cast(pl.Int64).abs(), 10**digits
    below = pl.Series(values=["", "-"], dtype=pl.String).gather((column < 0).cast(pl.UInt32))
    texts = below + (size // one).cast(pl.String) + "." + (size % one).cast(pl.String).str.zfill(digits)
    shown: pl.Series = texts.fill_null("").alias(column.name)
    return shown


def schema(shape: Shape, layout: Layout) -> pa.Schema:
    """The types of a Parquet report: numbers are exact decimals."""
    number = pa.decimal128(PRECISION, shape.digits)
    exact = set(NUMBERS) if layout == "long" else {f"{node}.{part}" for node in shape.nodes for part in NUMBERS}
    fields = [pa.field(name, number if name in exact else pa.string()) for name in head(shape, layout)]
    return pa.schema(fields)


def tables(shape: Shape, frames: Iterable[pl.DataFrame], layout: Layout, types: pa.Schema) -> Iterator[pa.Table]:
    """The report as tables of these types, frame by frame."""
    for frame in frames:
        shown = columns(shape, frame, layout)
        arrays = [_array(column, kind) for column, kind in zip(shown.get_columns(), types.types, strict=True)]
        yield pa.Table.from_arrays(arrays, schema=types)


def _array(column: pl.Series, kind: pa.DataType) -> pa.Array:
    """A column of this type; of a decimal the whole numbers are its units."""
    if column.dtype == pl.String:
        return column.to_arrow().cast(kind)
    whole = column.cast(pl.Int64).to_arrow().cast(pa.decimal128(19, 0))
    return pa.Array.from_buffers(kind, len(whole), whole.buffers(), whole.null_count, whole.offset)
