"""Parts of govaudit that are installed on request: whether their packages are there."""

from __future__ import annotations

from govaudit.problems import Code, GovauditError, Problem

EXTRAS = {
    "analysis": ("numpy", "scipy"),
    "corpus": ("narwhals", "polars", "pyarrow"),
    "duckdb": ("narwhals", "polars", "pyarrow", "duckdb"),
    "pdf": ("jinja2", "vl_convert", "weasyprint"),
    "report": ("jinja2", "vl_convert"),
    "spark": ("narwhals", "polars", "pyarrow", "pyspark", "pandas"),
}
"""The packages of each extra of `pyproject.toml`, by the names they are imported by."""


def need(extra: str, what: str) -> None:
    """Refuse to go on without an extra and its packages.

    Raises
    ------
    GovauditError
        If one of them is not installed.
    """
    if not installed(*EXTRAS[extra]):
        message = f"expected the extra `{extra}`, to {what}; it is not installed"
        raise GovauditError(Problem(code=Code.NOT_INSTALLED, message=message, hint=f'pip install "govaudit[{extra}]"'))


def installed(*packages: str) -> bool:
    """Whether these packages are."""
    from importlib.util import find_spec  # start-up

    return all(find_spec(package) for package in packages)
