"""What a program makes of a report: its structure, without the texts. Equal structures mean that no text became structure."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any, Literal
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt

from govaudit.report.layout import CONTROL, cell_width
from govaudit.report.tables import FORMULA, PLAIN_STYLES, SEPARATED

LINE_END = re.compile(r"\r\n|\n|\r")
LINK = re.compile(r"(?<!\\)(?:\\\\)*\[")
PLACEHOLDER = re.compile(r"(?<!\{)(?:\{\{)*\{(?!\{)")


def obeyed(log: str) -> list[tuple[str, dict[str, str], str]]:
    """What a runner of GitHub Actions would obey in a log: name, properties and message of each command.

    A command is a line that starts, after blanks, with `::name key=value,…::`; or `##[name key=value;…]` anywhere in another line.
    """
    found = []
    for line in LINE_END.split(log):
        start = line.lstrip()
        head, colons, message = start[2:].partition("::")
        if start.startswith("::") and colons:
            name, _, body = head.partition(" ")
            pairs = [part.partition("=") for part in body.split(",") if part]
            found.append((name, {key: _property(value) for key, _, value in pairs}, _data(message)))
        elif "##[" in line:
            found.append((line.partition("##[")[2].partition("]")[0], {}, ""))
    return found


def _data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _property(text: str) -> str:
    return _data(text.replace("%3A", ":").replace("%2C", ","))


def github(log: str) -> Any:
    assert "##[" not in log
    assert not CONTROL.search(log)
    commands = [
        (name, sorted(properties), properties.get("line"), properties.get("col"), properties.get("title"))
        for name, properties, _ in obeyed(log)
    ]
    return commands, len(LINE_END.split(log))


def shape(value: Any) -> Any:
    """JSON with `text` for every text."""
    match value:
        case dict():
            return {key: shape(item) for key, item in value.items()}
        case list():
            return [shape(item) for item in value]
        case str():
            return "text"
        case _:
            return value


def loads(text: str) -> Any:
    assert text.isascii()
    return json.loads(text, parse_constant=_no_json)


def _no_json(name: str) -> None:
    raise ValueError(name)


def sarif(text: str) -> Any:
    log = loads(text)
    (run,) = log["runs"]
    for result in run["results"]:
        message = result["message"]["text"]
        assert not LINK.search(message), message
        assert not PLACEHOLDER.search(message), message
        for place in result["locations"]:
            parts = urlsplit(place["physicalLocation"]["artifactLocation"]["uri"])
            assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
            assert re.fullmatch(r"[A-Za-z0-9_.~/%-]*", parts.path)
            assert not unquote(parts.path).startswith("/")
    return shape(log), [(result["ruleId"], result["level"]) for result in run["results"]]


def junit(text: str) -> Any:
    def tree(element: ET.Element) -> Any:
        return element.tag, sorted(element.attrib), [tree(child) for child in element]

    assert text.isascii()
    root = ET.fromstring(text)
    return tree(root), dict(root.attrib)


def gitlab(text: str) -> Any:
    entries = loads(text)
    return shape(entries), [(entry["check_name"], entry["severity"]) for entry in entries]


def html(page: str) -> Any:
    """Elements with the names of their attributes, and of links the scheme, as a browser's parser finds them."""

    def tree(element: ET.Element) -> Any:
        links = [urlsplit(element.attrib[name]).scheme for name in ("href", "src") if name in element.attrib]
        return element.tag, sorted(element.attrib), links, [tree(child) for child in element]

    return tree(html5lib.parse(page, namespaceHTMLElements=False))


def terminal(text: str) -> Any:
    """How many lines, and how far each is set in. A plain text of the same lengths is broken at the same blanks."""
    return [len(line) - len(line.lstrip()) for line in text.split("\n")]


def wide(text: str) -> Any:
    """How much wider than the first each line is: in a table for eyes, a line that is longer or shorter has other columns."""
    widths = [cell_width(line) for line in text.split("\n")]
    return [width - widths[0] if width else None for width in widths]


def lines(text: str) -> Any:
    return text.count("\n")


def separated(style: Literal["csv", "tsv"]) -> Callable[[str], Any]:
    """Rows of cells, each empty, a number, a text, or what a spreadsheet would run; and written as we promise to write."""

    def skeleton(text: str) -> Any:
        separator, quoting, end = SEPARATED[style]
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        again = io.StringIO(newline="")
        csv.writer(again, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)
        assert again.getvalue() == text
        return [[_kind(cell) for cell in row] for row in rows]

    return skeleton


def _kind(cell: str) -> str:
    if not cell or re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        return "number" if cell else ""
    return "formula" if cell.startswith(FORMULA) else "text"


GFM = MarkdownIt("gfm-like")


def markdown(text: str) -> Any:
    """The page that GitHub's Markdown makes of it."""
    return html(str(GFM.render(text)))


LATEX = re.compile(
    r"\\text(?:backslash|asciitilde|less|greater|bar|asciicircum)\{\}|\\ensuremath\{[^{}]*\}|\\[{}&%$#_~^](?:\{\})?"
)
"""How LaTeX is told to print a sign."""


def latex(text: str) -> Any:
    """The commands and signs that LaTeX obeys; each line by itself."""
    return [re.findall(r"\\[A-Za-z]+|\\.|[\\{}&%$#_~^]", LATEX.sub("", line)) for line in text.split("\n")]


VERBATIM = frozenset({"doi", "url"})


def bibtex(text: str) -> Any:
    """The entries with their fields, and what LaTeX obeys in those that it does not take to the letter."""
    assert "##[" not in text
    library = parse_string(text)
    assert not library.failed_blocks
    return [
        (
            entry.key,
            entry.entry_type,
            [(field.key, field.key in VERBATIM or latex(field.value)) for field in entry.fields],
        )
        for entry in library.entries
    ]


def json_(text: str) -> Any:
    return shape(loads(text))


SKELETONS: dict[str, Callable[[str], Any]] = {"github": github, "sarif": sarif, "junit": junit, "gitlab": gitlab}
"""Of the reports of problems that programs read."""
STYLES: dict[str, Callable[[str], Any]] = {
    "terminal": terminal,
    "text": terminal,
    "json": json_,
    "csl-json": json_,
    "csv": separated("csv"),
    "markdown": markdown,
    "html": html,
    "latex": latex,
    "bibtex": bibtex,
    **dict.fromkeys(PLAIN_STYLES, lines),
    **dict.fromkeys(("plain", "simple", "grid", "presto", "pretty", "psql", "outline"), wide),
    "github": markdown,
    "tsv": separated("tsv"),
}
"""Of all other reports, by format."""
