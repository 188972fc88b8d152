"""What visitors say afterwards: the survey, one token, one answer, no name.

Its five words: survey, token, answer, face, day of the visit.
"""
