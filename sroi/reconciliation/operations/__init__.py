"""Writes of reconciliation: who looked at contracts that look split, goals, the closing of a year, and the region's lists."""

from sroi.reconciliation.operations.closing import adjust_year, close_year, propose_closing, withdraw_closing
from sroi.reconciliation.operations.goals import set_goal
from sroi.reconciliation.operations.region import compare_region_list, stage_region_list
from sroi.reconciliation.operations.region_deciding import decide_region_line, decide_sure_lines
from sroi.reconciliation.operations.region_joining import join_lines, part_rows
from sroi.reconciliation.operations.splitting import review_split

__all__ = [
    "adjust_year",
    "close_year",
    "compare_region_list",
    "decide_region_line",
    "decide_sure_lines",
    "join_lines",
    "part_rows",
    "propose_closing",
    "review_split",
    "set_goal",
    "stage_region_list",
    "withdraw_closing",
]
