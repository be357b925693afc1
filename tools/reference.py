"""Two pages of the reference, made from the code: the commands, and the JSON that they write."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typer

from govaudit.cli import ends, session
from govaudit.cli.app import app
from govaudit.problems import EnvironmentFailure, GovauditError
from govaudit.report.schema_blocks import EVIDENCE, SCORE
from govaudit.report.schemas import KINDS, report_schema
from govaudit.report.view_json import FRAMEWORK

ROOT = Path(__file__).parents[1]
NEEDS = re.compile(r'need\("(\w+)", "([^"]+)"\)')
FORMAT = re.compile(r"govaudit\.[a-z]+/[0-9]+")
HELP = {"-h", "--help"}
FAILS = {
    "check": "a problem that `--fail-on` names, or with `--strict` a warning",
    "fmt": "with `--check`, a file is not in the layout",
    "score": "a score falls short of `--fail-under`, or of the report that `--baseline` names",
    "test": "a case fails, there is none, or the cases show less than `--coverage-min`",
    "verify": "a published figure does not follow from the answers",
}
"""What exit code 1 means, of each command that has it."""
EXITS = {
    0: "done",
    session.FAILED: "it ran, and a threshold or check failed; each command below says when",
    GovauditError.exit_code: "bad input or usage; what could be done is done, and 2 wins over 1",
    EnvironmentFailure.exit_code: "the machine could not read or write",
    session.BUG: "a bug of govaudit",
    ends.HUNG_UP: "its terminal was closed",
    ends.INTERRUPTED: "interrupted",
    ends.BROKEN_PIPE: "whoever read the output stopped reading",
    ends.TERMINATED: "terminated",
}
WRITTEN_BY = {"scorecard": ("score", "compare"), "problems": ("check",)}
"""The commands that write a format, where it is not called as the command."""
OWN = {"govaudit.compiled/1", "govaudit.export/1"}
"""What the pages of the site alone read; and the mark of a data package, which docs/reference/export.md tells of."""
BLOCKS = {"score": SCORE, "framework": FRAMEWORK, "evidence": EVIDENCE}
"""What many formats share, told once."""
TOLD = {
    "score": "`point` counts the unknown as the [missing policy](../method/unknowns.md) says, `low` and `high` are the least and the most that it can turn out to be, `coverage` is the share of the weight that is settled.",
    "framework": "`weights` are there only if the run was made with `--weights`: those that it put in the place of the framework's.",
    "evidence": "What the settled part of a score rests on, [as shares of its weight](../method/evidence.md). `older` and `undated` go by `years`, which `--older-than` sets.",
}
SAME = {
    "absent": "why a forum has no score on the day: it had not begun, or had ended",
    "as_of": "the day of the report",
    "band": "the id of the band that the point falls in",
    "coverage": "the share of the weight that is settled, from 0 to 1",
    "inputs_sha256": "a hash of all that was read: the same inputs have the same one on every machine",
    "missing": "the missing policy of the whole; `all` where policies stand side by side",
    "possible_bands": "the bands that the score can still fall in, as the framework lists them",
    "rests_on": "a hash of the facts and evidence below a node",
    "withheld": "why the point and the band of a node are not shown: too little of it is settled; else null",
}
"""What the schemas do not say of keys."""


@cache
def commands() -> dict[str, Any]:
    """Every command by its words, in the order of the help; groups are left out for what they hold."""

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        for word, part in (inner or {}).items():
            yield from walk(f"{name} {word}".strip(), part)

    return dict(walk("", typer.main.get_command(app)))


def source(command: Any) -> str:
    """The code of a command."""
    return inspect.getsource(inspect.unwrap(command.callback))


def commands_page() -> str:
    """Every command with its arguments, options, defaults and exit codes."""
    root: Any = typer.main.get_command(app)
    parts = [
        "# Commands\n\nMade from the code by `tools/reference.py`. After any command, `--help` says the same.\n",
        (
            "Reports go to stdout, notes, progress and problems to stderr. A pipe or a file gets plain letters and 80 columns; a terminal gets its own width, and colour unless `NO_COLOR` is set. "
            "Without `--data`, data are looked for in `GOVAUDIT_DATA`, then in the nearest folder above that has `criteria/` and `forums/`, then in the package.\n"
        ),
        f"{_table(('option of `govaudit` itself', 'does'), [(_names(item), item.help) for item in root.params])}",
        "## Exit codes\n",
        _table(("code", "means"), [(str(code), means) for code, means in EXITS.items()]),
        "What is printed with 2, 3 and 70 ends with a [problem code](problems.md).\n",
    ]
    for name, command in commands().items():
        parts += _command(name, command)
    return "\n".join(parts)


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"## govaudit {name}\n"
    yield " ".join(command.help.split()) + "\n"
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option" and not HELP & set(item.opts)]
    yield f"```text\n{' '.join(['govaudit', name, *map(_argument, arguments), '[OPTIONS]'])}\n```\n"
    if arguments:
        yield _table(("argument", "is"), [(f"`{_argument(item)}`", item.help) for item in arguments])
    if options:
        yield _table(("option", "does", "default"), [(_names(item), _says(item), _default(item)) for item in options])
    if name in FAILS:
        yield f"Exit code 1: {FAILS[name]}.\n"
    for extra, what in NEEDS.findall(inspect.getsource(inspect.getmodule(inspect.unwrap(command.callback)) or app)):
        yield f'To {what}, it needs the extra `{extra}`: `pip install "govaudit[{extra}]"`.\n'
    written = [id for id in formats() if name in writers(id)]
    if written:
        yield f"`--format json` is {' or '.join(f'[`{id}`](json.md#{anchor(id)})' for id in written)}.\n"


def _argument(item: Any) -> str:
    name = (item.metavar or item.name.strip("_")).strip("[].").upper() + ("..." if item.nargs == -1 else "")
    return name if item.required else f"[{name}]"


def _names(item: Any) -> str:
    metavar = "" if item.is_flag or item.name.endswith("completion") else f" {item.metavar or item.name.upper()}"
    return ", ".join(f"`{opt}{metavar}`" for opt in sorted(item.opts, key=len, reverse=True))


def _says(item: Any) -> str:
    ends = (getattr(item.type, "min", None), getattr(item.type, "max", None))
    known = [f"{word} {end}" for word, end in zip(("at least", "at most"), ends, strict=True) if end is not None]
    more = [*(["may be repeated"] if item.multiple and "repeated" not in item.help else []), *known]
    variable = f" `{item.envvar}` does the same." if item.envvar else ""
    return f"{item.help.rstrip('.')}.{''.join(f' {text.capitalize()}.' for text in more)}{variable}"


def _default(item: Any) -> str:
    if item.required:
        return "must be given"
    return f"`{item.default}`" if not item.is_flag and item.default not in (None, "") else ""


@cache
def formats() -> list[str]:
    """Every JSON format that the code names, `govaudit.NAME/VERSION`, in the order of the commands."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    found = {name for text in texts for name in FORMAT.findall(text)} - OWN
    order = list(commands())
    return sorted(found, key=lambda name: (min(map(order.index, writers(name))), name))


