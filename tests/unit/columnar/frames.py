"""Small frameworks compiled to columns, and frames to score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import polars as pl

from govaudit.columnar.batch import score_frame
from govaudit.columnar.program import HANDED, Program, compile_program
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import Knowledge
from govaudit.scoring.plan import Plan, compile_plan
from tests.laws.tables import encoding_of, frame_of

Facts = dict[str, Knowledge]


def plan_of(facts: dict[str, Any], **framework: Any) -> Plan:
    """A framework over facts given by type and body."""
    codebook = {name: {"question": "?", "basis": "law", **body} for name, body in facts.items()}
    return compile_plan(read(Framework, {"id": "root", "version": "1", **framework}), read_codebook(codebook))


def scored(
    plan: Plan, profiles: Sequence[Facts], scale: int = 2, **options: Any
) -> tuple[Program, list[dict[str, Any]]]:
    """The program, and the scores by columns, which are those of the interpreter."""
    encoding = encoding_of(plan.codebook, list(profiles), scale)
    program = compile_program(plan, encoding, **options)
    frame = nw.from_native(frame_of(encoding, list(profiles)), eager_only=True)
    by_columns, by_rows = (score_frame(program, frame, crossover=least).to_native() for least in (0, len(profiles) + 1))
    assert by_columns.equals(by_rows)
    assert by_columns.schema == by_rows.schema
    return program, by_columns.rows(named=True)


def handed(program: Program, profiles: Sequence[Facts], scale: int = 2) -> list[bool]:
    """Which rows go to the interpreter."""
    frame = frame_of(encoding_of(program.shape.plan.codebook, list(profiles), scale), list(profiles))
    done: pl.DataFrame = program.over(nw.from_native(frame.lazy())).collect().to_native()
    return done[HANDED].to_list()
