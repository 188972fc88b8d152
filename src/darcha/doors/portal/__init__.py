"""A citizen at home or on the phone: services, waits, the ticket, tracking, verification, survey."""
