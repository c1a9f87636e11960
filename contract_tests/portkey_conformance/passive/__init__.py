"""Judging without writing: recorded traffic, for which nothing is sent, and reading with GETs alone."""
