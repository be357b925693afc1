"""What became of the problems of two states of the data."""

from dataclasses import replace

from govaudit.integrity.progress import Progress, progress
from govaudit.problems import Checked, Code, Problem

ONE = Problem(
    code=Code.NO_ADDRESS, message="no address of a", document="forums/sources.yaml", node=("references", 3), line=9
)
REVIEW = Problem(code=Code.OLD_REVIEW, message="before 2026-01-01", document="forums/a.yaml", node=("reviewed", "on"))


def checked(problems: list[Problem], accepted: list[Problem]) -> Checked:
    return Checked(problems=tuple(problems), suppressed=dict.fromkeys(accepted, "a reason"), files=())


def told(
    before: list[Problem], after: list[Problem], accepted: tuple[list[Problem], list[Problem]] = ([], [])
) -> Progress:
    return progress(checked(before, accepted[0]), checked(after, accepted[1]))


def kinds(found: Progress) -> tuple[int, int, int, int]:
    return len(found.new), len(found.suppressed), len(found.mended), len(found.remaining)


def test_the_same_problem_on_another_line_or_further_down_a_list_remains() -> None:
    moved = replace(ONE, node=("references", 4), line=12)
    assert told([ONE], [moved]) == Progress((), (), (), (moved,), (0, 0))


def test_another_problem_at_the_same_index_is_new_and_the_first_is_mended() -> None:
    other = replace(ONE, message="no address of b")
    assert told([ONE], [other]) == Progress((other,), (), (ONE,), (), (0, 0))


def test_a_place_without_indices_is_the_same_whatever_the_words() -> None:
    assert kinds(told([REVIEW], [replace(REVIEW, message="before 2026-02-02")])) == (0, 0, 0, 1)


def test_another_file_or_code_is_another_problem() -> None:
    for other in (replace(REVIEW, document="forums/b.yaml"), replace(REVIEW, code=Code.OWN_REVIEW)):
        assert kinds(told([REVIEW], [other])) == (1, 0, 1, 0)


def test_of_several_alike_one_more_is_new() -> None:
    alike = [replace(ONE, node=("references", index)) for index in range(3)]
    found = told(alike[:2], alike)
    assert kinds(found) == (1, 0, 0, 2)
    assert found.new == (alike[2],)


def test_each_problem_counts_once() -> None:
    assert kinds(told([ONE, ONE], [ONE, ONE, ONE])) == (0, 0, 0, 1)


def test_what_only_the_later_state_accepts_is_suppressed_and_not_mended() -> None:
    found = told([ONE], [], ([], [ONE]))
    assert (kinds(found), found.accepted) == ((0, 1, 0, 0), (0, 1))
    assert kinds(told([], [], ([ONE], [ONE]))) == (0, 0, 0, 0)


def test_what_is_no_longer_accepted_is_new() -> None:
    assert kinds(told([], [ONE], ([ONE], []))) == (1, 0, 0, 0)
