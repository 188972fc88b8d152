"""Indicators with a written formula, facts of each day folded from the journal, reports anyone can check.

Its five words: indicator, day fact, suppression, period, report.
"""
