"""The benchmark of the engines runs as a whole, small: every answer is Kleene's, and every engine's scores are the same. Times are not judged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.consumer


def test_every_part_of_the_benchmark_runs_and_agrees() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "engines.py"), "--quick"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every limit is kept" in done.stdout
    assert "MISSED" not in done.stdout
