"""The room of accounts: organisations, users, sessions and invitations.

In: names, e-mail addresses, passwords and tokens. Out: a `Viewer`. A token is stored as its hash alone; a password as argon2.
"""
