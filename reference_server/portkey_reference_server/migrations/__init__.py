"""The revisions of the tables, for databases that an earlier release made."""
