"""An organisation's integrations as one file: `export` writes it, `plan` compares it, `apply` makes it so."""
