"""The hooks of this repository, run by the real pre-commit over a stranger's data."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "toy"
pytestmark = pytest.mark.consumer


def run(cwd: Path, *command: str, ok: bool = True) -> str:
    environment = {**os.environ, "PRE_COMMIT_HOME": str(cwd.parent / "home"), "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode == 0) is ok, done.stdout + done.stderr
    return done.stdout


def commit(cwd: Path, message: str) -> None:
    run(cwd, "git", "add", "-A")
    run(cwd, "git", "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--no-verify", "-m", message)


def test_a_bad_profile_is_refused_mended_and_accepted(tmp_path: Path) -> None:
    source, data = tmp_path / "govaudit", tmp_path / "data"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    run(source, "git", "init", "-q")
    commit(source, "The hooks")
    shutil.copytree(TOY, data)
    run(data, "git", "init", "-q")
    revision = run(source, "git", "rev-parse", "HEAD").strip()
    hooks = (
        f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks: [{{id: govaudit-check}}, {{id: govaudit-fmt}}]\n"
    )
    (data / ".pre-commit-config.yaml").write_text(hooks, encoding="utf-8")
    commit(data, "The data")
    precommit = [sys.executable, "-m", "pre_commit", "run"]
    assert "Passed" in run(data, *precommit, "--all-files")
    beta = data / "forums/beta.yaml"
    sound = beta.read_text(encoding="utf-8")
    beta.write_text(sound.replace("source: book, at: p. 12", "source: boook,   at: p. 12"), encoding="utf-8")
    run(data, "git", "add", "-A")
    said = run(data, *precommit, ok=False)
    assert 'did you mean "book"?' in said
    assert "formatted: forums/beta.yaml" in said
    assert beta.read_text(encoding="utf-8") == sound.replace("source: book, at: p. 12", "source: boook, at: p. 12")
    beta.write_text(sound + "# looked at again\n", encoding="utf-8")
    run(data, "git", "add", "-A")
    assert "Failed" not in run(data, *precommit)
