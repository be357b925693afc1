"""Many scores at once: the groups of a framework over arrays of points.

An entry that is not a number stands for a member that does not count: it leaves the denominator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from govaudit.model.rubric import Step
from govaudit.scoring.aggregate import takes_weights
from govaudit.scoring.plan import Plan

Floats: TypeAlias = NDArray[np.float64]
CLOSE = 9
"""Decimals to which scores are compared: what differs by less is a tie, not a float's last digit."""


def combine(aggregation: str | int, members: Floats, weights: Floats) -> Floats:  # one return a name
    """One score of several, along the last axis.

    Parameters
    ----------
    members
        Shape (…, members); not a number where one does not count.
    weights
        As `members`, or to be stretched over it. Not negative; only their proportions matter to a mean.

    Returns
    -------
    Floats
        Shape (…); not a number where no member counts.
    """
    there = ~np.isnan(members)
    weights = np.where(there, weights if takes_weights(aggregation) else 1.0, 0.0)
    counted = weights > 0 if aggregation != "sum" else there
    none = ~counted.any(axis=-1)
    plain = np.where(counted, members, 0.0)
    total = np.where(none, 1.0, weights.sum(axis=-1))
    with np.errstate(divide="ignore", invalid="ignore"):  # a zero makes a geometric or harmonic mean 0, as it should
        match aggregation:
            case "mean":
                found = (weights * plain).sum(axis=-1) / total
            case "sum":
                found = (weights * plain).sum(axis=-1)
            case "product":
                found = np.where(counted, members, 1.0).prod(axis=-1)
            case "minimum":
                found = np.where(counted, members, np.inf).min(axis=-1)
            case "maximum":
                found = np.where(counted, members, -np.inf).max(axis=-1)
            case "median":
                found = _median(members, counted)
            case "geometric":
                found = np.exp((weights * np.log(np.where(counted, members, 1.0))).sum(axis=-1) / total)
            case _:
                power = -1 if aggregation == "harmonic" else int(aggregation)
                inner = (weights * np.where(counted, members, 1.0) ** float(power)).sum(axis=-1) / total
                found = inner ** (1.0 / power)
    return np.where(none, np.nan, found)


def _median(members: Floats, counted: NDArray[np.bool_]) -> Floats:
    ordered = np.sort(np.where(counted, members, np.inf), axis=-1)
    count = np.maximum(counted.sum(axis=-1, keepdims=True), 1)
    lower = np.take_along_axis(ordered, (count - 1) // 2, axis=-1)
    upper = np.take_along_axis(ordered, count // 2, axis=-1)
    middle: Floats = ((lower + upper) / 2)[..., 0]
    return middle


def stepped(steps: Sequence[Step], scores: Floats) -> Floats:
    """Scores read off a table of steps; unchanged if there is none."""
    if not steps:
        return scores
    found = np.full(scores.shape, float(steps[-1].value))
    for step in reversed(steps[:-1]):
        if step.at_least is not None:
            found = np.where(np.round(scores - float(step.at_least), CLOSE) >= 0, float(step.value), found)
        elif step.at_most is not None:
            found = np.where(np.round(scores - float(step.at_most), CLOSE) <= 0, float(step.value), found)
    return np.where(np.isnan(scores), np.nan, found)


def members_of_root(
    plan: Plan, leaves: Mapping[str, Floats], ceilings: Mapping[str, Floats], left_out: str = ""
) -> Floats:
    """The points of the root's members, from those of the indicators.

    Parameters
    ----------
    leaves
        The point of each indicator, shape (…).
    ceilings
        Of each group with caps, the least score that a cap allows; infinite where none holds.
    left_out
        An indicator or group that is left out.

    Returns
    -------
    Floats
        Shape (…, members of the root), in the order of the plan.
    """
    found = dict(leaves)
    nothing = np.full(next(iter(leaves.values())).shape, np.nan)
    for name in plan.order:
        node = plan.nodes[name]
        if name == left_out:
            found[name] = nothing
        elif node.aggregate is not None and name != plan.root and all(member in found for member, _ in node.members):
            points = np.stack([found[member] for member, _ in node.members], axis=-1)
            weights = np.array([float(weight) for _, weight in node.members])
            score = stepped(node.aggregate.steps, combine(node.aggregate.aggregation, points, weights))
            found[name] = np.minimum(score, ceilings[name]) if name in ceilings else score
    return np.stack([found[member] for member, _ in plan.nodes[plan.root].members], axis=-1)
