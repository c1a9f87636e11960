"""A second server that keeps the contract and decides otherwise where that is left to the server."""
