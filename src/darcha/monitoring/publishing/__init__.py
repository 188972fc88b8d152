"""A report put into words, onto a page and onto paper."""

from darcha.monitoring.publishing.layout import in_words, page, paper
from darcha.monitoring.publishing.parts import Words

__all__ = ["Words", "in_words", "page", "paper"]
