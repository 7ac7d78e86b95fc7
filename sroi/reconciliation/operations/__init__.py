"""Writes of reconciliation: who looked at contracts that look split, goals, and the closing of a year."""

from sroi.reconciliation.operations.closing import adjust_year, close_year, propose_closing, withdraw_closing
from sroi.reconciliation.operations.goals import set_goal
from sroi.reconciliation.operations.splitting import review_split

__all__ = ["adjust_year", "close_year", "propose_closing", "review_split", "set_goal", "withdraw_closing"]
