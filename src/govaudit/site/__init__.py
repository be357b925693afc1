"""The static web site: its pages, and the scoring engine that runs in them."""
