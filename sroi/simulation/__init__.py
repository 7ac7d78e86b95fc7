"""The room of simulation: what a draft policy would change over the portfolio.

In: a policy, and the contracts and claims of its owner. Out: counts, sums and the largest differences. Nothing is written, nobody is named.
"""
