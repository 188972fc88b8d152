"""Where it is offered: a centre, its counters and opening hours, which department sits when, what wait each class is promised.

Its five words: centre, counter, line, presence, visitor class.
"""
