"""Hypothesis profiles: `ci` gives the same examples on every run; `nightly` searches on, from a new seed each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW_START = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile(
    "ci", derandomize=True, max_examples=150, deadline=None, database=None, suppress_health_check=SLOW_START
)
settings.register_profile(
    "nightly", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=SLOW_START
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
