"""govaudit audits how accountable forums are: sourced facts, declarative criteria, exact scores with bounds.

The public API, loaded when first used:

>>> from govaudit import open_data
>>> data = open_data()
>>> "gfmd" in data.forum_ids()
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govaudit.analysis.ranking import standings
    from govaudit.audit import Audit, Comparison, compare, score
    from govaudit.changes import Moment, diff, history
    from govaudit.files.workspace import Workspace, open_data
    from govaudit.model.scorecard import NodeScore, Score, Scorecard
    from govaudit.problems import Code, GovauditError, Problem

__all__ = [
    "Audit",
    "Code",
    "Comparison",
    "GovauditError",
    "Moment",
    "NodeScore",
    "Problem",
    "Score",
    "Scorecard",
    "Workspace",
    "compare",
    "diff",
    "history",
    "open_data",
    "score",
    "standings",
]

_HOMES = {
    "govaudit.analysis.ranking": ("standings",),
    "govaudit.audit": ("Audit", "Comparison", "compare", "score"),
    "govaudit.changes": ("Moment", "diff", "history"),
    "govaudit.files.workspace": ("Workspace", "open_data"),
    "govaudit.model.scorecard": ("NodeScore", "Score", "Scorecard"),
    "govaudit.problems": ("Code", "GovauditError", "Problem"),
}


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    message = f"module 'govaudit' has no attribute {name!r}"
    raise AttributeError(message)
