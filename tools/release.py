"""What a release is made of, in `dist/`. `python -m tools.release [TAG]`; `nox -s release` installs what it needs, and calls it.

Sdist and wheel are built twice from the last commit, under conditions that have nothing in common: folder, time zone, mask of modes, language.
If they differ in one byte, or a tag is not the version's, nothing is written. Beside them lies the list of what govaudit needs at run time.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
CONDITIONS = (
    ("one", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o022),
    ("another/a folder of a longer name", {"TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}, 0o077),
)  # fmt: skip


def git(*words: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607  # git is where it is


def build(folder: Path, environment: dict[str, str], mask: int, commit: str) -> dict[str, str]:
    """Build a commit in a folder; the digest of each file."""
    folder.mkdir(parents=True)
    archive, out = folder / "source.tar", folder / "dist"
    git("archive", "--output", str(archive), commit)
    before = os.umask(mask)
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(folder / "source", filter="tar")  # whose modes are masked
        date = git("show", "--no-patch", "--format=%ct", commit)
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(folder / "source")]
        subprocess.run(
            command, env={**os.environ, **environment, "SOURCE_DATE_EPOCH": date}, check=True, stdout=subprocess.DEVNULL
        )
    finally:
        os.umask(before)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def bill(out: Path) -> None:
    """The CycloneDX list of `requirements/run.txt`, valid, and the same from the same input."""
    command = [
        sys.executable, "-m", "cyclonedx_py", "requirements", "requirements/run.txt", "--pyproject", "pyproject.toml", "--output-reproducible",
        "--validate", "--of", "JSON", "--output-file", str(out / "govaudit.cdx.json"),
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    """Build, compare, and keep what is alike."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    tag = next(iter(sys.argv[1:]), f"v{version}")
    if tag != f"v{version}":
        sys.exit(f"expected the tag v{version}, as pyproject.toml has it; found {tag}")
    with TemporaryDirectory() as folder:
        commit = git("rev-parse", "HEAD")
        first, second = (
            build(Path(folder) / name, environment, mask, commit) for name, environment, mask in CONDITIONS
        )
        if first != second:
            sys.exit(f"expected two builds alike; found {first} and {second}")
        out = ROOT / "dist"
        out.mkdir(exist_ok=True)
        for name, digest in first.items():
            (out / name).write_bytes((Path(folder) / CONDITIONS[0][0] / "dist" / name).read_bytes())
            sys.stdout.write(f"{digest}  {name}\n")
    bill(out)


if __name__ == "__main__":
    main()
