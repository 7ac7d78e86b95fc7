"""The room of settlement: what is decided by two persons about the balance of a contract.

In: a proposal by one person (exemption, PSO credit, a surplus to another contract, withholding at the final account) and a decision by
another. Out: the decision with its computation and history, and what it changes as entries in the ledger, on both contracts where two
are touched.
"""
