"""Conditions and changes of services, in words a person reads."""

from darcha.catalogue.wording.changes import change_words, kind_words, outcome_words, policy_words
from darcha.catalogue.wording.conditions import condition_words
from darcha.catalogue.wording.gaps import gap_words

__all__ = ["change_words", "condition_words", "gap_words", "kind_words", "outcome_words", "policy_words"]
