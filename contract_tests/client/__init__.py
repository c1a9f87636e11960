"""The client against the contract."""
