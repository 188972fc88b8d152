"""What loading a blueprint answers. Publishing (`cpsv`) is imported from its own module: only a server needs its library."""

from darcha.national.rules.loading import Loaded

__all__ = ["Loaded"]
