"""What is done to the catalogue."""

from darcha.catalogue.actions.loading import COUNTRY, Counts, check, content_hash, load

__all__ = ["COUNTRY", "Counts", "check", "content_hash", "load"]
