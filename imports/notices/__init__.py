"""What notices of every schema have in common: elements with their paths, amounts, days, parties and social clauses.

In: elements of a parsed document. Out: values with where they stand, gathered into contract rows and their problems. The schemas
themselves are `imports/eforms.py` and `imports/ted.py`.
"""
