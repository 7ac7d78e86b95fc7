"""The room of reconciliation: what adds up over a year: placements against the goal, local against regional, euros per contract.

In: claims with their decisions, contracts and the ledger, reduced by SQL. Out: the report of a year, in which each person counts once.
It notes who looked at contracts that look split, and compares the region's lists with the register; what it proposes, a person decides.
Years that were recorded before this register are shown as recorded and never computed.
"""
