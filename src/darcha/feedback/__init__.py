"""What visitors say afterwards: the survey (one token, one answer, no name) and the complaint.

Its five words: survey, token, answer, face, complaint.
"""
