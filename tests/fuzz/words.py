"""What is said in few words: options, dates, numbers, addresses, suppressions, and the list of checksums of a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError

from govaudit.cli.session import parse_day
from govaudit.cli.weights import parse as parse_weights
from govaudit.files.folder import SUMS, write_folder
from govaudit.files.new import rule
from govaudit.files.yaml import parse
from govaudit.model.base import parse_address, parse_date, parse_exact, parse_id, read
from govaudit.model.codebook import shown_value
from govaudit.model.decode import knowledge_from, parse_decimal
from govaudit.model.knowledge import WORDS_OF_KNOWLEDGE, Kind
from govaudit.model.profile import Period
from govaudit.model.source import Source
from govaudit.model.suppression import Suppressions
from govaudit.problems import Code, GovauditError, Problem
from govaudit.report.bibliography import bibtex, csl_json
from tests.fuzz.folder import written
from tests.fuzz.refusals import surely, well_said
from tests.fuzz.rules import CODEBOOK
from tests.fuzz.tabular import put
from tests.skeletons import bibtex as bibtex_skeleton
from tests.skeletons import loads


def weights(text: str) -> None:
    """Weights that were read are read again from the command that a report names."""
    found = parse_weights([text])
    again = [",".join(f"{name}={weight}" for name, weight in found.items())]
    assert surely(parse_weights, again) == found


def day(text: str) -> None:
    """A day is written YYYY-MM-DD, and no other way."""
    assert parse_day(text).isoformat() == text


def dates(text: str) -> None:
    """A date begins with what was written."""
    assert parse_date(text).isoformat().startswith(text)
    surely(read, Period, {"from": text, "until": text})


def numbers(text: str) -> None:
    """A number is what Python makes of the same text; a cell's is that of a fraction."""
    exact = parse_exact(text)
    assert exact == Fraction(text)
    found = parse_decimal(text)
    assert found is None or found == Fraction(Decimal(text))


def address(text: str) -> None:
    """An address has the scheme and the host that a browser sees, and nobody's name."""
    assert parse_address(text) == text
    parts = urlsplit(text)
    assert parts.scheme in {"http", "https"}
    assert parts.hostname
    assert not parts.username
    assert text.lower().startswith(f"{parts.scheme}://")
    assert not any(sign.isspace() or sign in '<>"\\' for sign in text)


def names(text: str) -> None:
    """An id is a file name on any system, and a key that needs no quotation."""
    name = parse_id(text)
    assert name.isascii()
    assert name == name.lower() == Path(name).name
    assert list(surely(parse, f'"{name}": 1\n')) == [name]


def settings(text: str) -> None:
    """`--set`: what was read of a fact is said in words that are read the same."""
    name, _, word = text.partition("=")
    if name not in CODEBOOK:
        return
    found = knowledge_from(CODEBOOK[name], word)
    if found.kind is not Kind.KNOWN:
        assert word in WORDS_OF_KNOWLEDGE
        return
    said = shown_value(found.values[0])
    assert said == "(nothing)" or surely(knowledge_from, CODEBOOK[name], said) == found


def rules(text: str) -> None:
    """A rule on the command line is data or a refusal."""
    rule(text)


def suppressions(text: str) -> None:
    """What is accepted covers no problem of another file."""
    entry = {"code": "GA412", "path": text, "node": f"$.{text}", "reason": text, "until": text[:10]}
    for item in read(Suppressions, parse(written({"suppressions": [entry]}))).suppressions:
        assert item.covers(Problem(code=Code.PRESS_ALONE, message="m", node=(text,), document=text))
        assert not item.covers(Problem(code=Code.PRESS_ALONE, message="m", node=(text,), document=f"{text}x"))
        assert item.expired(date.max)


def sources(text: str) -> None:
    """A source that was read is a whole entry in the formats of others."""
    source = read(
        Source,
        parse(written({
            "id": "a", "type": "book", "title": text, "publisher": text, "issued": text, "page": text, "DOI": text, "author": [{"family": text, "given": text}, {"literal": text}],
            "accessed": "2026-01-31", "custom": {"grade": "press"},
        })),
    )  # fmt: skip
    assert len(bibtex_skeleton(bibtex([source]))) == 1
    (item,) = loads(csl_json([source]))
    parts = item.get("issued", {}).get("date-parts", [[2026, 1, 31]])[0]
    assert date(*[*parts, 1, 1][:3])
    assert source.short
    assert len(source.issued_by) in {0, 10}


def checksums(text: str) -> None:
    """A folder is replaced only if each of its files stands in its list, and among them the mark."""
    folder = put("x", b"").with_name("folder")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("mark", "kept"):
        (folder / name).write_bytes(b"old")
    (folder / SUMS).write_text(text, encoding="utf-8", newline="")
    listed = {line.partition("  ")[2] for line in text.splitlines()}
    try:
        with patch("os.fsync"):  # a disk that others use may take seconds
            write_folder(str(folder), {"mark": b"new"}, "mark")
    except GovauditError as error:
        well_said(error.problems)
        assert (folder / "kept").read_bytes() == b"old"
        return
    assert {"mark", "kept"} <= listed
    assert (folder / "mark").read_bytes() == b"new"
    assert not (folder / "kept").exists()


LAWS: tuple[Callable[[str], None], ...] = (
    weights, day, dates, numbers, address, names, settings, rules, suppressions, sources, checksums,
)  # fmt: skip
EXAMPLES: dict[Callable[[str], None], tuple[str, ...]] = {
    weights: ("a=2,b=0.5", "a=1/3", "a=0.123456789", "a=.5,b=007", "a=1,a=2"),
    day: ("2026-01-31", "2026-W05-1", "20260131", "2026-02-30"),
    dates: ("2016", "2016-09", "2016-09-30", "2016-13", "٢٠١٦"),
    numbers: ("1/3", "-2/4", "0.5", "1e3", "0/1", "00", "-.5", "1_0"),
    address: (
        "https://a.org/x?y#z",
        "http://a@b",
        "https://[::1]:99999/",
        "HTTPS://é.org:80",
        "https:///x",
        "http://a:0/",
    ),
    names: ("a-b", "con", "a" * 65, "-a", "1e5", "null"),
    settings: (
        "count=5",
        "share=0.1",
        "share=1e-40",
        "tongues=en, fr",
        "rank=high",
        "day=2016",
        "truth=true",
        "kind=not-found",
        "tongues=",
    ),
    rules: ("{minutes: none}", "}", "{a: [1, {b: 2}]}", "x\ny: 2"),
    suppressions: ("2027-01-31", "forums/a.yaml", "$"),
    sources: ("2016-09", "2016-13", "2016-00~", "~2016", "２０１６", "{", "a\\", "2016-02-31"),
    checksums: ("0  mark\n0  kept\n", "mark\nkept\n", "0  mark\r0  kept\r", "0  ../mark\n", "\ufeff0  mark\n0  kept"),
}


def parsing(data: bytes) -> None:
    """Each text is read or refused, in words; the law of its kind holds."""
    law = LAWS[data[0] % len(LAWS) if data else 0]
    text = data[1:].decode("utf-8", "replace")
    try:
        law(text)
    except GovauditError as error:
        well_said(error.problems)
    except PydanticCustomError as error:
        well_said([Problem(code=Code[error.type], message=error.message())])


def seeds() -> Iterator[bytes]:
    for number, law in enumerate(LAWS):
        yield from (bytes([number]) + text.encode() for text in EXAMPLES[law])
