"""The commands that call the API: each operation of the contract, and `export`, `plan` and `apply`."""
