"""The pages are true: the example data folder of the reference passes every law."""

import re
from pathlib import Path

from govaudit.files.check import Checker
from govaudit.files.workspace import Workspace

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
    assert checker.files == 9
