"""The command line: parse, call, print, exit. Command bodies import what they need, so that help and mistakes answer at once."""
