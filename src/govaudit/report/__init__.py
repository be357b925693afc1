"""Scorecards as text: one module a format. A format is a pure function and never computes a score."""
