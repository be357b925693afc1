"""What a data package says of itself, in whatever form: its title, its version, how it is cited."""

from __future__ import annotations

from govaudit.report.package_parts import Export


def title(export: Export) -> str:
    """That of the citation, or a plain one."""
    return export.citation.title if export.citation else "How accountable forums are: sourced facts and scores"


def version(export: Export) -> str:
    """That of the citation; else the day of the latest review, in three numbers."""
    named = export.citation.version if export.citation else ""
    return named or f"{export.reviewed.year}.{export.reviewed.month}.{export.reviewed.day}"


def description(export: Export) -> str:
    """What is in it, in few words."""
    applied = ", ".join(f"{one.plan.root} {one.plan.framework.version}" for one in export.scored)
    count = sum(len(group) for profile in export.told for group in profile.facts.values())
    return (
        f"{count} sourced and dated statements about {len(export.told)} forums, and what the forums score by {applied}. "
        f"Scores as of {export.as_of}, with bounds for what is unknown."
    )


def citation(export: Export) -> str:
    """How to cite it, from what the data say of themselves; "" if they say nothing."""
    found = export.citation
    if not found:
        return ""
    who = "; ".join(author.heading for author in found.authors)
    year = f" ({found.date_released.year})" if found.date_released else ""
    named = f"{who}{year}. {found.title}" if who else f"{found.title}{year}"
    parts = [
        named,
        *([f"Version {found.version}"] if found.version else []),
        "Data set",
        f"Scores as of {export.as_of}",
    ]
    said = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
    return f"{said} {found.address}".rstrip()
