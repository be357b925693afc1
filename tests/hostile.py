"""The toy data with a stranger's text in every field that takes any text, and those texts."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from govaudit.files.yaml import parse
from govaudit.problems import GovauditError

HERE = Path(__file__).parent
FREE = {
    "at", "container-title", "family", "given", "label", "name", "not-applicable", "note", "publisher", "question", "quote", "rationale", "reason",
    "recommendation", "scored-as", "short-name", "title", "why",
}  # fmt: skip
"""Keys whose value may be any text."""
LONGEST_QUOTE = 150
MORE = {
    "forums/alpha.yaml": [
        ("facts.minutes.1", {"note": ""}),
        ("facts.minutes.1.evidence.0", {"quote": ""}),
    ],
    "forums/sources.yaml": [("references.0", {"container-title": "", "publisher": "", "volume": "3", "issue": "4"})],
}
"""Fields that the toy data leave out."""


def payloads(field: str = "") -> list[str]:
    """The strings of payloads.yaml that a loader accepts as text; `field`: only those that are meant for it."""
    found = []
    for entry in yaml.safe_load((HERE / "badinputs/payloads.yaml").read_bytes())["payloads"]:
        if field and entry.get("field") != field:
            continue
        try:
            parse(json.dumps({"s": entry["s"]}, ensure_ascii=False))
        except GovauditError:
            continue
        found.append(entry["s"])
    return found


def write(folder: Path, word: str) -> Path:
    """The toy data, every free text of which is this word."""
    shutil.copytree(HERE / "toy", folder, dirs_exist_ok=True)
    for name, text in spoilt(word).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def spoilt(word: str) -> dict[str, str]:
    """The same by the names of its files, in memory."""
    return {name: json.dumps(_spoilt(data, word), ensure_ascii=False, default=float) for name, data in _toy().items()}


@cache
def _toy() -> dict[str, Any]:
    found = {}
    for path in sorted((HERE / "toy").rglob("*.yaml")):
        name = path.relative_to(HERE / "toy").as_posix()
        found[name] = parse(path.read_text(encoding="utf-8"))
        for place, fields in MORE.get(name, []):
            _at(found[name], place).update(fields)
    return found


def _at(data: Any, place: str) -> dict[str, Any]:
    for step in place.split("."):
        data = data[int(step) if step.isdigit() else step]
    found: dict[str, Any] = data
    return found


def _spoilt(value: Any, word: str) -> Any:
    if isinstance(value, list):
        return [_spoilt(item, word) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _text(key, word) if key in FREE and isinstance(item, str) else _spoilt(item, word)
        for key, item in value.items()
    }


def _text(key: str, word: str) -> str:
    """The word, as far as the field takes it."""
    return word[:LONGEST_QUOTE].strip() if key == "quote" else word
