"""A report put into words, onto a page and onto paper."""

from darcha.monitoring.publishing.layout import page, paper

__all__ = ["page", "paper"]
