"""Prints what refusing the bursting files costs: `python -m tests.badinputs.figures`."""

import shutil
import tempfile
from pathlib import Path

from tests.badinputs.test_strangers import ALL, BIG
from tests.badinputs.whole import TOY
from tests.processes import Launcher


def main() -> None:
    """Play each to `check`, `score` and `compare`; the worst of the three is printed."""
    with tempfile.TemporaryDirectory() as place, Launcher() as launcher:
        folder = Path(shutil.copytree(TOY, Path(place) / "data"))
        for name, make in BIG.items():
            content = make()
            (folder / "forums/big.yaml").write_bytes(content)
            done = [launcher.run(*command, cwd=folder) for command in ALL]
            seconds, most = max(one.seconds for one in done), max(one.mebibytes for one in done)
            print(f"{len(content):>12,} bytes  {seconds:5.2f} s  {most:4.0f} MiB  {name}")  # noqa: T201  # what it is for


if __name__ == "__main__":
    main()
