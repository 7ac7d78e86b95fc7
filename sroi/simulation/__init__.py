"""The room of simulation: what a draft policy would change over the portfolio, and publishing it.

In: a policy, and the contracts and claims of its owner. Out: counts, sums and the largest differences; nobody is named. A publication
computes again what no policy covered.
"""
