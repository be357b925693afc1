"""The same plan compiled to data-frame expressions, for millions of profiles: one row a unit, whole numbers, Kleene's logic."""
