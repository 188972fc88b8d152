"""Darcha: the complete system of a government One-Stop-Shop."""
