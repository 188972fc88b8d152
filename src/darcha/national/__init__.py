"""Many centres: a country's catalogue and a centre handed on as files.

Its five words: blueprint, enrolment, replication, hub, roll-up.
"""
