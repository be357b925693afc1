"""Every case of the catalogue of bad inputs has a test that plays it, and the page about them is true."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.badinputs.test_badinputs import CASES, KEPT, WRITTEN

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/quality/bad-inputs.md"
BAD, STRANGERS, CRITERIA = "badinputs/test_badinputs.py", "badinputs/test_strangers.py", "badinputs/test_criteria.py"
LITERAL, TABLES, UNIT = "badinputs/test_tables_and_scores.py", "corpus/test_bad_tables.py", "unit/"
ODD = (STRANGERS, "test_an_odd_file_is_named_and_alpha_is_scored_all_the_same")
BURST = (STRANGERS, "test_what_is_made_to_burst_is_refused_in_little_time_and_memory")
ONE_LINE = (TABLES, "test_a_bad_table_is_one_clear_line")
WRONG = (CRITERIA, "test_wrong_criteria_are_refused_at_their_line")
PLAYED: dict[str, tuple[str, str]] = {
    **{case["id"]: (BAD, "test_a_file_behaves_as_the_manifest_says") for case in CASES},
    **dict.fromkeys(WRITTEN, (BAD, "test_what_is_written_here_is_refused_at_its_line")),
    **dict.fromkeys(KEPT, (BAD, "test_what_is_written_here_is_kept_as_it_is")),
    "K01": ONE_LINE,
    "K04": (UNIT + "report/test_formats.py", "test_a_csv_has_as_many_rows_and_no_formula"),
    "K07": (UNIT + "files/test_tables.py", "test_k07_a_name_stands_once_in_a_column_of_names"),
    **dict.fromkeys(["Y02", "Y03", "Y50", "Y51", "Y52", "Y53", "Y54", "Y55", "Y56", "Y57", "Y58", "Y59"], BURST),
    **dict.fromkeys(["P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P16", "P17"], ODD),
    **dict.fromkeys(["P13", "P14"], (STRANGERS, "test_p13_p14_a_name_that_leads_nowhere_is_refused")),
    "P15": (STRANGERS, "test_p15_a_folder_beside_with_the_same_beginning_is_outside"),
    "P18": (STRANGERS, "test_p18_a_file_replaced_after_it_was_read_is_read_once"),
    "P19": (STRANGERS, "test_p19_thirty_two_descriptors_are_enough"),
    "P20": (STRANGERS, "test_p20_of_many_files_one_bad_one_is_named_and_all_others_are_scored"),
    **dict.fromkeys(["P21", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10"], WRONG),
    "R01": (UNIT + "files/test_extend.py", "test_frameworks_that_extend_each_other_are_refused"),
    "R02": (UNIT + "files/test_extend.py", "test_a_few_frameworks_may_build_on_each_other_and_no_more"),
    "R11": (LITERAL, "test_r11_a_fact_that_nothing_reads_moves_no_score_and_a_slip_of_the_key_is_refused"),
    "R12": (CRITERIA, "test_r12_a_title_is_printed_as_written"),
    "R13": (LITERAL, "test_r13_what_asks_for_knowledge_covers_all_completions"),
    **dict.fromkeys(["K10", "K11", "K22", "K23"], ONE_LINE),
    "K20": (LITERAL, "test_k20_some_hundred_bytes_of_twenty_gigabytes"),
    "K21": (LITERAL, "test_k21_many_rows_in_a_small_file_are_a_stream"),
    "K24": (LITERAL, "test_k24_changed_bytes_are_found_or_the_file_says_what_it_was"),
    "K25": (LITERAL, "test_k25_a_truth_is_true_false_or_empty"),
    "K26": (LITERAL, "test_k26_a_name_stays_text"),
    "K27": (LITERAL, "test_k27_only_the_order_of_rows_is_seen_in_the_scores"),
    "K28": (LITERAL, "test_k28_a_column_too_few_or_too_many_is_named"),
    "K29": (LITERAL, "test_k29_utf_16_and_semicolons_are_refused_with_a_hint"),
    "S01": (LITERAL, "test_s01_a_group_that_does_not_apply_is_left_out_and_said_to_be"),
    "S02": (LITERAL, "test_s02_where_nothing_applies_there_is_no_score"),
    "S03": (LITERAL, "test_s03_a_score_just_below_a_threshold_is_shown_below_it"),
    "S04": (LITERAL, "test_s04_one_rule_rounds_everywhere"),
    "S05": (LITERAL, "test_s05_zero_has_no_sign"),
    "S06": (LITERAL, "test_s06_equal_scores_share_a_rank_and_the_unscored_come_last"),
    "S07": (LITERAL, "test_s07_of_overlapping_intervals_neither_stands_above"),
    "S08": (LITERAL, "test_s08_a_fact_read_twice_gives_a_bound"),
    "S09": (LITERAL, "test_s09_unknown_applicability_gives_the_extremes_over_all_choices"),
    "S10": (LITERAL, "test_s10_the_scale_of_weights_says_nothing"),
}  # fmt: skip
"""By case: the file below tests/ and the test in it that plays it; K01 to K07 and the files Y, T, U are those of the manifest, or written where they are played."""


def numbered(letter: str, *ranges: tuple[int, int]) -> set[str]:
    return {f"{letter}{number:02}" for first, last in ranges for number in range(first, last + 1)}


def test_every_case_has_a_test() -> None:
    assert set(PLAYED) == (
        numbered("Y", (1, 41), (50, 59))
        | numbered("T", (1, 5))
        | numbered("U", (1, 4))
        | numbered("K", (1, 7), (10, 11), (20, 29))
        | numbered("P", (1, 21))
        | numbered("R", (1, 13))
        | numbered("S", (1, 10))
    )


@pytest.mark.parametrize("case", PLAYED)
def test_the_test_is_there(case: str) -> None:
    name, function = PLAYED[case]
    text = (ROOT / "tests" / name).read_text(encoding="utf-8")
    assert re.search(rf"^def {function}\(", text, re.MULTILINE)


def test_the_limits_on_the_page_are_those_of_the_code() -> None:
    rows = re.findall(
        r"^\| .+ \| ([0-9,]+)(| MiB| GiB) \| `([\w.]+)` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(rows) > 15
    unit = {"": 1, " MiB": 1 << 20, " GiB": 1 << 30}
    for number, size, place in rows:
        module, _, constant = place.rpartition(".")
        assert getattr(import_module(f"govaudit.{module}"), constant) == int(number.replace(",", "")) * unit[size], (
            place
        )
