"""What is known of a fact, in a few words."""

import pytest

from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.report.sentences import brief, knowledge_words


@pytest.mark.parametrize(
    ("knowledge", "words", "short"),
    [
        (known("a:b: c"), "a:b: c", "a:b: c"),
        (Knowledge(Kind.CONTESTED, ("a:b", "c")), "a:b or c (contested)", "a:b or c (contested)"),
        (Knowledge(Kind.NOT_FOUND), "not found", "not found"),
        (Knowledge(Kind.NOT_APPLICABLE), "does not apply", "does not apply"),
        (UNCODED, "not coded yet: nobody has looked", "not coded yet"),
    ],
)
def test_only_our_own_explanation_is_left_out_in_brief(knowledge: Knowledge, words: str, short: str) -> None:
    """A value of the data may hold a colon."""
    assert (knowledge_words(knowledge), brief(knowledge)) == (words, short)
