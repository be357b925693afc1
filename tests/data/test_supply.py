"""What is installed, and what a release is made of: `requirements/` holds to pyproject.toml, and nothing else is installed by CI."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools import lock, release

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)  # fmt: skip
HEADER = {"# Made by tools/lock.py.", "--only-binary :all:", "--no-binary pyspark"}
HASHED = "--require-hashes --only-binary :all: -r "


def pins(name: str) -> dict[str, set[Version]]:
    """The versions of each package in a file; one may differ by Python or system."""
    found: dict[str, set[Version]] = {}
    for package, version, _ in PIN.findall(text(name)):
        found.setdefault(canonicalize_name(package), set()).add(Version(version))
    return found


def text(name: str) -> str:
    return (lock.FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def wanted(extras: tuple[str, ...]) -> list[Requirement]:
    """What govaudit needs with those extras; an extra that names others stands for them."""
    found = [Requirement(line) for line in PROJECT["dependencies"]]
    for extra in extras:
        for requirement in map(Requirement, PROJECT["optional-dependencies"][extra]):
            found += wanted(tuple(requirement.extras)) if requirement.name == "govaudit" else [requirement]
    return found


@pytest.mark.parametrize("name", lock.FILES)
def test_every_package_that_is_asked_for_is_pinned_within_its_bounds(name: str) -> None:
    pinned = pins(name)
    for requirement in wanted(lock.FILES[name]):
        versions = pinned[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version, prereleases=True) for version in versions), requirement


@pytest.mark.parametrize("name", lock.FILES)
def test_a_file_holds_pins_with_hashes_and_nothing_else(name: str) -> None:
    assert {line for line in PIN.sub("", text(name)).splitlines() if line} <= HEADER
    assert "://" not in text(name)


def test_all_files_name_one_version_of_a_package() -> None:
    together: dict[str, set[Version]] = {}
    for name in lock.FILES:
        for package, versions in pins(name).items():
            assert together.setdefault(package, versions) == versions, (name, package)


def test_there_are_files_for_no_other_extras() -> None:
    assert {path.stem for path in lock.FOLDER.iterdir()} == set(lock.FILES)


def test_to_score_takes_at_most_eight_direct_dependencies_and_no_native_data_libraries() -> None:
    assert len(PROJECT["dependencies"]) <= 8
    assert not set(pins("run")) & {"numpy", "scipy", "polars", "pyarrow", "duckdb", "pyspark"}


def test_ci_installs_by_hash_only() -> None:
    scripts = [ROOT / ".ci/run", ROOT / "action.yml", *sorted((ROOT / ".github/workflows").glob("*.yml"))]
    readme = {f"python3 -m venv .venv && .venv/bin/pip install -q {what} && " for what in (".", "-e '.[dev]'")}
    for path in scripts:
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"\bpip\b.* (install|download) ", line) and not any(known in line for known in readme):
                assert HASHED in line or "--no-deps --no-build-isolation" in line, (path.name, line)
    assert re.findall(r'"pip", "(?:install|download)", (.*?), "-r"', (ROOT / "noxfile.py").read_text(encoding="utf-8")) == [
        '"-q", "--require-hashes", "--only-binary", ":all:"'
    ]  # fmt: skip


def test_ci_runs_the_command_of_the_readme_where_no_index_is_asked() -> None:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    command = next(line for line in lines if "-e '.[dev]'" in line)
    assert f"```sh\n{command}\n```" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert ('export PIP_NO_INDEX=1 PIP_FIND_LINKS="$PWD/.venv/build"', command) in pairwise(lines)  # fmt: skip


def test_no_file_is_built_for_a_tag_of_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["release", "v99.0.0"])
    with pytest.raises(SystemExit, match=rf"expected the tag v{PROJECT['version']}, .*found v99\.0\.0"):
        release.main()


def test_two_builds_that_differ_are_no_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    digests = iter(({"a.whl": "1"}, {"a.whl": "2"}))
    monkeypatch.setattr("tools.release.ROOT", tmp_path)
    monkeypatch.setattr("tools.release.git", lambda *_: "0" * 40)
    monkeypatch.setattr("tools.release.build", lambda *_: next(digests))
    monkeypatch.setattr("sys.argv", ["release"])
    with pytest.raises(SystemExit, match="expected two builds alike"):
        release.main()
    assert not (tmp_path / "dist").exists()
