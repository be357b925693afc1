"""The pages are true: the example data folder of the reference passes every law, and every law is on its page."""

import re
from pathlib import Path

from govaudit.files.check import Checker
from govaudit.files.workspace import Workspace
from govaudit.integrity.profiles import LONGEST_QUOTE
from govaudit.integrity.review import REVIEW_MONTHS
from govaudit.problems import Code

DOCS = Path(__file__).parents[2] / "docs"


def test_the_examples_of_the_reference_make_a_sound_data_folder(tmp_path: Path) -> None:
    page = (DOCS / "reference/files.md").read_text(encoding="utf-8")
    for name, body in re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    checker = Checker(Workspace(tmp_path))
    checker.everything()
    assert [str(problem) for problem in checker.problems] == []
    assert checker.files == 10
    assert checker.suppressed == 1


def test_every_law_is_one_sentence_with_its_code_and_severity() -> None:
    page = (DOCS / "reference/laws.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+\.) \| (GA\d{3}) \| (\w+) \| (\w+) \|$", page, re.MULTILINE)
    laws = [code for code in Code if code.id < "GA600"]
    assert [row[1:] for row in rows] == [
        (code.id, code.severity, "yes" if code.suppressible else "no") for code in laws
    ]
    assert page.count("| GA") == len(rows)
    sentences = {code: sentence for sentence, code, *_ in rows}
    assert len(set(sentences.values())) == len(laws)
    assert f" {LONGEST_QUOTE} characters" in sentences["GA408"]
    assert f" {REVIEW_MONTHS} months" in sentences["GA414"]
