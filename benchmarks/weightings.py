"""How fast a million weightings are scored and ranked, next to plain loops over two libraries of multicriteria decisions.

All do the same: weighted sums of 41 alternatives over 5 criteria under each weighting, and their ranks. The libraries do fewer weightings, and their time for a million is reckoned from that; the ranks of those
are compared. Everything runs in one environment of its own, one after the other, three times in turn; medians count.

    python benchmarks/weightings.py [--runs 3]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Measure, print, and tell whether every claim holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name:
        subprocess.run([sys.executable, "-m", "venv", name], check=True)
        python = str(Path(name) / "bin" / "python")
        packages = [f"{ROOT}[analysis]", "pymcdm", "scikit-criteria"]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
        script = str(ROOT / "benchmarks" / "parts" / "weightings.py")
        return subprocess.run([python, "-W", "ignore", script, str(runs)], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
