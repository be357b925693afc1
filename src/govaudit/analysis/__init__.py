"""Numbers about scorecards: ranks, and what would change a score."""
