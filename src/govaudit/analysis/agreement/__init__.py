"""How far independent codings agree, what they dispute, and what each dispute does to the scores."""
