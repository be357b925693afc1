"""The reference is complete: pages made from the code are current, and every command, option, problem code, JSON format and kind of file is on one. GOLDEN=write makes them anew."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from govaudit.files.extras import EXTRAS
from govaudit.problems import Code
from govaudit.report.file_schemas import FILES
from govaudit.report.schemas import KINDS
from tools import reference

REFERENCE = Path(__file__).parents[2] / "docs/reference"


@pytest.mark.parametrize(("name", "make"), [("commands.md", reference.commands_page), ("json.md", reference.json_page)])
def test_a_page_made_from_the_code_is_current(name: str, make: Callable[[], str]) -> None:
    if os.environ.get("GOLDEN") == "write":
        (REFERENCE / name).write_text(make(), encoding="utf-8")
    assert (REFERENCE / name).read_text(encoding="utf-8") == make(), "GOLDEN=write makes it anew"


def sections(name: str) -> dict[str, str]:
    """A page by its headings of the second rank."""
    parts = re.split(r"^## (.+)\n", (REFERENCE / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_its_section_with_every_argument_and_option() -> None:
    told = sections("commands.md")
    assert {name for name in told if name.startswith("govaudit ")} == {
        f"govaudit {name}" for name in reference.commands()
    }
    for name, command in reference.commands().items():
        assert command.help, name
        for item in command.params:
            assert item.help or item.name == "help", (name, item.name)
            for option in item.opts if item.param_type_name == "option" and item.name != "help" else ():
                assert re.search(rf"`{re.escape(option)}[ `]", told[f"govaudit {name}"]), (name, option)


def test_exit_code_1_is_told_of_every_command_that_has_it_and_of_no_other() -> None:
    failing = {name for name, command in reference.commands().items() if "FAILED" in reference.source(command)}
    assert set(reference.FAILS) == failing


def test_every_extra_that_commands_name_is_one() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"the extra `(\w+)`", page)) <= set(EXTRAS)
    assert "needs the extra `analysis`" in page


def test_every_problem_code_has_its_section_with_what_it_means_an_example_and_what_is_said() -> None:
    told = sections("problems.md")
    assert list(told) == [f"{code.id} {code.slug}" for code in Code]
    for code in Code:
        text = told[f"{code.id} {code.slug}"]
        assert f"\n{code.meaning} Severity: {code.severity}.\n" in text
        assert re.search(r"\n`govaudit [^\n]+` says:\n\n```\n", text), code
        assert f"[{code.id}]" in text


def test_every_format_and_every_schema_of_a_report_is_told_of() -> None:
    told = sections("json.md")
    assert [name for name in told if name.startswith("govaudit.")] == reference.formats()
    page = "".join(told.values())
    assert set(re.findall(r"`govaudit schema ([a-z]+)` prints", page)) == set(KINDS)
    keys = re.findall(r"^\| `(?:[^`]*\.)?([a-z_0-9]+)` \|", page, re.MULTILINE)
    assert all(keys.count(key) > 1 for key in reference.SAME)


def test_every_kind_of_file_that_has_a_schema_is_told_of_with_an_example() -> None:
    page = (REFERENCE / "files.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n# (\S+)\n", page)
    rows = re.findall(r"^\| `([a-z]+)` \| `([^`]+)` \|", page, re.MULTILINE)
    assert [kind for kind, _ in rows] == list(FILES)
    for kind, place in rows:
        pattern = (
            re.escape(place).replace("ID", "[a-z0-9-]+").replace("NAME", "[a-z0-9-]+").replace("LANGUAGE", "[a-z]+")
        )
        assert any(re.fullmatch(pattern, example) for example in examples), kind


def test_the_page_on_views_names_the_commands_that_take_weights() -> None:
    page = (REFERENCE.parent / "method/views.md").read_text(encoding="utf-8")
    named = re.search(r"for one run of ([^.]+)\.", page)
    assert named is not None
    options = {
        name: {option for item in command.params for option in item.opts}
        for name, command in reference.commands().items()
    }
    assert set(re.findall(r"`(\w+)`", named[1])) == {name for name, known in options.items() if "--weights" in known}
