"""How the journal becomes figures, and what of them may be published. Pure.

`facts` folds entries into cells, `recount` counts the same by other code, `indicators` are the formulas as data,
`suppression` hides small cells so that no subtraction brings them back.
"""
