"""The hooks of `.pre-commit-hooks.yaml`, as pre-commit installs and runs them when somebody commits."""

import subprocess
from pathlib import Path

import pytest

from .scratch import ENVIRONMENT, PROGRAMS, TOY, commit, edit, git, snapshot

pytestmark = pytest.mark.consumer


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A repository with the hooks, its commit, and the folder where pre-commit keeps what it installs."""
    folder = tmp_path_factory.mktemp("hooks")
    return folder, snapshot(folder), tmp_path_factory.mktemp("kept")


def repository(folder: Path, hooks: tuple[Path, str, Path], *hook: str, below: str = ".") -> Path:
    """The toy data in a repository that has the hooks installed."""
    source, revision, kept = hooks
    data = folder / "repository" / below
    for part in ("criteria", "forums", "claims"):
        subprocess.run(["mkdir", "-p", str(data)], check=True)
        subprocess.run(["cp", "-R", str(TOY / part), str(data / part)], check=True)
    listed = "\n".join(f"      - {entry}" for entry in hook)
    config = f"repos:\n  - repo: {source}\n    rev: {revision}\n    hooks:\n{listed}\n"
    (folder / "repository/.pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(folder / "repository", "init", "-q")
    commit(folder / "repository", "first")
    done = pre_commit(folder / "repository", kept, "install")
    assert done.returncode == 0, done.stderr
    return folder / "repository"


def pre_commit(folder: Path, kept: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROGRAMS / "pre-commit"), *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={**ENVIRONMENT, "PRE_COMMIT_HOME": str(kept)},
    )  # fmt: skip


def committed(folder: Path, kept: Path) -> subprocess.CompletedProcess[str]:
    """What git says when somebody commits all that stands there."""
    git(folder, "add", "-A")
    return subprocess.run(
        ["git", "commit", "-m", "change"],
        cwd=folder, capture_output=True, text=True, check=False, env={**ENVIRONMENT, "PRE_COMMIT_HOME": str(kept)},
    )  # fmt: skip


def test_a_bad_profile_is_refused_and_accepted_once_mended(tmp_path: Path, hooks: tuple[Path, str, Path]) -> None:
    folder = repository(tmp_path, hooks, "id: govaudit-check")
    edit(folder / "forums/alpha.yaml", "value: verbatim", "value: verbatm")
    refused = committed(folder, hooks[2])
    assert refused.returncode == 1
    assert "govaudit check" in refused.stderr
    assert 'forums/alpha.yaml:11:15: $.facts.minutes[1].value: expected one of none, summary, verbatim; found "verbatm" [GA203]' in refused.stderr  # fmt: skip
    edit(folder / "forums/alpha.yaml", "value: verbatm", "value: summary")
    accepted = committed(folder, hooks[2])
    assert accepted.returncode == 0, accepted.stderr
    assert "Passed" in accepted.stderr


def test_a_law_across_files_is_held_though_another_file_changed(tmp_path: Path, hooks: tuple[Path, str, Path]) -> None:
    folder = repository(tmp_path, hooks, "{id: govaudit-check, args: [--strict]}")
    edit(folder / "forums/sources.yaml", "references:\n", 'references:\n  - {id: spare, type: book, title: S, URL: "https://example.org", accessed: 2026, custom: {grade: press}}\n')  # fmt: skip
    refused = committed(folder, hooks[2])
    assert refused.returncode == 1
    assert "[GA407]" in refused.stderr


def test_a_commit_of_other_files_runs_no_check(tmp_path: Path, hooks: tuple[Path, str, Path]) -> None:
    folder = repository(tmp_path, hooks, "id: govaudit-check")
    (folder / "notes.yaml").write_text("forums: none\n", encoding="utf-8")
    assert "Skipped" in committed(folder, hooks[2]).stderr


def test_data_below_a_folder_must_be_named_and_is_never_taken_for_the_shipped(
    tmp_path: Path, hooks: tuple[Path, str, Path]
) -> None:
    bare = repository(tmp_path / "bare", hooks, "id: govaudit-check", below="data")
    edit(bare / "data/forums/alpha.yaml", "value: verbatim", "value: verbatm")
    assert "[GA602]" in committed(bare, hooks[2]).stderr
    named = repository(tmp_path / "named", hooks, "{id: govaudit-check, args: [--data, data]}", below="data")
    edit(named / "data/forums/alpha.yaml", "value: verbatim", "value: verbatm")
    assert "[GA203]" in committed(named, hooks[2]).stderr


def test_the_layout_is_mended_by_the_hook(tmp_path: Path, hooks: tuple[Path, str, Path]) -> None:
    folder = repository(tmp_path, hooks, "id: govaudit-fmt")
    path = folder / "forums/alpha.yaml"
    edit(path, "name: Alpha Council\n", "name: Alpha Congress  \n")
    refused = committed(folder, hooks[2])
    assert refused.returncode == 1
    assert "files were modified by this hook" in refused.stderr
    assert "name: Alpha Congress\n" in path.read_text(encoding="utf-8")
    assert committed(folder, hooks[2]).returncode == 0
