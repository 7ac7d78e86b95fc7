"""One contractor's statement over a year, as a PDF that reads as a letter does: its contracts, what they owe and why, its claims with the
decision and the reason, and the balance. For the WSP, and for the contractor itself.

A PDF, not a workbook: a contractor reads, keeps and signs it; who wants to reckon with the figures downloads its data.
"""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from gettext import gettext as _
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.accounts.queries import organisation
from sroi.contracts.queries import home_authority
from sroi.contracts.rules import ContractStatus
from sroi.contracts.tables import Contract
from sroi.database import fetch, snapshot
from sroi.errors import NotFound
from sroi.exports.apart import make_apart
from sroi.exports.export import YearExport
from sroi.exports.order import Order
from sroi.exports.pdf import rendered_pdf
from sroi.exports.queries import kind_label, told_of
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules import ClaimStatus, status_label
from sroi.ledger.queries import balances
from sroi.policy.queries import policies_by_name
from sroi.policy.rules import steps_from_json
from sroi.reconciliation.rules import FIRST_YEAR, first_and_next
from sroi.values import Period, format_date, format_euros, format_period, format_short_date, from_cents, last_day, local_day

STATEMENT, TEMPLATE = "opdrachtnemer", "statement.typ"
CONTRACTS = """
SELECT contract.id, contract.number, contract.title, contract.starts_on, contract.ends_before, contracting_authority.name AS authority_name,
    revision.policy_name, revision.steps
FROM contract
JOIN contracting_authority ON contracting_authority.id = contract.authority
LEFT JOIN obligation_revision AS revision ON revision.contract = contract.id AND revision.number = (
    SELECT MAX(later.number) FROM obligation_revision AS later WHERE later.contract = contract.id
)
WHERE contract.contractor = {} AND contract.status = 'registered' AND contract.starts_on < {}
    AND (contract.ends_before IS NULL OR contract.ends_before > {})
ORDER BY contract.number, contract.id
"""
CLAIMS = """
SELECT claim.id, claim.number, claim.kind, claim.contract, claim.status, claim.period_start, claim.period_before, claim.value_cents,
    claim.approved_cents, claim.policy_name, claim.subcontractor, step.changed_at, step.reason
FROM claim
JOIN claim_status_change AS step ON step.claim = claim.id AND step.number = (
    SELECT MAX(later.number) FROM claim_status_change AS later WHERE later.claim = claim.id
)
WHERE claim.organisation = {} AND claim.status <> 'draft' AND claim.submitted_at IS NOT NULL
    AND claim.contract IN (SELECT id FROM contract WHERE contractor = {})
    AND claim.period_start < {} AND claim.period_before > {}
ORDER BY claim.number
"""


class StatementNotFound(NotFound):
    """There is no such contractor, or the viewer may not see it."""


