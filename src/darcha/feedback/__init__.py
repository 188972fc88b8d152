"""What visitors say afterwards: the survey, one token, one answer, no name; and what they write of their own accord.

Its five words: survey, token, answer, face, day of the visit.
"""
