"""Writes `requirements/`: every package that CI and the sessions of nox install, with the hash of each of its files.

`pip install -e '.[lock]' && python -m tools.lock`. All are resolved together, for every Python and system that govaudit runs on, from releases
that are a week old or more: by then a bad one has mostly been found. Which index is asked is the machine's matter, and no file says it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "requirements"
FILES: dict[str, tuple[str, ...]] = {
    "run": (),
    "build": ("build",),
    "dev": ("dev",),
    "docs": ("docs",),
    "browser": ("pdf", "browser"),
    "consumers": ("consumers", "benchmarks"),
    "release": ("release",),
    "fuzz": ("fuzz",),
}
"""The files, and the extras that each holds besides what govaudit itself needs."""
FROM_SOURCE = ("pyspark",)
"""Releases without a wheel: their own archive is checked by its hash, the tools that build it are not."""
COOLING = timedelta(days=7)


def index() -> dict[str, str]:
    """The index that pip asks, for uv, which does not read what pip reads."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    ).stdout.strip()
    found = os.environ.get("PIP_INDEX_URL") or told
    return {"UV_DEFAULT_INDEX": found} if found else {}


def write(name: str, extras: tuple[str, ...], constraints: Path | None, before: datetime) -> None:
    """One file, resolved within those constraints."""
    source = [f"--no-binary={package}" for package in FROM_SOURCE]
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes",
        "--only-binary=:all:", *source, "--no-annotate", "--no-strip-extras", "--no-header", f"--exclude-newer={before:%Y-%m-%d}",
        *(f"--extra={extra}" for extra in extras), *([f"--constraints={constraints}"] if constraints else []), f"--output-file={name}",
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **index()})


def main() -> None:
    """Resolve everything at once, then each file within that."""
    before = datetime.now(UTC) - COOLING
    everything = tuple(dict.fromkeys(extra for extras in FILES.values() for extra in extras))
    with TemporaryDirectory() as folder:
        one = Path(folder) / "all.txt"
        write(str(one), everything, None, before)
        for name, extras in FILES.items():
            path = FOLDER / f"{name}.txt"
            path.unlink(missing_ok=True)  # what stands in it would be kept
            write(str(path), extras, one, before)
            text = path.read_text(encoding="utf-8")
            odd = "".join(f"--no-binary {package}\n" for package in FROM_SOURCE if f"\n{package}" in text)
            path.write_text(f"# Made by tools/lock.py.\n--only-binary :all:\n{odd}{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
