"""Open data of a year: contracts and placements without a person in them, small numbers left out; as JSON, with OCDS for the contracts."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from gettext import gettext as _
from typing import Any

from sroi.access import Viewer
from sroi.contracts.queries import home_authority
from sroi.contracts.rules import scope_label
from sroi.exports.export import YearExport
from sroi.exports.separated import csv_bytes
from sroi.exports.suppression import PublicCounts, public_counts, public_nested, published_together
from sroi.reconciliation.queries import JudgedYear, judged_year
from sroi.reconciliation.rules import ContractLine, JudgedPlacement, PlacementVerdict, YearReport
from sroi.values import AMSTERDAM, last_day

COUNT_COLUMNS = ("indeling", "waarde", "plaatsingen")
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/deed.nl"
# https://standard.open-contracting.org/1.1/en/schema/codelists/#procurement-category
CATEGORIES = {"works": "works", "services": "services", "supplies": "goods"}


class OpenDataExport(YearExport):
    """Open data as one of the exports, as JSON."""

    key = "open-data"
    media_type = "application/json"
    extension = "json"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Open data (JSON)")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("Contracten (OCDS) en aantallen plaatsingen van een jaar, voor iedereen. Aantallen onder de 5 zijn weggelaten.")

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the data of a year."""
        self.require(viewer)
        judged = await judged_year(viewer=viewer, year=year, on=today)
        whole = open_data(judged=judged, authority=(await home_authority()).name, now=now)
        return json.dumps(whole, ensure_ascii=False, indent=2).encode()


class OpenCountsExport(YearExport):
    """The numbers of the open data as CSV."""

    key = "open-aantallen"
    media_type = "text/csv"
    extension = "csv"

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Open data: aantallen (CSV)")

    @property
    def explanation(self) -> str:
        """Return what is in it and for whom."""
        return _("Aantallen plaatsingen van een jaar, op verschillende manieren verdeeld, voor iedereen. Onder de 5 is weggelaten.")

    async def content(self, *, viewer: Viewer, year: int, now: datetime, today: date) -> bytes:
        """Return the numbers of a year, one a row; an empty cell was left out."""
        self.require(viewer)
        judged = await judged_year(viewer=viewer, year=year, on=today)
        rows = [
            (name, label, "" if number is None else number)
            for name, counts in placement_counts(judged.placements).items()
            for label, number in (*counts.cells.items(), (_("totaal"), counts.total))
        ]
        return csv_bytes(COUNT_COLUMNS, rows)


def placement_counts(judged: Sequence[JudgedPlacement]) -> dict[str, PublicCounts]:
    """Return the numbers of placements that count, divided in several ways, each as it may be published beside the others."""
    counted = [one.placement for one in judged if one.verdict is PlacementVerdict.COUNTED]
    authorities: dict[str, Counter[str]] = {}
    for placement in counted:
        authorities.setdefault(scope_label(placement.scope), Counter())[placement.authority_name] += 1
    scopes, of_authorities = public_nested(authorities)
    divisions = {
        "doelgroep": public_counts(Counter(placement.target_group_label for placement in counted)),
        "opdrachtgever": of_authorities,
        "bereik": scopes,
        "werktijd": public_counts(Counter(_("Voltijd") if placement.is_full_time else _("Deeltijd") for placement in counted)),
        "kwartaal": public_counts(Counter(_quarter_label(placement.starts_on) for placement in counted)),
    }
    return published_together(divisions)


def _quarter_label(day: date) -> str:
    return _("kwartaal {number}").format(number=(day.month + 2) // 3)


def open_data(*, judged: JudgedYear, authority: str, now: datetime) -> dict[str, Any]:
    """Return the data of a year as plain values for JSON."""
    report = judged.report
    return {
        "year": report.year,
        "asOf": report.on.isoformat(),
        "licence": LICENCE,
        "goal": None if report.goal is None else report.goal.placements,
        "placements": {
            name: {"counts": counts.cells, "total": counts.total} for name, counts in placement_counts(judged.placements).items()
        },
        "contracts": _ocds(report, authority, now),
    }


def _ocds(report: YearReport, authority: str, now: datetime) -> dict[str, Any] | None:
    """Return the contracts as a release package, which has one at least. Source: Open Contracting Data Standard 1.1."""
    if not report.contracts:
        return None
    return {
        "uri": f"urn:sroi:{report.year}",
        "version": "1.1",
        "publishedDate": now.isoformat(timespec="seconds"),
        "publisher": {"name": authority},
        "license": LICENCE,
        "releases": [_release(line, now) for line in report.contracts],
    }


def _release(line: ContractLine, now: datetime) -> dict[str, Any]:
    contract = line.contract
    ends_on = last_day(contract.period.end)
    period = {"startDate": _moment(contract.period.start)} | ({} if ends_on is None else {"endDate": _moment(ends_on, time(23, 59, 59))})
    supplier = {"name": contract.contractor_name}
    identifier = {"identifier": {"scheme": "NL-KVK", "id": contract.kvk_number}} if contract.kvk_number else {}
    return {
        "ocid": f"sroi-{contract.id}",
        "id": f"{contract.id}-{now.date().isoformat()}",
        "date": now.isoformat(timespec="seconds"),
        "tag": ["contract"],
        "initiationType": "tender",
        "buyer": {"id": "buyer", "name": contract.authority_name},
        "parties": [
            {"id": "buyer", "name": contract.authority_name, "roles": ["buyer"]},
            {"id": "supplier", **supplier, **identifier, "roles": ["supplier"]},
        ],
        "tender": {"id": contract.number, "title": contract.title, "mainProcurementCategory": CATEGORIES[contract.contract_type.value]},
        "awards": [{"id": contract.number, "date": _moment(contract.awarded_on), "suppliers": [{"id": "supplier", **supplier}]}],
        "contracts": [
            {
                "id": contract.number,
                "awardID": contract.number,
                "title": contract.title,
                "value": {"amount": float(contract.contract_sum), "currency": "EUR"},
                "period": period,
                "socialReturn": {name: f"{amount:.2f}" for name, amount in _money(line).items()},
            }
        ],
    }


def _moment(day: date, at: time = time()) -> str:
    """Return a day as the standard wants every date: a moment with its distance to UTC."""
    return datetime.combine(day, at, AMSTERDAM).isoformat()


def _money(line: ContractLine) -> dict[str, Any]:
    return {"owed": line.euros.owed, "approved": line.euros.approved, "remaining": line.euros.remaining}


OPEN_DATA = OpenDataExport()
OPEN_COUNTS = OpenCountsExport()
