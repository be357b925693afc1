"""Scratch repositories for the programs that stand around git."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests/toy"
SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull} | {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "t"), ("EMAIL", "t@example.org"))
}
ENVIRONMENT = {
    key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GOVAUDIT", "GITHUB_", "PRE_COMMIT"))
} | SETTINGS
PROGRAMS = Path(sys.executable).parent


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    """Commit all that stands there, past any hook."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--no-verify", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def snapshot(folder: Path) -> str:
    """This repository as its files stand, committed or not, as a repository of its own; its commit."""
    for name in git(ROOT, "ls-files", "-co", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    git(folder, "init", "-q", "-b", "main")
    return commit(folder, "all of it")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
