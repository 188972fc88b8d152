"""Technical helpers without one word of the domain: clock, embedded PostgreSQL, PDF, printing, voice."""
