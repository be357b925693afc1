"""The scoring engine of the pages: classic scripts without dependencies, in the order in which a page loads them."""

from __future__ import annotations

from importlib.resources import files

SCRIPTS = ("rational.js", "rules.js", "engine.js")


def script(name: str) -> str:
    """The text of one of the scripts."""
    return (files("govaudit.site") / "assets" / name).read_text(encoding="utf-8")
