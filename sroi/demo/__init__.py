"""The room of the example data: invented, and said to be so on every page.

In: an empty database. Out: accounts of each role, contracts of each type at, just above and just below the threshold, local and regional,
claims of each kind and decisions, each in every status, contracts that look split, and a draft policy that waits. Everything goes through
the operations of the rooms, so that obligations, ledger and audit are real.
"""

from sroi.demo.accounts import ACCOUNTS, PASSWORD, has_data
from sroi.demo.story import load_demo

__all__ = ["ACCOUNTS", "PASSWORD", "has_data", "load_demo"]