def writers(id: str) -> tuple[str, ...]:
    """The commands that write a format."""
    name = id.partition(".")[2].partition("/")[0]
    return WRITTEN_BY.get(name, (name,))


def anchor(heading: str) -> str:
    """The anchor of a heading, as GitHub and the site make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def schemas() -> dict[str, tuple[str, dict[str, Any]]]:
    """Each format: the kind that `govaudit schema` knows it by, and the schema."""
    made = {name: report_schema(name) for name in KINDS}
    return {schema["properties"]["schema"]["const"]: (name, schema) for name, schema in made.items()}


def json_page() -> str:
    """Every JSON format with its keys."""
    known = schemas()
    parts = [
        (
            "# JSON\n\nMade from the code by `tools/reference.py`. Each report names its format and version in `schema`. Within a version keys are added, never renamed or taken away. "
            "A score that does not exist is null, never 0; numbers are decimal, with as many digits as it takes to tell any two different scores of a run apart. `always` says whether a key is there in every report.\n"
        ),
        "`check` also writes SARIF, JUnit and the report of GitLab: [check](check.md). `list sources --format csl-json` is CSL-JSON. The files that people write have [their own schemas](files.md).\n",
        "## What many share\n",
    ]
    for name, block in BLOCKS.items():
        parts += [f"### {name}\n\n{TOLD[name]}\n", _outline(_rows(block))]
    parts += [
        "### Keys that mean the same everywhere\n",
        _table(("key", "holds"), [(f"`{k}`", v) for k, v in SAME.items()]),
    ]
    for id in formats():
        told = " and ".join(f"[`govaudit {name}`](commands.md#{anchor(f'govaudit {name}')})" for name in writers(id))
        parts.append(f"## {id}\n\nWritten by {told}.")
        name, schema = known[id]
        parts.append(f"`govaudit schema {name}` prints its JSON Schema.\n")
        for whole in schema.get("oneOf", [schema]):
            told = whole["properties"].get("kind", {}).get("const")
            parts += [*([f"### a {told}\n"] if told else []), _outline(_rows(whole))]
    return "\n".join(parts)


Row = tuple[str, str, str]


def _outline(rows: Iterator[Row]) -> str:
    return _table(("key", "is", "always"), [(f"`{path}`", text, always) for path, text, always in rows])


def _rows(schema: Mapping[str, Any], path: str = "", whole: Mapping[str, Any] | None = None) -> Iterator[Row]:
    """The keys of an object and of what stands in it, parents first."""
    root = whole or schema
    needed = schema.get("required", ())
    for key, part in schema.get("properties", {}).items():
        body, place = _met(part, root), f"{path}{key}"
        always = "yes" if key in needed or "const" in body else "no"
        yield place, _type(body, root), always
        if block_of(body):
            continue
        yield from _rows(_object(body, root), f"{place}[]." if _is_list(body) else f"{place}.", root)


def _met(part: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed, and null left to `_type`."""
    name = part.get("$ref", "").rpartition("/")[2]
    return {**root["$defs"][name], **{k: v for k, v in part.items() if k != "$ref"}} if name else dict(part)


