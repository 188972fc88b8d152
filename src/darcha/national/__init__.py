"""Blueprints handed to the house: a country's catalogue, a centre and its people, all of a file or nothing.

Its five words: blueprint, catalogue, centre, content hash, mistake.
"""
