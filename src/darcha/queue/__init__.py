"""The line in the hall: a visit takes a ticket, is called by reason, served at a counter, and told a true wait.

Its five words: ticket, line, call, counter session, wait.
"""
