"""The calculator, for who only wants to know: what a contract owes, and what a contribution is worth. It stores nothing.

In: an address with what was filled in, so that a calculation can be kept and shared. Out: the amount with its steps. Policies alone
are read.
"""

from sroi.public.calculator.contribution import contribution_calculator
from sroi.public.calculator.obligation import obligation_calculator

__all__ = ["contribution_calculator", "obligation_calculator"]
