"""The templates' surroundings: escaping always on, an error for a name that is not there, links that are harmless."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from govaudit.report.html.naming import said
from govaudit.report.layout import COMMAND

SCHEMES = ("http", "https")
ISLAND = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@cache
def environment(*packages: str) -> Environment:
    """Templates of these packages, then our own; every text from data is escaped."""
    loaders = [PackageLoader(name, "templates") for name in (*packages, "govaudit.report.html")]
    made = Environment(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"href": href, "host": host, "island": island, "said": said}
    return made


def disobeyed(page: str) -> str:
    """A page in which a build runner that is shown it finds no command; its signs as HTML may write them too. In scripts it may not: see `island`."""
    return COMMAND.sub(r"\1&#58;:", page.replace("##[", "#&#35;["))


def href(address: str) -> str:
    """An address that a link may lead to; "" for any other: only http and https, and nobody's name or password in it.

    >>> href("https://example.org/a b"), href("javascript:alert(1)"), href("https://you@example.org")
    ('https://example.org/a%20b', '', '')
    """
    try:
        parts = urlsplit(address)
        known = parts.scheme in SCHEMES and parts.hostname and parts.username is None and parts.password is None
        return address.strip().replace(" ", "%20") if known else ""
    except ValueError:
        return ""


def host(address: str) -> str:
    """The host of an address as its machine name, so that letters of other alphabets deceive nobody.

    >>> host("https://bücher.example/x")
    'xn--bcher-kva.example'
    """
    name = urlsplit(address).hostname or ""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name.encode("ascii", "backslashreplace").decode("ascii")


def island(data: Any) -> Markup:
    """Data for a script, inside `<script type="application/json">`: nothing in it ends the element, or is a command to a build runner."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.translate(ISLAND).replace("##[", "#\\u0023["))  # noqa: S704 - every sign that HTML knows is escaped above


@cache
def asset(package: str, name: str) -> Markup:
    """The text of a file that ships beside the templates, as it stands there."""
    return Markup((files(package) / "assets" / name).read_text(encoding="utf-8"))  # noqa: S704 - ours


def allowance(text: str) -> str:
    """What a Content-Security-Policy says to allow exactly this style or script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
