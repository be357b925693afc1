"""The same plan compiled to data-frame expressions, for millions of profiles: one row a unit, whole numbers, Kleene's logic."""

from __future__ import annotations

CROSSOVER = 800
"""Below so many units the interpreter is done before the columnar engine is loaded; measured by `python benchmarks/engines.py single`."""
