"""Kinds of entries, and the balance that follows from them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from msgspec import Struct

ZERO = Decimal("0.00")


class EntryKind(StrEnum):
    """What an amount does to a contract's balance."""

    OWED = "owed"
    APPROVED = "approved"
    EXEMPTED = "exempted"
    TRANSFERRED = "transferred"
    WITHHELD = "withheld"


class Entry(Struct, frozen=True):
    """One amount in euros; a negative amount takes back an earlier one.

    `block` names the table and block of a policy by which it counts, as `pso.trede_1`; None where the claim says so, or it counts by none.
    """

    contract_id: UUID
    kind: EntryKind
    amount: Decimal
    effective_on: date
    recorded_at: datetime
    source_kind: str
    source_id: UUID
    block: str | None = None


@dataclass(frozen=True)
class Balance:
    """The sums of a contract's entries, in euros."""

    owed: Decimal = ZERO
    approved: Decimal = ZERO
    exempted: Decimal = ZERO
    transferred: Decimal = ZERO
    withheld: Decimal = ZERO

    @property
    def settled(self) -> Decimal:
        """Return all that counts against what is owed."""
        return self.approved + self.exempted + self.transferred + self.withheld

    @property
    def remaining(self) -> Decimal:
        """Return what is still to be delivered, never below zero."""
        return max(self.owed - self.settled, ZERO)

    @property
    def surplus(self) -> Decimal:
        """Return what was delivered beyond what is owed."""
        return max(self.settled - self.owed, ZERO)


def source_label(source_kind: str) -> str:
    """Return in Dutch what an entry comes from; a kind that has no words yet is told by its own name."""
    return {
        "obligation_revision": _("berekening van de verplichting"),
        "review_decision": _("beoordeling van een opgave"),
        "review_reopening": _("heropening van een besluit over een opgave"),
        "exemption": _("vrijstelling, beslissing van twee personen"),
        "partial_exemption": _("gedeeltelijke vrijstelling, beslissing van twee personen"),
        "hardship": _("hardheidsclausule, beslissing van twee personen"),
        "pso_credit": _("PSO-certificaat, beslissing van twee personen"),
        "pso_credit_expired": _("PSO-certificaat verlopen, beslissing van twee personen"),
        "transfer_out": _("overzetten naar een ander contract, beslissing van twee personen"),
        "transfer_in": _("overzetten van een ander contract, beslissing van twee personen"),
        "withholding": _("inhouding, beslissing van twee personen"),
    }.get(source_kind, source_kind)


def entry_label(kind: EntryKind) -> str:
    """Return the Dutch name of a kind of entry."""
    return {
        EntryKind.OWED: _("Verplichting"),
        EntryKind.APPROVED: _("Goedgekeurd"),
        EntryKind.EXEMPTED: _("Vrijgesteld"),
        EntryKind.TRANSFERRED: _("Overgezet"),
        EntryKind.WITHHELD: _("Ingehouden"),
    }[kind]


def balance_of(entries: Iterable[Entry], *, as_of: date | None = None, as_known_on: datetime | None = None) -> Balance:
    """Return the balance of entries that count on `as_of` and were recorded by `as_known_on`; all of them without either."""
    sums = dict.fromkeys(EntryKind, ZERO)
    for entry in entries:
        is_effective = as_of is None or entry.effective_on <= as_of
        is_known = as_known_on is None or entry.recorded_at <= as_known_on
        if is_effective and is_known:
            sums[entry.kind] += entry.amount
    return Balance(**{kind.value: amount for kind, amount in sums.items()})
