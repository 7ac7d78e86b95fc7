"""The room of policy: what the rules are, as dated data, and what a building block is worth by them.

In: policy files (`versions/<name>.toml`). Out: checked policies, and exact values with the steps that explain them. No code here names a
municipality, a target group or an amount.
"""
