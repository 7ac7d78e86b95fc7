"""Writes of reconciliation: who looked at contracts that look split, goals, the closing of a year, and the region's lists."""

from sroi.reconciliation.operations.closing import adjust_year, close_year, propose_closing, withdraw_closing
from sroi.reconciliation.operations.goals import set_goal
from sroi.reconciliation.operations.region import compare_region_list, decide_region_line, decide_sure_lines, stage_region_list
from sroi.reconciliation.operations.splitting import review_split

__all__ = [
    "adjust_year",
    "close_year",
    "compare_region_list",
    "decide_region_line",
    "decide_sure_lines",
    "propose_closing",
    "review_split",
    "set_goal",
    "stage_region_list",
    "withdraw_closing",
]
