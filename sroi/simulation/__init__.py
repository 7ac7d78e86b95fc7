"""The room of simulation: what a draft policy would change over the portfolio, and publishing it.

In: a draft. Out: the contracts and claims that it would change, by how much; and the version that a second person publishes.
"""