@dataclass(frozen=True)
class StatementExport(YearExport):
    """The statement of one contractor as one of the exports; one `for_contractor` leaves out whom its subcontractors reported on."""

    organisation_id: UUID
    for_contractor: bool

    key = STATEMENT
    media_type = "application/pdf"
    extension = "pdf"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Overzicht van een opdrachtnemer (PDF)")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("De contracten en opgaven van een opdrachtnemer in een jaar, met wat resteert. Voor het WSP en voor die opdrachtnemer.")

    def require(self, viewer: Viewer) -> None:
        """Raise StatementNotFound for whoever is no party to it: the WSP is, and the contractor itself to what is for it."""
        is_own = viewer.may(Permission.REPORT_FULFILMENT) and viewer.organisation_id == self.organisation_id
        if not viewer.may(Permission.EXPORT_COMPLIANCE) and not (is_own and self.for_contractor):
            raise StatementNotFound(_("Deze opdrachtnemer is niet gevonden."))

    def order(self, *, year: int, now: datetime, today: date) -> Order:
        """Return the order by which it is made, and made again."""
        return Order(self.key, year, today, now, organisation_id=self.organisation_id, is_for_contractor=self.for_contractor)

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the statement over a year."""
        self.require(viewer)
        async with snapshot():
            facts = await self._facts(viewer, year, now, today)
        return await asyncio.to_thread(lambda: rendered_pdf(template=TEMPLATE, facts=facts, now=now))

    async def _facts(self, viewer: Viewer, year: int, now: datetime, today: date) -> dict[str, Any]:
        """Return all that it says, as texts; what a subcontractor reported is told to the contractor without whom it is about."""
        start, following = first_and_next(year)
        contracts = await fetch(CONTRACTS, self.organisation_id, following, start)
        claims = await fetch(CLAIMS, self.organisation_id, self.organisation_id, following, start)
        summaries = await _summaries([row for row in claims if not self.for_contractor or row["subcontractor"] is None])
        held = await balances(contract_ids=[row["id"] for row in contracts], as_of=today, as_known_on=now)
        numbers = {row["id"]: row["number"] for row in contracts}
        party = await organisation(viewer=viewer, organisation_id=self.organisation_id)
        totals = [
            sum((getattr(balance, name) for balance in held.values()), start=from_cents(0))
            for name in ("owed", "approved", "remaining", "surplus")
        ]
        return {
            "authority": (await home_authority()).name,
            "contractor": party.name,
            "kvk_number": party.kvk_number or "",
            "year": year,
            "day": format_date(today),
            "contracts": [_contract(row, held[row["id"]]) for row in contracts],
            "claims": [_claim(row, numbers.get(row["contract"], ""), summaries.get(row["number"], "")) for row in claims],
            "totals": [format_euros(total) for total in totals],
        }


async def make_statement(*, viewer: Viewer, organisation_id: UUID, year: int, now: datetime, today: date, directory: Path) -> UUID:
    """Make the statement of a contractor over a year, as far as the viewer may see it, and keep it; return the id of its record.

    Raises StatementNotFound, and UnableToExport for a year that cannot be meant.
    """
    export_id = uuid4()
    statement = StatementExport(organisation_id, for_contractor=not viewer.may(Permission.EXPORT_COMPLIANCE))
    order = statement.order(year=year, now=now, today=today)
    await make_apart(export_id=export_id, viewer=viewer, order=order, directory=directory)
    return export_id


async def statement_years(*, viewer: Viewer, organisation_id: UUID, today: date) -> tuple[int, ...]:
    """Return the years in which a contractor had a contract, newest first and none to come; without a contract this year alone."""
    StatementExport(organisation_id, for_contractor=True).require(viewer)
    is_its = (Contract.contractor == organisation_id) & (Contract.status == ContractStatus.REGISTERED.value)
    years = set[int]()
    for row in await Contract.select(Contract.starts_on, Contract.ends_before).where(is_its):
        last = min(last_day(row["ends_before"]) or today, today)
        years |= set(range(max(row["starts_on"].year, FIRST_YEAR), last.year + 1))
    return tuple(sorted(years or {today.year}, reverse=True))


async def _summaries(rows: list[dict[str, Any]]) -> dict[int, str]:
    """Return the line that tells each claim from others, by its number."""
    if not rows:
        return {}
    told, policies = await told_of(rows), await policies_by_name(names={row["policy_name"] for row in rows})
    return {row["number"]: KINDS[row["kind"]].line(told=told[row["number"]], policy=policies[row["policy_name"]]) for row in rows}


def _contract(row: dict[str, Any], balance: Any) -> dict[str, Any]:
    return {
        "name": f"{row['number']} {row['title']}",
        "authority": row["authority_name"],
        "period": format_period(Period(row["starts_on"], row["ends_before"])),
        "policy": row["policy_name"] or "",
        "steps": [
            [step.label, step.explanation + ("" if step.is_confirmed else _(" (niet vastgesteld)")), step.figure]
            for step in steps_from_json(row["steps"] or "[]")
        ],
        "money": [
            [label, format_euros(amount)]
            for label, amount in (
                (_("Verplicht"), balance.owed),
                (_("Goedgekeurd"), balance.approved),
                (_("Nog te leveren"), balance.remaining),
                (_("Overschot"), balance.surplus),
            )
        ],
    }


def _claim(row: dict[str, Any], contract_number: str, summary: str) -> list[str]:
    decided = row["status"] != ClaimStatus.SUBMITTED.value
    return [
        str(row["number"]),
        contract_number,
        ": ".join(filter(None, (kind_label(row["kind"]), summary))),
        format_period(Period(row["period_start"], row["period_before"])),
        format_euros(from_cents(row["value_cents"])),
        status_label(ClaimStatus(row["status"])) + (f", {format_short_date(local_day(row['changed_at']))}" if decided else ""),
        "" if row["approved_cents"] is None else format_euros(from_cents(row["approved_cents"])),
        row["reason"],
    ]
