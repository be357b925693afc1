"""Where the values of frameworks come from that extend another: every override with both values, reason, reference and file."""

from __future__ import annotations

from collections.abc import Mapping

from govaudit.model.extension import Lineage, Overridden
from govaudit.report.layout import BLANK, Line, Paper, wrapped


def render(lineages: Mapping[str, Lineage], paper: Paper) -> list[Line]:
    """A block for each framework that extends another; nothing for the others."""
    return [line for name, lineage in lineages.items() if lineage.bases for line in (BLANK, *of(name, lineage, paper))]


def of(name: str, lineage: Lineage, paper: Paper) -> list[Line]:
    """One framework: what it extends, and what it overrides."""
    bases = ", which extends ".join(f"{base} {version}" for base, version in lineage.bases.items())
    lines = wrapped(f"extends {bases}", paper, (f"{name}  ", "head"))
    for item in lineage.overridden:
        by = f" (by {item.framework})" if item.framework != name else ""
        lead = paper.ascii(f"{item.node} {item.value}: {item.before} → {item.after}{by}")
        lines += wrapped(lead, paper, indent=2, style="number")
        lines += wrapped(f"{item.reason} [{_grounds(item)}]", paper, indent=4)
    return lines


def _grounds(item: Overridden) -> str:
    return "; ".join((*item.references, item.document))
