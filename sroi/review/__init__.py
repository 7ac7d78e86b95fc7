"""The room of review: what the WSP decides on a submitted claim.

In: a claim and a verdict with its reason. Out: a decision that is never changed, the claim's next status, and what was approved as an
entry in the ledger.
"""
