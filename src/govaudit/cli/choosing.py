"""Which forums a command is about: those named, all, or those with a tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.audit import Audit
    from govaudit.cli.session import Session


def tagged(audits: Sequence[Audit], tag: str) -> list[Audit]:
    """The forums that bear a tag."""
    found = [item for item in audits if tag in item.profile.tags]
    if found:
        return found
    tags = sorted({tag for item in audits for tag in item.profile.tags})
    hint = did_you_mean(tag, tags) or f"there are: {', '.join(tags)}"
    raise GovauditError(
        Problem(code=Code.UNKNOWN_TAG, message=f"expected a tag of some forum; found {quote(tag)}", hint=hint)
    )


def chosen(session: Session, forums: Sequence[str], *, everything: bool, tag: str, quiet: bool) -> Sequence[str]:
    """The forums that were named, or all of them."""
    if forums and not everything and not tag:
        return forums
    if everything or tag:
        return session.everyone(quiet=quiet)
    raise GovauditError(
        Problem(
            code=Code.USAGE, message="expected forums to compare; found none", hint="name some, or say --all or --tag T"
        )
    )
