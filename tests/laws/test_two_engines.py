"""Law 6, one meaning, two engines: the interpreter that explains one profile and the columns that score millions agree exactly."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from govaudit.columnar.batch import score_frame
from govaudit.columnar.program import HANDED, Program, compile_program
from govaudit.scoring.evaluate import Evaluation

from .frameworks import FEWER
from .tables import EXACT, Corpus, corpora, narrow

NEVER = 10**9
LARGE = ("a median of more than", "it reads")
"""The one reason for which a node of these frameworks may go to the interpreter, and what follows from it."""


def program_of(corpus: Corpus) -> Program:
    return compile_program(corpus.plan, corpus.encoding, missing=corpus.missing)


def scores(program: Program, frame: pl.DataFrame, crossover: int = 0) -> pl.DataFrame:
    native: pl.DataFrame = score_frame(program, narrow(frame), crossover=crossover).to_native()
    return native


@given(corpora())
def test_the_same_results_in_the_same_shape(corpus: Corpus) -> None:
    """Applicability, low, point, high, coverage, levels, bands, what is withheld, designations: every column of the table."""
    program = program_of(corpus)
    assert_frame_equal(scores(program, corpus.frame), scores(program, corpus.frame, NEVER))


@given(corpora(EXACT, contested=False))
def test_what_columns_can_hold_is_left_to_no_interpreter(corpus: Corpus) -> None:
    program = program_of(corpus)
    assert all(why.startswith(LARGE) for why in program.beyond.values())
    assert_frame_equal(scores(program, corpus.frame), scores(program, corpus.frame, NEVER))


@given(corpora(EXACT, contested=False))
def test_numbers_are_the_same_before_rounding(corpus: Corpus) -> None:
    """A numerator over the denominator of its node is the interpreter's fraction."""
    program = program_of(corpus)
    exact = {
        (name, end): getattr(found, end)
        for name, found in program.found.items()
        for end in ("low", "point", "high", "coverage")
    }
    columns = {f"{name}|{end}": number.numerators for (name, end), number in exact.items()}
    done = program.over(narrow(corpus.frame).lazy()).select(HANDED, **columns).collect().to_native()
    for row, facts in zip(done.iter_rows(named=True), corpus.profiles, strict=True):
        results = {} if row[HANDED] else Evaluation(corpus.plan, facts, corpus.missing).run()
        for (name, end), number in exact.items():
            if name in results:
                numerator = row[f"{name}|{end}"]
                found = None if numerator is None else Fraction(numerator, number.denominator)
                assert found == getattr(results[name], end), (name, end)
                assert numerator is None or abs(numerator) <= number.most


@FEWER
@given(corpora(rows=12), st.sampled_from([1, 7, 1000]), st.randoms(use_true_random=False))
def test_neither_batches_nor_the_order_of_rows_change_a_byte(corpus: Corpus, size: int, random: Random) -> None:
    program, frame = program_of(corpus), corpus.frame.with_row_index("unit")
    whole = score_frame(program, narrow(frame), ["unit"], crossover=0).to_native()
    shuffled = frame[random.sample(range(len(frame)), len(frame))]
    parts = [
        score_frame(program, narrow(shuffled[start : start + size]), ["unit"], crossover=0).to_native()
        for start in range(0, len(frame), size)
    ]
    assert pl.concat(parts).sort("unit").write_csv() == whole.write_csv()
