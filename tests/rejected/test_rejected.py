"""Every problem code: one bad input, and to the letter what is said of it. The same examples make the reference page."""

import os
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.files.yaml import parse
from govaudit.problems import Code

HERE = Path(__file__).parent
TOY = HERE.parent / "toy"
PAGE = HERE.parents[1] / "docs" / "reference" / "problems.md"
SAID = HERE / "said.txt"
CASES: dict[str, Any] = parse((HERE / "cases.yaml").read_text(encoding="utf-8"))
GENERATED: dict[str, Callable[[Path], object]] = {
    "large": lambda path: path.write_text("id: large\n" + "# a long comment\n" * 130_000, encoding="utf-8"),
    "deep": lambda path: path.write_text("id: deep\nname: " + "[" * 40 + "]" * 40 + "\n", encoding="utf-8"),
    "long": lambda path: path.write_text("id: long\nname: " + "x" * 70_000 + "\n", encoding="utf-8"),
    "quote": lambda path: replace(path, "at: p. 12", f"at: p. 12, quote: {'word ' * 40}"),
    "nest": lambda path: replace(path, "title: A toy framework", chain(12)),
}


def chain(length: int) -> str:
    """Named rules that read each other in a row, each twenty deep."""
    rules = [f"rule-{n}: {'{not: ' * 20}{{rule: rule-{n + 1}}}{'}' * 20}" for n in range(length)]
    return "rules:\n  " + "\n  ".join([*rules, f"rule-{length}: {{minutes: none}}"])


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def play(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Write the bad input over a copy of the toy data and run the command there; its exit code and what it says."""
    case = CASES[code]
    shutil.copytree(TOY, folder, dirs_exist_ok=True)
    for name, text in case.get("files", {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name, digits in case.get("bytes", {}).items():
        (folder / name).write_bytes(bytes.fromhex(digits))
    for name, target in case.get("link", {}).items():
        (folder / name).symlink_to(target)
    for name, (old, new) in case.get("edit", {}).items():
        replace(folder / name, old, new)
    for key, make in GENERATED.items():
        if key in case:
            make(folder / case[key])
    if case.get("boom"):
        monkeypatch.setattr("govaudit.audit.score_profile", None)
    if case.get("killed"):  # as if each process were
        monkeypatch.setattr("govaudit.files.judge.Judge.__call__", lambda *_: None)
    if case.get("offline"):  # no name has an address; a number is one
        monkeypatch.setattr(
            "socket.getaddrinfo", lambda name, *_, **__: [(2, 1, 6, "", ("127.0.0.1", 80))] if name[0].isdigit() else []
        )
    if case.get("without"):  # an extra that is not installed
        monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.chdir(folder)
    for name in ("GOVAUDIT_DATA", "GOVAUDIT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    framed = case["run"][0] in {"score", "show", "whatif", "agree"} and "--framework" not in case["run"]
    framework = ["--framework", "toy"] if framed else []
    done = CliRunner().invoke(app, [*case["run"], *framework])
    return done.exit_code, done.stderr


def said() -> dict[str, str]:
    """What must be said, by code."""
    blocks = SAID.read_text(encoding="utf-8").split("== ")[1:] if SAID.exists() else []
    return {block[:5]: block[6:] for block in blocks}


def test_every_code_has_a_bad_input() -> None:
    assert set(CASES) == {code.id for code in Code}
    assert len({code.slug for code in Code}) == len(Code)


@pytest.mark.parametrize("code", list(Code), ids=lambda code: code.id)
def test_bad_input_is_named_to_the_letter(code: Code, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exit_code, text = play(code.id, tmp_path / "data", monkeypatch)
    assert f"[{code.id}]" in text
    assert text == said()[code.id]
    wanted = {"GA701": 3, "GA702": 3, "GA901": 70}.get(code.id, 2 if code.severity == "error" else 0)
    assert exit_code == wanted


def page() -> str:
    """The reference page of all codes."""
    parts = [
        "# Problem codes\n\nThe list is closed; a code is never reused. Each stands here with an example and what is said of it. Made from `tests/rejected`.\n"
    ]
    for code in Code:
        case = CASES[code.id]
        parts.append(f"\n## {code.id} {code.slug}\n\n{code.meaning} Severity: {code.severity}.\n")
        for name, change in case.get("edit", {}).items():
            parts.append(
                f"\nIn `{name}`, instead of `{flat(change[0])}`:\n\n```yaml\n{change[1].strip()}\n```\n"
                if change[1].strip()
                else f"\nIn `{name}`, without `{flat(change[0])}`.\n"
            )
        for name, text in case.get("files", {}).items():
            parts.append(f"\n`{name}`:\n\n```yaml\n{text.strip()}\n```\n")
        parts.append(f"\n`govaudit {shlex.join(case['run'])}` says:\n\n```\n{said()[code.id].strip()}\n```\n")
    return "".join(parts)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_reference_page_is_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.environ.get("GOLDEN") == "write":
        texts = {}
        for code in Code:
            texts[code.id] = play(code.id, tmp_path / code.id, monkeypatch)[1]
            monkeypatch.undo()
        SAID.write_text("".join(f"== {code}\n{text}" for code, text in texts.items()), encoding="utf-8")
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
