"""What the register holds of one contractor, for that contractor alone: a zip with tables (csv) and the same as data (json).

In: the viewer. Out: its contracts, the claims that it may see with what was reported, their evidence by name and hash, and each step of
their status. The files themselves are with their claims. Read part by part, so that no register is too large for it.
"""

import csv
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from gettext import gettext as _
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sroi.access import Permission, Viewer
from sroi.contracts.queries import ContractFilter, contracts_page
from sroi.fulfilment.queries.claims import own_claims
from sroi.fulfilment.rules import ClaimRecord, status_label
from sroi.fulfilment.tables import ClaimStatusChange, Evidence
from sroi.ledger.queries import balances
from sroi.values import format_decimal, format_short_date, last_day

PART = 500
MEDIA_TYPE = "application/zip"
# A spreadsheet would take a text that starts like this for a formula.
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, str]


async def own_data(*, viewer: Viewer, now: datetime) -> bytes:
    """Return the zip; refuse whoever reports nothing."""
    viewer.require(Permission.REPORT_FULFILMENT)
    claims, evidence, steps = list[Row](), list[Row](), list[Row]()
    async for part in _claims(viewer):
        numbers = {record.id: str(record.number) for record in part}
        claims += [_claim(record) for record in part]
        evidence += await _evidence(numbers)
        steps += await _steps(numbers)
    tables = {_("contracten"): await _contracts(viewer), _("opgaven"): claims, _("bewijsstukken"): evidence, _("stappen"): steps}
    return _zipped(tables, now)


def _zipped(tables: dict[str, list[Row]], now: datetime) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            archive.writestr(f"{name}.csv", csv_of(rows))
        held = {_("gemaakt_op"): now.isoformat(), **tables}
        archive.writestr(_("gegevens.json"), json.dumps(held, ensure_ascii=False, indent=1))
    return out.getvalue()


def csv_of(rows: Sequence[Row]) -> str:
    """Return rows as a table that a Dutch spreadsheet opens; a text that looks like a formula stays a text."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_harmless(row.get(name, "")) for name in names])
    return "\ufeff" + out.getvalue()


def _harmless(text: str) -> str:
    is_number = text.lstrip("-").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(LIKE_A_FORMULA) and not is_number else text


async def _claims(viewer: Viewer) -> AsyncIterator[tuple[ClaimRecord, ...]]:
    before = None
    while part := await own_claims(viewer=viewer, before=before, size=PART):
        yield part
        before = part[-1].number


def _claim(record: ClaimRecord) -> Row:
    return {
        _("opgave"): str(record.number),
        _("contract"): record.contract_number,
        _("soort"): record.kind_label,
        _("status"): status_label(record.status),
        _("van"): format_short_date(record.period.start),
        _("tot en met"): format_short_date(last_day(record.period.end)),
        _("waarde"): format_decimal(record.value),
        _("goedgekeurd"): "" if record.approved is None else format_decimal(record.approved),
        _("gemaakt op"): record.created_at.isoformat(),
        **dict(record.facts),
    }


async def _evidence(numbers: dict[UUID, str]) -> list[Row]:
    rows = await Evidence.select().where(Evidence.claim.is_in(list(numbers))).order_by(Evidence.added_at, Evidence.id)
    return [
        {
            _("opgave"): numbers[row["claim"]],
            _("bestand"): row["file_name"],
            _("laat zien"): row["shows"],
            _("toegevoegd op"): row["added_at"].isoformat(),
            _("sha256"): row["sha256"],
        }
        for row in rows
    ]


async def _steps(numbers: dict[UUID, str]) -> list[Row]:
    query = ClaimStatusChange.select().where(ClaimStatusChange.claim.is_in(list(numbers)))
    rows: list[dict[str, Any]] = await query.order_by(ClaimStatusChange.changed_at, ClaimStatusChange.number)
    return [
        {
            _("opgave"): numbers[row["claim"]],
            _("status"): row["status"],
            _("op"): row["changed_at"].isoformat(),
            _("toelichting"): row["reason"],
        }
        for row in rows
    ]


async def _contracts(viewer: Viewer) -> list[Row]:
    found: list[Row] = []
    after: tuple[datetime, UUID] | None = None
    while part := await contracts_page(viewer=viewer, narrowed=ContractFilter(), after=after, size=PART):
        held = await balances(contract_ids=[record.id for record in part])
        found += [
            {
                _("contract"): record.facts.number,
                _("titel"): record.facts.title,
                _("opdrachtgever"): record.authority_name,
                _("van"): format_short_date(record.facts.starts_on),
                _("tot en met"): format_short_date(last_day(record.facts.ends_before)),
                _("verplichting"): format_decimal(held[record.id].owed),
                _("goedgekeurd"): format_decimal(held[record.id].approved),
                _("nog te leveren"): format_decimal(held[record.id].remaining),
            }
            for record in part
        ]
        after = (part[-1].created_at, part[-1].id)
    return found
