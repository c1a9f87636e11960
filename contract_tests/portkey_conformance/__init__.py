"""The shipped conformance suite: judges any server that claims to speak the Integrations API, by URL.

``portkey-integrations conform URL`` is the way in. The suite reads ``openapi.yaml`` and speaks plain HTTP; it
knows neither the client nor the reference server of this distribution.
"""
