"""The toy data with problems of every severity, one of them suppressed, one of a whole file, and more warnings than GitHub shows."""

import shutil
from pathlib import Path

TOY = Path(__file__).parents[1] / "toy"
EDITS = {
    "forums/alpha.yaml": ("until: 2010", "until: 2009"),
    "forums/beta.yaml": ("kind: forum", "kind: [forum]"),
    "forums/gamma.yaml": ("class-of-forums", '"{0} [x](y) ##[error]%0A"'),
}
SPARE = "  - {{id: spare-{0:02}, type: book, title: Spare, accessed: 2026-01-01, custom: {{grade: press}}}}\n"
ACCEPTED = """suppressions:
  - {code: GA411, path: forums/sources.yaml, node: "$.references[2]", reason: "Out of print, see [the shelf](x).", until: 2027}
"""


def write_bad_data(folder: Path) -> None:
    """A copy of the toy data, spoilt."""
    shutil.copytree(TOY, folder)
    for name, (old, new) in EDITS.items():
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    with (folder / "forums/sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write("".join(SPARE.format(number) for number in range(12)))
    (folder / "forums/suppressions.yaml").write_text(ACCEPTED, encoding="utf-8")
    (folder / "forums/Größe, 5 %.yaml").write_text("[hi]: ::error::\n", encoding="utf-8")
