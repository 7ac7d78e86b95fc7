"""The room of the audit: append-only events, each chained to the one before by its hash.

In: who did what to which subject, as plain values, inside the transaction of the write itself. Out: the events, and whether
the chain is whole. Details hold ids and amounts, never a candidate's data.
"""
