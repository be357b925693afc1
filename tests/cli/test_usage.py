"""A command line that cannot be understood is told as every other problem: one line of what was expected and found, and a hint."""

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.cli.careful import UsageError, told
from govaudit.cli.usage import problem


@pytest.mark.parametrize(
    ("arguments", "line", "hint"),
    [
        ("scroe", 'a command; found "scroe"', 'did you mean "score"?'),
        ("new forun", 'a command; found "forun"', 'did you mean "forum"?'),
        ("zzzz", 'a command; found "zzzz"', "govaudit -h says what there is"),
        ("score a --farmat json", 'an option of govaudit score; found "--farmat"', 'did you mean "--format"?'),
        ("score a -x", 'an option of govaudit score; found "-x"', "govaudit score -h says what there is"),
        ("score", "FORUMS...; found none", "govaudit score -h says what there is"),
        ("new source x", "--title; found none", "govaudit new source -h says what there is"),
        ("score a --format", "a value for --format; found none", "govaudit -h says what there is"),
        ("score a --quiet=3", "no value for --quiet; found one", "govaudit -h says what there is"),
        ("scoreX", 'a command; found "scoreX"', 'did you mean "score"?'),
        ("it's", 'a command; found "it\'s"', "govaudit -h says what there is"),
        (
            "check --jobs it's",
            '--jobs / -j to be a whole number; found "it\'s"',
            "govaudit check -h says what there is",
        ),
        ("check --jobs x", '--jobs / -j to be a whole number; found "x"', "govaudit check -h says what there is"),
        ("check --jobs 0", "--jobs / -j to be in the range 1<=x<=64; found 0", "govaudit check -h says what there is"),
        ("list facts more", 'no more arguments; found "more"', "govaudit list -h says what there is"),
        ("sc\x1bor", 'a command; found "sc\\x1bor"', 'did you mean "score"?'),
        ("::x", 'a command; found "::x"', "govaudit -h says what there is"),
        (
            "score alpha --older-than ##[a]",
            '--older-than to be a whole number; found "#\\x23[a]"',
            "govaudit score -h says what there is",
        ),
        ("x##[group]", 'a command; found "x#\\x23[group]"', "govaudit -h says what there is"),
    ],
)
def test_what_is_not_understood_is_told_in_one_line_with_a_hint(arguments: str, line: str, hint: str) -> None:
    done = CliRunner().invoke(app, arguments.split(" "))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"expected {line} [GA601]\n  hint: {hint}\n"


@pytest.mark.parametrize("arguments", ["", "new", "site", "corpus"])
def test_a_group_of_commands_alone_says_what_there_is(arguments: str) -> None:
    done = CliRunner().invoke(app, arguments.split())
    assert done.exit_code == 2
    assert (done.stdout + done.stderr).startswith("Usage: ")


def test_another_error_is_no_business_of_this() -> None:
    with pytest.raises(ValueError, match=r"^::x$"), told():
        raise ValueError("::x")


def test_what_we_have_no_words_for_is_told_in_those_of_the_library() -> None:
    said = 'expected a command that can be understood; found "odd" [GA601]\n  hint: govaudit -h says what there is'
    assert str(problem(UsageError("odd"))) == said
