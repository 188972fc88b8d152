"""The `darcha` command."""
