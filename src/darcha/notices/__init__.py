"""Telling people where they are not: a short message by SMS or messenger to whoever asked for it, once for each fact.

Its five words: notice, address, channel, template, cursor.
"""
