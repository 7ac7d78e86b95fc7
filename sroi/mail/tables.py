"""The table of outgoing mail."""

from piccolo.columns import UUID, Text, Timestamptz, Varchar
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class OutgoingMail(Table):
    """One mail to one address. `secret` is the token of its link, gone once the mail was sent; `once` keeps it from being made twice."""

    id = UUID(primary_key=True)
    kind = Varchar(length=60)
    to_address = Varchar(length=254)
    account = UUID(null=True, default=None)
    content = Text()
    secret = Varchar(length=100)
    message_id = Varchar(length=200)
    once = Varchar(length=200, null=True, default=None)
    status = Varchar(length=20)
    error = Text()
    created_at = Timestamptz()
    ended_at = Timestamptz(null=True, default=None)
