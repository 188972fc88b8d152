"""What the state offers: departments, services in immutable versions, document types, fees, legal sources.

Its five words: department, service, version, document type, provenance.
"""
