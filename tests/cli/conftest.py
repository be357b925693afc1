"""A git repository of toy data that has changed since its first commit."""

import shutil
import subprocess
from pathlib import Path

import pytest

from .test_commands import TOY


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The toy data in a git repository, below a folder; then changed: one fact corrected, one found, one criterion reweighed."""
    folder = tmp_path / "below"
    shutil.copytree(TOY, folder)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "first")
    git(tmp_path, "tag", "first")
    edit(folder / "forums/alpha.yaml", "value: 50", "value: 80")
    edit(
        folder / "forums/alpha.yaml",
        "- not-found: {searched: [site], on: 2026-01-31}",
        "- {value: true, evidence: [{source: site, at: Staff}]}",
    )
    edit(folder / "criteria/toy/records.yaml", "weight: 2", "weight: 3")
    edit(folder / "criteria/toy/framework.cases.yaml", "score: 90", "score: 92")
    edit(folder / "criteria/toy/framework.cases.yaml", "score: 1/6", "score: 2/15")
    return folder


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
