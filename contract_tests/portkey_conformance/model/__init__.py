"""A model of the API, and a machine that plays against it: sequences that no single check thought of."""
