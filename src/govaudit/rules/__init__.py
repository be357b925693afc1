"""The rule language: three-valued truth, parsing, evaluation, signs, and rules as English."""
