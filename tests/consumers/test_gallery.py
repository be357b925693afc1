"""The pictures of the README are what its command draws from the shipped data today."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

pytestmark = pytest.mark.consumer

ROOT = Path(__file__).parents[2]
TEXT = "{http://www.w3.org/2000/svg}text"


def words(picture: Path) -> list[str]:
    """All that a picture says. Where it stands depends on the fonts of the machine."""
    return ["".join(item.itertext()) for item in ET.parse(picture).iter(TEXT)]


def test_the_gallery_is_drawn_from_the_shipped_data(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = re.search(r"^\$ govaudit (robustness .*) --pictures (\S+)$", readme, re.MULTILINE)
    assert line
    shown = re.findall(rf"\]\(({line[2]}/\S+\.svg)\)", readme)
    assert len(shown) == 3
    command = [sys.executable, "-m", "govaudit", *shlex.split(line[1]), "--pictures", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    for name in shown:
        assert words(ROOT / name) == words(tmp_path / Path(name).name)
        assert len(words(ROOT / name)) > 13
