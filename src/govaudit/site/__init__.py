"""Scorecards as a static web site: pages that work from a folder as from a server, every number with a way to its source."""
