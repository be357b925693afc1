"""Rules and lists of nodes as people write them, with one node under another id."""

from __future__ import annotations

from typing import Any


def renamed(data: Any, old: str, new: str) -> Any:
    """Plain data in which `{score: {OLD: ...}}` and `of: [OLD]` name the node by its new id.

    >>> renamed({"not": {"score": {"total": {"below": 40}}}}, "total", "whole")
    {'not': {'score': {'whole': {'below': 40}}}}
    """
    if isinstance(data, list):
        return [renamed(item, old, new) for item in data]
    if not isinstance(data, dict):
        return data
    return {
        key: _names(item, old, new) if key in {"score", "of"} else renamed(item, old, new) for key, item in data.items()
    }


def _names(data: Any, old: str, new: str) -> Any:
    """Nodes by name: as a list, or as the keys of a mapping."""
    if isinstance(data, list):
        return [new if item == old else renamed(item, old, new) for item in data]
    if isinstance(data, dict):
        return {new if name == old else name: item for name, item in data.items()}
    return data
