"""Who works here and what they may do: employees, roles granted for a centre and an agency, sign-in, training.

Its five words: employee, role, grant, skill, training.
"""
