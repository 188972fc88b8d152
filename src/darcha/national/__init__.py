"""Blueprints handed to the house, a country's catalogue or a centre and its people, all of a file or nothing; and handed on.

Its five words: blueprint, catalogue, centre, mistake, publication.
"""
