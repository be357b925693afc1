"""What we conclude from a framework's scores, as sentences that can be judged under it and under every view of it."""

from __future__ import annotations

from govaudit.model.base import Authored, Id, Words
from govaudit.model.claim import Sentence


class Conclusion(Sentence):
    """One conclusion: either a `rule` that each forum keeps or not, or a comparison with other forums.

    A comparison says that each stands higher than all of `than` on a node's score or on an ordered fact or number.

    Attributes
    ----------
    claim
        What is concluded.
    """


class Conclusions(Authored):
    """The conclusions from one framework.

    Attributes
    ----------
    framework
        The framework, which is the file's name without .yaml: its nodes are those that rules may read.
    title
        What reports print above them.
    conclusions
        What is said of forums.
    """

    framework: Id
    title: Words
    conclusions: tuple[Conclusion, ...]
