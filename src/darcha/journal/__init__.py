"""One row per fact, hash-chained and never changed; audit, live screens, monitoring and replication all read it.

Its five words: entry, kind, subject, chain, checkpoint.
"""
