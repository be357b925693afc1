"""The schemas in `schemas/`, which editors of this repository read, are those of its data; its editor settings reach every file."""

import json
import os
from pathlib import Path

import pytest

from govaudit.files.workspace import Workspace
from govaudit.report.file_schemas import FILES, file_schema
from govaudit.report.json import dumps

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"


@pytest.mark.parametrize("kind", FILES)
def test_a_schema_is_current(kind: str) -> None:
    path, text = SCHEMAS / f"{kind}.json", dumps(file_schema(kind, Workspace(ROOT)))
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, "GOLDEN=write makes it anew"


def test_there_is_a_schema_for_every_kind_of_file_and_no_other() -> None:
    assert {path.stem for path in SCHEMAS.iterdir()} == set(FILES)


def test_the_editor_settings_name_them_all() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert set(settings["yaml.schemas"]) == {f"./schemas/{kind}.json" for kind in FILES}
