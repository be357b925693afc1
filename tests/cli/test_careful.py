"""What is said of a mistyped command line."""

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.cli.careful import UsageError, harmlessly


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x ##[z]"], "No such command 'x # #[z]'."),
        (["score", "--x ##[y]"], "No such option: --x # #[y]"),
        (["score", "alpha", "--older-than", "##[a]"], "Invalid value for '--older-than': '# #[a]' is not a valid int"),
    ],
)
def test_a_word_that_no_loader_has_seen_is_told_harmlessly(words: list[str], said: str) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_whatever_a_library_says_of_a_word_is_made_harmless() -> None:
    """Some releases of click tell a word as it is, some as Python writes it."""
    with pytest.raises(UsageError, match=r"^: :x� # #\[$"), harmlessly():
        raise UsageError("::x\x1b ##[")


def test_another_error_is_no_business_of_this() -> None:
    with pytest.raises(ValueError, match=r"^::x$"), harmlessly():
        raise ValueError("::x")
