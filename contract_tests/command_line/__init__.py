"""The commands that call the API, against the reference server."""
