"""The toy data with strangers' texts in every field that takes any text, and those texts."""

import csv
import json
import shutil
from collections.abc import Collection, Sequence
from copy import deepcopy
from functools import cache
from itertools import cycle
from pathlib import Path
from string import ascii_letters
from typing import Any

import yaml

from govaudit.files.yaml import parse
from govaudit.problems import GovauditError
from govaudit.report.layout import cell_width

HERE = Path(__file__).parent
FREE = frozenset({
    "DOI", "at", "by", "claim", "coding", "container-title", "example", "family", "fixed", "given", "issue", "label", "literal", "meaning", "name",
    "not-applicable", "note", "number", "out-of-scope", "page", "path", "publisher", "question", "quote", "rationale", "reason", "recommendation", "references",
    "row", "scored-as", "section", "short-name", "title", "version", "volume", "what", "why",
    "titles", "bands", "bands-of", "designations",
})  # fmt: skip
"""Keys whose value is any text, or a list of such."""
TEXTS_BY_NAME = frozenset({"titles", "bands", "bands-of", "designations"})
"""Of these, the keys that hold texts by the name of what they are of, as translations do."""
VALUE = "verbatim"
"""A value of a fact, which is any text as well; statements, rules, cases and tables name it too."""
UNIT = "beta"
"""A unit of the tables, whose name is any text on one line."""
KEPT = frozenset({"alpha"})
"""A text under such a key that means something: the forum that a source is by. Dates do too."""
FEWER = {".cases.yaml": frozenset({"note"}), "/tables/all.yaml": frozenset({"title", "references"})}
"""Files in which other keys are names: of bands and levels, and of what stands in a table."""
LONGEST_QUOTE = 150
ODD = {
    "id": "odd", "type": "webpage", "title": "Odd", "author": [{"literal": ""}, {"family": "", "given": ""}], "container-title": "", "publisher": "",
    "volume": "", "issue": "", "page": "", "number": "", "issued": "2026", "DOI": "", "accessed": "2026-01-01", "custom": {"grade": "press"},
}  # fmt: skip
MORE: dict[str, list[tuple[str, Any]]] = {
    "forums/alpha.yaml": [
        ("", {"short-name": "", "coded": {"by": ["", "Jo"]}}),
        ("facts.minutes.1", {"note": ""}),
        ("facts.minutes.1.evidence.0", {"quote": ""}),
        ("facts.minutes.1.evidence", [{"source": "odd", "at": ""}]),
    ],
    "forums/sources.yaml": [("references", [ODD])],
    "forums/reforms/hear-complaints.yaml": [("", {"note": ""})],
    "codings/second/alpha.yaml": [("", {"scored-as": ""})],
    "codings/adjudication.yaml": [("decisions.0.evidence.0", {"quote": ""})],
    "claims/doe-2011.yaml": [("claims.0", {"note": ""})],
    "claims/conclusions/toy.yaml": [("conclusions.0", {"note": ""})],
    "criteria/codebook.yaml": [
        ("minutes", {"coding": "", "cost": "practice"}),
        *((name, {"cost": "decision"}) for name in ("complaints", "languages", "members", "staffed")),
        ("seat", {"fixed": ""}),
    ],
    "criteria/toy/framework.yaml": [
        ("", {"rationale": "", "references": [""], "question": ""}),
        ("criteria.1", {"question": ""}),
        ("criteria.1.indicators.0", {"title": "", "rationale": "", "references": ["", ""], "example": ""}),
        ("caps.0", {"references": [""]}),
        ("designations.0", {"rationale": ""}),
    ],
    "criteria/toy/records.yaml": [("", {"question": "", "references": [""]})],
    "criteria/toy/translations/fr.yaml": [("", {"bands-of": {"toy": {"high": ""}}})],
}
"""What the toy data leave out, by the place it is added to."""
ALL: dict[str, Any] = {"languages": ["english", "french"], "members": 0, "staffed": False}
NEW: dict[str, Any] = {
    "criteria/costs.yaml": {
        "classes": [
            {"id": name, "label": "", "cost": cost, "meaning": ""} for cost, name in enumerate(("practice", "decision"), 1)
        ]
    },
    "criteria/toy-view/framework.yaml": {
        "id": "toy-view", "version": "", "extends": {"framework": "toy", "version": ""}, "title": "", "rationale": "", "references": [""],
        "overrides": [{"node": "answer", "weight": 3, "reason": "", "references": [""]}],
    },
    "criteria/toy-view/framework.cases.yaml": {
        "toy-view": [
            {"facts": {**ALL, "complaints": True, "minutes": VALUE}, "band": "high", "note": ""},
            {"facts": {**ALL, "complaints": True, "minutes": "none"}, "band": "middle"},
            {"facts": {**ALL, "complaints": False, "minutes": "none"}, "band": "low"},
        ]
    },
    "forums/suppressions.yaml": {"suppressions": [{"code": "GA413", "path": "", "reason": "", "until": 2030}]},
}  # fmt: skip
"""Files that the toy data do without."""


