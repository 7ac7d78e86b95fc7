"""Matching two lists: the own register and a list of the region. Pure: rows in, a proposal for each row out.

    from sroi.reconciliation.rules.matching.matching import match

    matching = match(own=rows, partner=rows_of_the_region)
    for pair in matching.pairs:
        print(pair.own, pair.partner, pair.score, reasons(pair))

Nothing is decided here: a person decides, with a reason. The steps: `columns`, `blocking`, `comparing`, `scoring`, `assigning`.
"""
