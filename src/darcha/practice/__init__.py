"""Invented visitors and officers for demo, lessons and the replay of recorded days, through the very same actions.

Its five words: pilot, parameters, invented visitor, invented officer, replay.
"""