def _choices(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*body.get("anyOf", ()), *body.get("oneOf", ())]


def _is_list(body: Mapping[str, Any]) -> bool:
    return "items" in body or any("items" in choice for choice in _choices(body))


def _object(body: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object whose keys come next: of the value itself, of an entry, or of the choice that is one."""
    for choice in (body, *(_met(choice, root) for choice in _choices(body))):
        if "properties" in choice:
            return choice
        if "items" in choice:
            return _object(_met(choice["items"], root), root)
        if isinstance(choice.get("additionalProperties"), dict):
            return {"properties": {"*": choice["additionalProperties"]}, "required": ["*"]}
    return {}


def block_of(body: Mapping[str, Any]) -> str:
    """The shared block that this is."""
    keys = set(body.get("properties", ()))
    return next(
        (name for name, block in BLOCKS.items() if keys and set(block["required"]) <= keys <= set(block["properties"])),
        "",
    )


def _type(body: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """What a value is, in words."""
    described = f": {body['description'].rstrip('.')}" if "description" in body else ""
    if "const" in body:
        return f"`{body['const']}`"
    if "enum" in body:
        return " or ".join("null" if word is None else f"`{word}`" for word in body["enum"]) + described
    if _choices(body):
        return " or ".join(_type(_met(choice, root), root) for choice in _choices(body)) + described
    if block_of(body):
        return f"[{block_of(body)}](#{block_of(body)})"
    if "items" in body:
        inner = _type(_met(body["items"], root), root)
        return f"list of {inner}{described}"
    types = body["type"] if isinstance(body.get("type"), list) else [body.get("type", "anything")]
    words = {"string": "text", "object": "object"}
    form = " (YYYY-MM-DD)" if body.get("format") == "date" else ""
    return " or ".join(words.get(name, name) + (form if name == "string" else "") for name in types) + described


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
