"""What is done to the catalogue."""

from darcha.catalogue.actions.common import COUNTRY
from darcha.catalogue.actions.drafting import drop_draft, save_draft
from darcha.catalogue.actions.loading import Counts, check, load
from darcha.catalogue.actions.publishing import bring_into_force, publish

__all__ = ["COUNTRY", "Counts", "bring_into_force", "check", "drop_draft", "load", "publish", "save_draft"]
