"""An application on its way through the departments: checklist, clock, work items, decision, issued document.

Its five words: case, checklist, work item, decision, issued document.
"""
