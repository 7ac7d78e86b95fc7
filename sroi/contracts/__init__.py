"""The room of contracts: contracting authorities, tenders with lots, contracts, and imports of registers.

In: what an officer types or a register holds. Out: contracts that are complete, and drafts that say what they need. What a contract
owes is the next room's work.
"""
