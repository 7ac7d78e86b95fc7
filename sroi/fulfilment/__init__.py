"""The room of fulfilment: what contractors report against their obligations, with its evidence.

In: a claim of one kind (`kinds/`), typed by a contractor. Out: its value by the policy that the contract keeps, and its status history,
which this room alone moves.
"""
