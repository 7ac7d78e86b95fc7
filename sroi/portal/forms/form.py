"""What the form of every kind of fulfilment is, and how several of them read a number."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from sroi.contracts.rules import ContractRecord
from sroi.policy.rules import Policy
from sroi.values import parse_decimal, parse_kvk_number
from sroi.web.forms import Field, Typed

Values = Mapping[str, Any]
MAX_NUMBER = 100_000
DAY_HINT = _("Dag-maand-jaar, bijvoorbeeld 31-12-2024.")


@dataclass(frozen=True)
class ClaimForm:
    """The form of one kind (`kind` as in `KINDS`) and its part of the address.

    `details` takes the values, the policy and the key of the person token; it may raise UnableToReport. `continued` gives what the form
    opens with where a claim goes on from another: until a day, and whether what it is about ends there. `note` tells what was recognised
    in the details, beside what they are worth.
    """

    kind: str
    url: str
    fields: Callable[[Policy], tuple[Field, ...]]
    initial: Callable[[ContractRecord, date], dict[str, Typed]]
    details: Callable[[Values, Policy, str], Any]
    typed: Callable[[Any], dict[str, Typed]]
    continued: Callable[[Any, date, bool], dict[str, Typed]] | None = None
    note: Callable[[Any], Awaitable[str]] | None = None


def positive(text: str) -> Decimal:
    """Return a number above zero with at most two decimals."""
    number = parse_decimal(text)
    if number <= 0 or number * 100 != int(number * 100):
        raise ValueError(_("Vul een getal groter dan 0 in, met ten hoogste twee decimalen."))
    if number > MAX_NUMBER:
        raise ValueError(_("Dit getal is te groot. Controleer het."))
    return number


def kvk(text: str) -> str:
    """Return a KVK number."""
    return parse_kvk_number(text).number
