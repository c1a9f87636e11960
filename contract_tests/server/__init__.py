"""The reference server, judged from outside."""
