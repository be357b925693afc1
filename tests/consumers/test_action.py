"""`action.yml`: its steps run for real, on good and bad data, as GitHub's runner would run them."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .scratch import PROGRAMS, ROOT, TOY, edit
from .steps import BASH, Runner, load

pytestmark = pytest.mark.consumer

ACTION = load("action.yml")
DEFAULTS = {f"inputs.{name}": entry["default"] for name, entry in ACTION["inputs"].items()}
INSTALL, CHECK = (step for step in ACTION["runs"]["steps"] if "run" in step)
EVIL = "$(touch pwned) `touch pwned` ; touch pwned #"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the action has installed govaudit, from a workspace that would like to be imported."""
    folder = tmp_path_factory.mktemp("action")
    runner = Runner(folder, DEFAULTS, BASH, GITHUB_ACTION_PATH=str(ROOT))
    for name in ("venv", "pip", "ensurepip", "json"):
        (runner.workspace / f"{name}.py").write_text("raise SystemExit('imported from the workspace')\n")
    done = runner.run(INSTALL)
    assert done.returncode == 0, done.stderr
    return runner.temporary


def check(folder: Path, installed: Path, **inputs: str) -> tuple[Runner, subprocess.CompletedProcess[str]]:
    """The step that checks, in a workspace that holds what was written there before."""
    runner = Runner(folder, {**DEFAULTS, **{f"inputs.{key}": value for key, value in inputs.items()}}, BASH)
    runner.environment["RUNNER_TEMP"] = str(installed)
    return runner, runner.run(CHECK)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(TOY, tmp_path / "workspace")
    return tmp_path / "workspace"


def test_good_data_pass(workspace: Path, installed: Path) -> None:
    runner, done = check(workspace.parent, installed)
    assert (done.returncode, done.stdout) == (0, "16 files checked: no problems\n")
    assert runner.outputs() == {}


def test_a_bad_profile_fails_with_an_annotation_and_a_sarif_file(workspace: Path, installed: Path) -> None:
    edit(workspace / "forums/alpha.yaml", "value: verbatim", "value: verbatm")
    runner, done = check(workspace.parent, installed, sarif="problems.sarif")
    assert done.returncode == 2
    assert done.stdout.startswith("::error file=forums/alpha.yaml,line=11,")
    assert runner.outputs() == {"sarif": "problems.sarif"}
    (found,) = json.loads((workspace / "problems.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert found["ruleId"] == "GA203"


def test_the_exit_code_is_that_of_check(workspace: Path, installed: Path) -> None:
    sources = workspace / "forums/sources.yaml"
    spare = (
        '  - {id: spare, type: book, title: S, URL: "https://example.org", accessed: 2026, custom: {grade: press}}\n'
    )
    edit(sources, "references:\n", f"references:\n{spare}")
    assert check(workspace.parent, installed)[1].returncode == 0
    assert check(workspace.parent, installed, strict="true", sarif="s.sarif")[1].returncode == 1
    assert check(workspace.parent, installed, sarif="no/such/folder/s.sarif")[1].returncode == 3
    assert check(workspace.parent, installed, strict="maybe")[1].returncode == 2


def test_paths_and_a_folder_of_data_may_be_named(workspace: Path, installed: Path) -> None:
    edit(workspace / "forums/beta.yaml", "kind: forum\n", "")
    (workspace.parent / "below").mkdir()
    workspace.rename(workspace.parent / "below/data")
    shutil.move(workspace.parent / "below", workspace)
    assert check(workspace.parent, installed, data="data")[1].returncode == 2
    good = check(workspace.parent, installed, data="data", paths="data/forums/alpha.yaml\ndata/forums/gamma.yaml\n")
    assert good[1].returncode == 0, good[1].stderr
    assert check(workspace.parent, installed, data="data", paths="data/forums/beta.yaml")[1].returncode == 2


@pytest.mark.parametrize("name", [name for name in ACTION["inputs"] if name != "python-version"])
def test_an_input_is_a_word_and_never_a_command_or_an_option(name: str, workspace: Path, installed: Path) -> None:
    for text in (EVIL, '"; touch pwned; "', "--help", "-h"):
        _, done = check(workspace.parent, installed, **{name: text})
        assert not (workspace / "pwned").exists()
        assert "Usage:" not in done.stdout
        assert done.returncode != 0 or name == "sarif"


def test_github_would_read_it_so() -> None:
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
