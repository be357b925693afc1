"""Do the conclusions survive other choices? Scores and ranks under varied weights, aggregations, policies and completions.

Statistics, not scores: numbers here are machine floats, reproducible from the seed. Needs the extra `analysis`.
"""
