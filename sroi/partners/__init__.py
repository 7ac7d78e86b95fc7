"""The room of the partners: social enterprises, work companies and network partners, with what they offer and how they are recognised.

In: what the WSP knows of an organisation. Out: whom contractors find, whose recognition holds on a day, and how the network grows.
"""
