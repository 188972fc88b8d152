"""A visitor takes a ticket, in four languages, by touch."""
