"""Who stands before the house: parse, one call into a room, answer."""
