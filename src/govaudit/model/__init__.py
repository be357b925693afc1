"""Frozen values: what people author (pydantic, extra keys forbidden) and what is computed (slotted dataclasses)."""
