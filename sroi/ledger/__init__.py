"""The room of the ledger: append-only entries per contract; a balance is a sum of entries.

In: amounts with their source, the day they count from and the moment they were recorded. Out: balances, as of and as known on any day.
"""
