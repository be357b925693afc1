"""Every case of the catalogue of bad inputs has a test that plays it, and the page about them is true."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from tests.badinputs.test_badinputs import CASES, KEPT, WRITTEN

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/quality/bad-inputs.md"
BAD, STRANGERS, CRITERIA = "badinputs/test_badinputs.py", "badinputs/test_strangers.py", "badinputs/test_criteria.py"
TABLES, LAWS, UNIT = "corpus/test_bad_tables.py", "laws/", "unit/"
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
    "R11": ("rejected/test_rejected.py", "test_bad_input_is_named_to_the_letter"),
    "R12": (CRITERIA, "test_r12_a_title_is_printed_as_written"),
    "R13": (LAWS + "test_containment.py", "test_containment"),
    **dict.fromkeys(["K10", "K11", "K22", "K23", "K25", "K26", "K28", "K29"], ONE_LINE),
    "K20": (TABLES, "test_a_small_file_of_twenty_gigabytes_is_read_in_little_memory"),
    "K21": (TABLES, "test_a_column_that_grows_beyond_bounds_is_refused_by_its_footer"),
    "K24": (TABLES, "test_changed_bytes_are_found_or_change_nothing"),
    "K27": (LAWS + "test_two_engines.py", "test_numbers_are_the_same_before_rounding"),
    "S01": (LAWS + "test_invariance.py", "test_turning_an_indicator_not_applicable_equals_deleting_it"),
    "S02": ("cli/test_commands.py", "test_no_score_fails_a_threshold"),
    "S03": ("cli/test_commands.py", "test_fail_under_compares_the_exact_point"),
    **dict.fromkeys(["S04", "S05"], (UNIT + "report/test_formats.py", "test_rounding_is_half_away_from_zero_and_never_minus_zero")),
    "S06": (UNIT + "analysis/test_analysis.py", "test_ties_share_the_better_rank_and_the_unscored_come_last"),
    "S07": (UNIT + "analysis/test_analysis.py", "test_overlapping_intervals_give_rank_ranges"),
    "S08": (LAWS + "test_kleene.py", "test_no_excluded_middle"),
    "S09": (LAWS + "test_applicability.py", "test_bounds_are_the_extremes_over_all_choices"),
    "S10": (LAWS + "test_no_unknowns.py", "test_scaling_all_weights_of_a_mean_changes_nothing"),
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
