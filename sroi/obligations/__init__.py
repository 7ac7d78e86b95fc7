"""The room of obligations: what each contract owes, with every revision and its explanation.

In: a registered contract and the policy that covers its award. Out: a revision with its steps, an entry in the ledger, and a notice for the
WSP. A use case that registers a contract *with* its obligation is an operation of this room.
"""
