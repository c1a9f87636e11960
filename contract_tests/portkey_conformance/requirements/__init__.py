"""The checks, one module for each family of requirements."""

UNDECIDABLE: dict[str, str] = {
    "MOD-017": "which models may be used shows at the gateway, which this API has no operation for",
    "ACC-022": "a workspace uses up its limit through the gateway, which this API has no operation for",
    "LIM-010": "use is counted, and its periods pass, at the gateway, which this API has no operation for",
    "PRI-008": "usage is charged at the gateway, which this API has no operation for",
    "CRE-027": "no operation of this API makes a secret reference or says whose it is",
    "PRV-027": "a provider is exhausted by use through the gateway, which this API has no operation for",
}
"""Requirements that no request can decide, with the reason."""
