"""The bibliography for other programs: CSL-JSON and BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govaudit.model.source import DATED, Name, Source
from govaudit.report.json import Json, dumps

FORMATS = ("csl-json", "bibtex")
BIBTEX_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "chapter": "incollection",
    "report": "techreport",
    "thesis": "phdthesis",
}
CONTAINERS = {"article": "journal", "incollection": "booktitle"}
PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def render(sources: Iterable[Source], format: str) -> str:
    """The bibliography in a format of `FORMATS`."""
    return csl_json(sources) if format == "csl-json" else bibtex(sources)


def csl_json(sources: Iterable[Source]) -> str:
    """CSL-JSON, a list of items, as pandoc and Zotero read it."""
    return dumps([_item(source) for source in sources])


def _item(source: Source) -> dict[str, Json]:
    item: dict[str, Json] = {"id": source.id, "type": source.type, "title": source.title}
    if source.author:
        item["author"] = [_name(name) for name in source.author]
    plain = {
        "publisher": source.publisher,
        "container-title": source.container_title,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.page,
        "number": source.number,
        "URL": source.address,
        "DOI": source.doi,
    }
    item |= {key: text for key, text in plain.items() if text}
    if issued := _date(source.issued):
        item["issued"] = issued
    item["accessed"] = {"date-parts": [[*source.accessed.timetuple()[:3]]]}
    custom: dict[str, Json] = {"grade": source.custom.grade, "by": source.custom.by, "read-at": source.custom.read_at}
    item["custom"] = {key: text for key, text in custom.items() if text}
    return item


def _name(name: Name) -> Json:
    parts: dict[str, Json] = {"family": name.family, "given": name.given, "literal": name.literal}
    return {key: text for key, text in parts.items() if text}


def _date(issued: str) -> Json:
    """A date in parts; what is uncertain says so."""
    found = DATED.match(issued)
    if not found:
        return None
    parts: list[Json] = [int(part) for part in found[0].split("-")]
    return {"date-parts": [parts], **({"circa": True} if found[0] != issued else {})}


def bibtex(sources: Iterable[Source]) -> str:
    """BibTeX, one entry a source; text in UTF-8, capitals of titles protected."""
    return "\n".join(_entry(source) for source in sources)


def _entry(source: Source) -> str:
    kind = BIBTEX_TYPES.get(source.type, "misc")
    day = DATED.match(source.issued)
    date = day[0].split("-") if day else []
    fields = {
        "author": " and ".join(map(_author, source.author)),
        "title": f"{{{_escaped(source.title)}}}",
        CONTAINERS.get(kind, "howpublished"): _escaped(source.container_title),
        PUBLISHERS.get(kind, "publisher"): _escaped(source.publisher),
        "volume": _escaped(source.volume),
        "number": _escaped(source.issue or source.number),
        "pages": _escaped(source.page.replace("-", "--")),
        "year": date[0] if date else "",
        "doi": _address(source.doi),
        "url": _address(source.address),
        "urldate": source.accessed.isoformat(),
    }
    body = [f"  {key} = {{{text}}}" for key, text in fields.items() if text.strip("{}")]
    body += [f"  month = {MONTHS[int(date[1]) - 1]}"] if len(date) > 1 else []
    return f"@{kind}{{{source.id},\n" + ",\n".join(body) + "\n}\n"


def _author(name: Name) -> str:
    return f"{{{_escaped(name.literal)}}}" if name.literal else f"{_escaped(name.family)}, {_escaped(name.given)}"


def _escaped(text: str) -> str:
    """Text that is no command: one line, every sign that TeX would obey escaped."""
    return re.sub(r"[\\{}&%$#_~^]", lambda sign: SPECIAL[sign[0]], " ".join(text.split()))


def _address(text: str) -> str:
    """An address or DOI as it stands, for readers take it to the letter, but on one line; only braces and what would escape them cannot stand in it, nor what a build runner obeys."""
    return re.sub(r"[\\{}]|(?<=##)\[", lambda sign: f"%{ord(sign[0]):02X}", " ".join(text.split()))
