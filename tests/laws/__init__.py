"""The laws of scoring as properties, tested on random frameworks against a naive reference."""