def payloads(field: str = "") -> list[str]:
    """The strings of payloads.yaml that a loader accepts as text; `field`: only those that are meant for it."""
    found = []
    for entry in all_payloads():
        if field and entry.get("field") != field:
            continue
        try:
            parse(json.dumps({"s": entry["s"]}, ensure_ascii=False))
        except GovauditError:
            continue
        found.append(entry["s"])
    return found


def all_payloads() -> list[dict[str, str]]:
    """The entries of payloads.yaml."""
    found: list[dict[str, str]] = yaml.safe_load((HERE / "badinputs/payloads.yaml").read_bytes())["payloads"]
    return found


LETTERS = ascii_letters[26:] + ascii_letters[:26]


def masked(*words: str) -> list[str]:
    """Texts as long and as wide, with blanks where they had blanks or line ends, that mean nothing to any program; each of another letter."""
    return [_masked(word, LETTERS[index % len(LETTERS)]) for index, word in enumerate(words)]


def _masked(word: str, letter: str) -> str:
    signs = {0: "\u200b", 1: letter, 2: chr(ord(letter) + 0xFEE0)}  # the same letter in full width
    return "".join(" " if sign.isspace() else signs[cell_width(sign)] for sign in word)


def write(folder: Path, *words: str) -> Path:
    """The toy data, the free texts of which are these words in turn."""
    shutil.copytree(HERE / "toy", folder, dirs_exist_ok=True)
    for name, text in spoilt(*words).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    unit = "".join(sign for sign in " ".join(words[0].split()) if sign.isprintable())  # else no unit is called so
    for path in sorted((folder / "tables").iterdir()):
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([unit if cell == UNIT else cell for cell in row] for row in rows)
    return folder


def spoilt(*words: str) -> dict[str, str]:
    """The same without the tables, by the names of the files, in memory."""
    spoiler = Spoiler(words)
    return {
        name: json.dumps(
            spoiler.spoilt(data, _free(name)), ensure_ascii=False, default=float, indent=0
        )  # a line a value, whose column no text moves
        for name, data in _whole().items()
    }


@cache
def _whole() -> dict[str, Any]:
    """The toy data with what they leave out."""
    found = {}
    for path in sorted((HERE / "toy").rglob("*.yaml")):
        name = path.relative_to(HERE / "toy").as_posix()
        found[name] = parse(path.read_text(encoding="utf-8"))
        for place, more in MORE.get(name, []):
            _add(found[name], place, more)
    return {**found, **NEW}


def _free(name: str) -> frozenset[str]:
    return next((keys for end, keys in FEWER.items() if name.endswith(end)), FREE)


def _add(data: Any, place: str, more: Any) -> None:
    for step in place.split(".") if place else ():
        data = data[int(step) if step.isdigit() else step]
    (data.extend if isinstance(data, list) else data.update)(deepcopy(more))


class Spoiler:
    """Puts words in the place of texts, one after the other; what must be the same everywhere is always the first."""

    def __init__(self, words: Sequence[str]) -> None:
        self.first, self.words = words[0], cycle(words)

    def spoilt(self, node: Any, free: Collection[str], key: str = "") -> Any:
        """Plain data with other texts under the keys that are `free`."""
        match node:
            case dict():
                inside = {name: key if key in TEXTS_BY_NAME else name for name in node}
                return {name: self.spoilt(item, free, inside[name]) for name, item in node.items()}
            case list():
                return [self.spoilt(item, free, "" if isinstance(item, dict) else key) for item in node]
            case str() if node == VALUE:
                return self.first
            case str() if key in free and node not in KEPT and not node[:4].isdigit():
                return self._text(key)
            case _:
                return node

    def _text(self, key: str) -> str:
        """The word, as far as the field takes it."""
        if key == "version":
            return self.first
        word = next(self.words)
        return word[:LONGEST_QUOTE].strip() if key == "quote" else word
