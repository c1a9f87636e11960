"""Tests of judging recorded traffic and of reading alone."""
