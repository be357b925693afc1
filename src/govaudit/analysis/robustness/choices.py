"""The choices that are varied, and how a quasi-random number becomes one.

The design follows M. Saisana, A. Saltelli & S. Tarantola, Uncertainty and Sensitivity Analysis Techniques as Tools for the Quality Assessment of Composite
Indicators, Journal of the Royal Statistical Society A 168(2), 2005, doi:10.1111/j.1467-985X.2005.00350.x: each choice of the method is an input drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv
from scipy.stats import qmc

from govaudit.analysis.robustness.combine import Floats

CONCENTRATION = 10
"""Of the weights drawn around the given ones: the sum of the parameters of their Dirichlet distribution, a criterion. Of five equal weights each then lies
mostly (90 of 100 draws) between 11 and 30 per cent."""
Weights: TypeAlias = Literal["given", "around", "anywhere", "both"]
Unknowns: TypeAlias = Literal["given", "policies", "completions", "both"]
Indices: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vary:
    """Which choices are varied, and how.

    Attributes
    ----------
    weights
        Of the root's members: as given, around the given ones, anywhere, or half of the draws each.
    aggregation
        Whether the root's members are combined in other ways too.
    unknowns
        What the unknown counts as: as given, by any policy, by a completion, or half of the draws each.
    left_out
        Whether something is left out: in a third of the draws nothing, in a third a member of the root, in a third an indicator.
    """

    weights: Weights = "given"
    aggregation: bool = False
    unknowns: Unknowns = "given"
    left_out: bool = False

    def without(self, choice: str) -> Vary:
        """The same with one choice as given."""
        match choice:
            case "weights":
                return replace(self, weights="given")
            case "aggregation":
                return replace(self, aggregation=False)
            case "unknowns":
                return replace(self, unknowns="given")
            case _:
                return replace(self, left_out=False)


EVERYTHING = Vary(weights="both", aggregation=True, unknowns="both", left_out=True)
ALONE = {
    "weights-around": Vary(weights="around"),
    "weights-anywhere": Vary(weights="anywhere"),
    "aggregation": Vary(aggregation=True),
    "policies": Vary(unknowns="policies"),
    "completions": Vary(unknowns="completions"),
    "left-out": Vary(left_out=True),
}
"""One choice varied, all others as given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """What there is to choose from; what stands first is as given.

    Attributes
    ----------
    weights
        The given weights of the root's members.
    aggregations
        How the root's members are combined.
    policies, completions
        How many there are: scenario 0 is as given, then come the policies, then the completions.
    members, indicators
        How many members of the root, and how many indicators, can be left out; 0 is nothing left out, then come the members.
    """

    weights: tuple[float, ...]
    aggregations: tuple[str | int, ...]
    policies: int
    completions: int
    members: int
    indicators: int

    @property
    def columns(self) -> dict[str, slice]:
        """Which columns of a design each choice reads."""
        count = len(self.weights)
        return {
            "weights": slice(0, count + 1),
            "aggregation": slice(count + 1, count + 2),
            "unknowns": slice(count + 2, count + 3),
            "left_out": slice(count + 3, count + 4),
        }

    @property
    def width(self) -> int:
        return len(self.weights) + 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was chosen in each draw.

    Attributes
    ----------
    weights
        Shape (draws, members), each row with a sum of 1.
    aggregation, scenario, left_out
        Shape (draws,): places in the menu.
    """

    weights: Floats
    aggregation: Indices
    scenario: Indices
    left_out: Indices

    def __len__(self) -> int:
        return len(self.weights)

    def part(self, block: slice) -> Settings:
        """Some of the draws."""
        return Settings(
            weights=self.weights[block],
            aggregation=self.aggregation[block],
            scenario=self.scenario[block],
            left_out=self.left_out[block],
        )


def design(menu: Menu, draws: int, seed: int) -> Floats:
    """Quasi-random numbers: a scrambled Sobol' sequence, shape (draws, columns), evenly spread over (0, 1)."""
    numbers: Floats = qmc.Sobol(menu.width, rng=np.random.default_rng(seed)).random(draws).clip(1e-12, 1 - 1e-12)
    return numbers


def choose(menu: Menu, vary: Vary, numbers: Floats) -> Settings:
    """The choices that a design stands for; those that are not varied are as given."""
    part = {name: numbers[:, columns] for name, columns in menu.columns.items()}
    draws = len(numbers)
    given = np.zeros(draws, np.int64)
    return Settings(
        weights=weights_from(menu.weights, vary.weights, part["weights"]),
        aggregation=_place(part["aggregation"][:, 0], len(menu.aggregations)) if vary.aggregation else given,
        scenario=_scenario(menu, vary.unknowns, part["unknowns"][:, 0]),
        left_out=_left_out(menu, part["left_out"][:, 0]) if vary.left_out else given,
    )


def weights_from(given: tuple[float, ...], how: Weights, numbers: Floats) -> Floats:
    """Weights, each row with a sum of 1; a weight that is given as 0 stays 0.

    A Dirichlet draw is one of independent gamma variables divided by their sum (L. Devroye, Non-Uniform Random Variate Generation, 1986, ch. XI.4). With all
    parameters 1 it is uniform over the simplex.

    Parameters
    ----------
    numbers
        Shape (draws, 1 + members): which of the two ways, where it is both; then one number a member.
    """
    shares = np.array(given) / (sum(given) or 1.0)  # all 0: no score, whatever is drawn
    if how == "given":
        same: Floats = np.tile(shares, (len(numbers), 1))
        return same
    near = numbers[:, :1] < 0.5 if how == "both" else np.full((len(numbers), 1), how == "around")  # half and half
    counted = shares > 0
    gammas = np.zeros((len(numbers), len(given)))
    concentration = CONCENTRATION * counted.sum()
    gammas[:, counted] = np.where(
        near,
        gammaincinv(concentration * shares[counted], numbers[:, 1:][:, counted]) if how != "anywhere" else 0.0,
        -np.log1p(-numbers[:, 1:][:, counted]),
    )
    weights: Floats = gammas / gammas.sum(axis=1, keepdims=True)
    return weights


def _place(numbers: Floats, count: int) -> Indices:
    """One of `count` places, each as likely."""
    places: Indices = (numbers * count).astype(np.int64)
    return places


def _scenario(menu: Menu, how: Unknowns, numbers: Floats) -> Indices:
    if how == "given" or (how == "completions" and not menu.completions):
        return np.zeros(len(numbers), np.int64)
    policies, first = 1 + _place(numbers, menu.policies), 1 + menu.policies
    if how == "policies" or not menu.completions:
        return policies
    if how == "completions":
        return first + _place(numbers, menu.completions)
    twice = 2 * numbers
    return np.where(twice < 1, 1 + _place(twice % 1, menu.policies), first + _place(twice % 1, menu.completions))


def _left_out(menu: Menu, numbers: Floats) -> Indices:
    thrice = 3 * numbers
    parts = [np.zeros(len(numbers), np.int64)]
    for first, count in ((1, menu.members), (1 + menu.members, menu.indicators)):
        parts.append(first + _place(thrice % 1, count) if count else parts[0])
    return np.choose(thrice.astype(np.int64), parts)
