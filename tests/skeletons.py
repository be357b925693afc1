"""What a program makes of a report: its structure, without the texts. Equal structures mean that no text became structure."""

import csv
import io
import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt

from govaudit.report.layout import CONTROL

LINE_END = re.compile(r"\r\n|\n|\r")
LINK = re.compile(r"(?<!\\)(?:\\\\)*\[")
LATEX = frozenset(
    {
        "begin",
        "end",
        "hline",
        "ensuremath",
        "to",
        "ge",
        "le",
        "textbackslash",
        "textasciitilde",
        "textasciicircum",
        *"\\&%$#_{}",
    }
)
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


def markdown(page: str) -> Any:
    """As GitHub's parser reads it."""
    return html(str(MarkdownIt("gfm-like").render(page)))


def separated(text: str) -> Any:
    """CSV: which cells are text, and how many stand in each row; none is what a spreadsheet would run."""
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert not any(cell.startswith(tuple("=+@\t\r＝＋－＠")) for row in rows for cell in row)
    return [[bool(cell) for cell in row] for row in rows]


def latex(text: str) -> Any:
    """The cells of each row; no command but those that we write."""
    for command, word in re.findall(r"\\(([a-zA-Z]+|.|\n))", text):
        assert word in LATEX, command
    return [len(re.findall(r"(?<!\\)&", line)) for line in text.split("\n")]


def bibtex(text: str) -> Any:
    """The entries with the names of their fields."""
    library = parse_string(text)
    assert not library.failed_blocks
    return [(entry.key, entry.entry_type, [field.key for field in entry.fields]) for entry in library.entries]


SKELETONS = {"github": github, "sarif": sarif, "junit": junit, "gitlab": gitlab}
