"""The end of the day with money: each till is counted, transfers are matched, the head signs what was taken.

Its five words: till, closing, difference, statement, signature.
"""
