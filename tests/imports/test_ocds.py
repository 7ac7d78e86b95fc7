"""OCDS as publishers write it: small releases, each about one thing; whole samples are golden."""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import imports
from imports import ContractRow, Party, Reading, UnreadableFile
from imports.notices.releases import merged

FIRM = {"id": "NL-KVK-12345678", "name": "Groenbedrijf Voorbeeld B.V."}
AWARD = {
    "id": "G-1",
    "date": "2026-01-28T00:00:00Z",
    "status": "active",
    "value": {"amount": 800000, "currency": "EUR"},
    "suppliers": [FIRM],
    "contractPeriod": {"startDate": "2026-03-01T00:00:00Z", "endDate": "2028-02-29T23:59:59Z"},
}
RELEASE = {
    "ocid": "ocds-voorbeeld-1",
    "id": "uitgave-1",
    "date": "2026-02-03T00:00:00Z",
    "tag": ["award"],
    "buyer": {"id": "NL-KVK-27000000", "name": "Gemeente Voorbeeld"},
    "tender": {"id": "T-1", "title": "Groenonderhoud", "mainProcurementCategory": "services"},
    "awards": [AWARD],
}


def release(**changes: Any) -> dict[str, Any]:
    return deepcopy(RELEASE) | changes


def award(**changes: Any) -> dict[str, Any]:
    return deepcopy(AWARD) | changes


def read(*releases: Mapping[str, Any]) -> Reading:
    return imports.read(json.dumps({"version": "1.1", "releases": releases}).encode())


def row_of(**changes: Any) -> ContractRow:
    (row,) = read(release(awards=[award(**changes)])).rows
    return row


def told(reading: Reading, field: str) -> list[str]:
    return [problem.severity for problem in reading.problems if problem.field == field]


def test_an_award_is_read_with_where_each_field_stands() -> None:
    reading = read(RELEASE)
    (row,) = reading.rows
    assert (reading.format, reading.problems) == ("ocds", ())
    assert (row.reference, row.title, row.type) == ("G-1", "Groenonderhoud", "services")
    assert row.contractors == (Party("Groenbedrijf Voorbeeld B.V.", "12345678"),)
    assert (row.contract_sum, row.awarded_on, row.start, row.end) == (
        Decimal(800000),
        date(2026, 1, 28),
        date(2026, 3, 1),
        date(2028, 2, 29),
    )
    assert row.origins["contract_sum"] == "releases[0].awards[0].value.amount"
    assert row.notice is not None
    assert (row.notice.kind, row.notice.procedure_id, row.notice.contract_id) == ("award", "ocds-voorbeeld-1", "G-1")


@pytest.mark.parametrize(
    "pack",
    [
        lambda one: {"releases": [one]},
        lambda one: one,
        lambda one: [one],
        lambda one: [{"releases": [one]}],
        lambda one: {"records": [{"ocid": one["ocid"], "compiledRelease": one}]},
        lambda one: {"records": [{"ocid": one["ocid"], "releases": [one]}]},
        lambda one: {"ocid": one["ocid"], "compiledRelease": one},
    ],
)
def test_releases_are_found_however_they_are_packed(pack: Any) -> None:
    (row,) = imports.read(b"\xef\xbb\xbf \n" + json.dumps(pack(RELEASE)).encode()).rows
    assert row.reference == "G-1"


def test_a_release_on_each_line_is_read() -> None:
    lines = [json.dumps(release(ocid=f"ocds-voorbeeld-{number}")) for number in range(3)]
    reading = imports.read("\n".join([*lines, ""]).encode())
    assert [row.where for row in reading.rows] == ["rij 1.awards[0]", "rij 2.awards[0]", "rij 3.awards[0]"]


@pytest.mark.parametrize(
    ("supplier", "party"),
    [
        ({"id": "12345678", "name": "A"}, Party("A", "12345678")),
        ({"id": 1234567, "name": "A"}, Party("A", "01234567")),
        ({"id": "KVK-12345678", "name": "A"}, Party("A", "12345678")),
        ({"id": "1", "name": "A", "identifier": {"scheme": "NL-KVK", "id": "12345678"}}, Party("A", "12345678")),
        ({"id": "", "name": "A"}, Party("A")),
        ({"id": "A", "name": "A"}, Party("A")),
        ({"id": "00000001234567890000", "name": "A"}, Party("A", oin="00000001234567890000")),
        ({"id": "GB-COH-11111111", "name": "A"}, Party("A", other_number="GB-COH-11111111")),
        ({"id": "DE 813992525", "name": "A"}, Party("A", other_number="DE 813992525")),
        ({"id": "ORG-0003", "name": "A"}, Party("A")),
    ],
)
def test_the_number_of_a_supplier_is_told_by_scheme_and_form(supplier: dict[str, Any], party: Party) -> None:
    assert row_of(suppliers=[supplier]).contractors == (party,)


def test_eight_digits_of_a_firm_abroad_are_no_kvk_number() -> None:
    parties = [{"id": "87654321", "name": "Fremd GmbH", "roles": ["supplier"], "address": {"countryName": "Duitsland"}}]
    (row,) = read(release(parties=parties, awards=[award(suppliers=[{"id": "87654321", "name": "Fremd GmbH"}])])).rows
    assert row.contractors == (Party("Fremd GmbH", other_number="87654321"),)


def test_a_number_that_may_be_of_a_citizen_is_dropped() -> None:
    reading = read(release(awards=[award(suppliers=[{"id": "111222333", "name": "Eenmanszaak Voorbeeld"}])]))
    assert reading.rows[0].contractors == (Party("Eenmanszaak Voorbeeld"),)
    assert "111222333" not in json.dumps(reading.to_json_dict())


def test_members_of_a_consortium_are_kept_and_the_first_leads_until_someone_says_otherwise() -> None:
    reading = read(release(awards=[award(suppliers=[FIRM, {"id": "23456789", "name": "Bouw"}, FIRM])]))
    assert [(party.name, party.is_lead) for party in reading.rows[0].contractors] == [
        ("Groenbedrijf Voorbeeld B.V.", True),
        ("Bouw", False),
    ]
    assert told(reading, "contractor") == ["warning"]


@pytest.mark.parametrize(
    ("value", "amount", "currency", "severities"),
    [
        ({"amount": 1250000.1, "currency": "EUR"}, "1250000.10", "EUR", []),
        ({"amount": 1250000}, "1250000", "EUR", []),
        ({"amount": 1000000, "amountNet": 800000, "currency": "EUR"}, "800000", "EUR", []),
        ({"amount": 99.999, "currency": "EUR"}, "100.00", "EUR", ["warning"]),
        ({"amount": 5000, "currency": "SEK"}, "5000", "SEK", ["error"]),
        ({"amount": 1, "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": 0.01, "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": 0, "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": -5, "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": 10**300, "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": "veel", "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": True, "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": [1, 2], "currency": "EUR"}, None, "EUR", ["error"]),
        ({"amount": 121000, "currency": "EUR", "hasTax": True}, None, "EUR", ["error"]),
        ({"currency": "EUR"}, None, "EUR", ["error"]),
        ("800000", None, "EUR", ["error"]),
        (None, None, "EUR", ["error"]),
    ],
)
def test_a_value_is_exact_or_asked(value: Any, amount: str | None, currency: str, severities: list[str]) -> None:
    reading = read(release(awards=[award(value=value)]))
    (row,) = reading.rows
    assert (row.contract_sum, row.currency) == (None if amount is None else Decimal(amount), currency)
    assert told(reading, "contract_sum") == severities


@pytest.mark.parametrize(
    ("period", "start", "end", "is_open"),
    [
        ({"startDate": "2026-03-01", "endDate": "2027-02-28"}, date(2026, 3, 1), date(2027, 2, 28), False),
        ({"startDate": "2026-02-28T23:00:00Z", "endDate": "2027-06-30T22:00:00Z"}, date(2026, 3, 1), date(2027, 7, 1), False),
        ({"startDate": "2026-03-01T00:00:00+01:00", "endDate": "2027-02-28T23:59:59+01:00"}, date(2026, 3, 1), date(2027, 2, 28), False),
        ({"startDate": "2026-03-01", "durationInDays": 1440}, date(2026, 3, 1), date(2030, 2, 28), False),  # 48 months of 30 days
        ({"startDate": "2026-03-01", "durationInDays": 730}, date(2026, 3, 1), date(2028, 2, 29), False),  # 2 years of 365 days
        ({"startDate": "2026-03-01", "durationInDays": 10}, date(2026, 3, 1), date(2026, 3, 10), False),
        ({"startDate": "2026-03-01", "endDate": "2099-12-31"}, date(2026, 3, 1), None, True),
        ({"startDate": "2026-03-01", "endDate": "2026-02-01"}, date(2026, 3, 1), None, False),
        ({"startDate": "gisteren", "endDate": 20270101}, None, date(2027, 1, 1), False),
        ({"durationInDays": 360}, None, None, False),
    ],
)
def test_days_are_those_that_the_buyer_meant(period: dict[str, Any], start: date | None, end: date | None, is_open: bool) -> None:
    row = row_of(contractPeriod=period)
    assert (row.start, row.end, row.end_is_open) == (start, end, is_open)


def test_lots_tell_awards_apart_and_give_their_titles() -> None:
    lots = [{"id": "1", "title": "Noord", "description": "Inzet van SROI gevraagd"}, {"id": "2", "title": "Zuid"}]
    tender = RELEASE["tender"] | {"lots": lots}  # type: ignore[operator]
    awards = [award(relatedLots=["1"]), award(id="G-2", relatedLots=["2"]), award(id="G-3", relatedLots=["1", "2"])]
    rows = read(release(tender=tender, awards=awards)).rows
    assert [(row.title, row.lots) for row in rows] == [
        ("Groenonderhoud – Noord", ("1",)),
        ("Groenonderhoud – Zuid", ("2",)),
        ("Groenonderhoud", ("1", "2")),
    ]
    assert [bool(row.notice and row.notice.social_clauses) for row in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("within", "text"),
    [
        ({"description": "De opdrachtnemer zet 5% in voor social return."}, "social return"),
        ({"awardCriteria": {"criteria": [{"name": "Kwaliteit", "description": "SROI-plan"}]}}, "SROI-plan"),
        ({"otherRequirements": {"reservedParticipation": ["shelteredWorkshop"]}}, "sociale werkplaatsen"),
        ({"contractTerms": {"reservedExecution": True}}, "sociale werkplaatsen"),
        (
            {"sustainability": [{"goal": "social.disadvantagedEmploymentOpportunities", "strategies": ["awardCriteria"]}]},
            "langdurig werklozen",
        ),
    ],
)
def test_social_clauses_are_found_in_codes_and_texts(within: dict[str, Any], text: str) -> None:
    (row,) = read(release(tender=RELEASE["tender"] | within)).rows  # type: ignore[operator]
    assert row.notice is not None
    assert [text in clause.text for clause in row.notice.social_clauses] == [True]
    assert row.notice.social_clauses[0].where.startswith("releases[0].tender.")


def test_a_contract_goes_before_its_award_and_one_award_may_have_more() -> None:
    contracts = [
        {"id": "C-1", "awardID": "G-1", "title": "Deel 1", "value": {"amount": 300000, "currency": "EUR"}},
        {"id": "C-2", "awardID": "G-1", "title": "Deel 2", "dateSigned": "2026-02-10"},  # the value of the award is of both
        {"id": "C-9", "awardID": "nergens", "title": "Los"},
    ]
    reading = read(release(contracts=contracts))
    assert [(row.reference, row.contract_sum) for row in reading.rows] == [("C-1", 300000), ("C-2", None), ("C-9", None)]
    assert [len(row.contractors) for row in reading.rows] == [1, 1, 0]


def test_awards_that_came_to_nothing_are_left_out_and_said() -> None:
    reading = read(release(awards=[award(status="unsuccessful"), award(id="G-2", status="pending")]))
    assert [row.reference for row in reading.rows] == ["G-2"]
    assert [problem.row for problem in reading.problems] == [None, 0]


def test_a_tender_without_an_award_is_a_tender() -> None:
    tender = RELEASE["tender"] | {"value": {"amount": 900000, "currency": "EUR"}}  # type: ignore[operator]
    (row,) = read(release(awards=[], tag=["tender"], tender=tender)).rows
    assert row.notice is not None
    assert (row.notice.kind, row.notice.estimated_sum, row.contract_sum) == ("tender", Decimal(900000), None)


def test_releases_of_one_process_are_put_together_by_date() -> None:
    later = release(id="uitgave-2", date="2026-03-01T00:00:00Z", awards=[{"id": "G-1", "value": {"amount": 850000, "currency": "EUR"}}])
    (row,) = read(later, RELEASE).rows
    assert row.contract_sum == Decimal(850000)
    assert row.contractors == (Party("Groenbedrijf Voorbeeld B.V.", "12345678"),)
    assert row.notice is not None and row.notice.version == "2026-03-01T00:00:00Z"


def test_an_amendment_is_a_change_beside_the_contract_as_it_was() -> None:
    contract = {"id": "C-1", "awardID": "G-1", "value": {"amount": 800000, "currency": "EUR"}}
    amendment = {"id": "W-1", "date": "2027-01-15T00:00:00Z", "rationale": "Meerwerk na storm"}
    changed = contract | {"value": {"amount": 950000, "currency": "EUR"}, "amendments": [amendment]}
    first, after = (
        release(contracts=[contract], tag=["contract"]),
        release(id="uitgave-2", date="2027-02-01T00:00:00Z", contracts=[changed]),
    )
    original, change = read(first, after | {"tag": ["contractAmendment"], "awards": []}).rows
    assert original.notice is not None and change.notice is not None
    assert (original.notice.kind, original.contract_sum) == ("award", Decimal(800000))
    assert (change.notice.kind, change.contract_sum, change.notice.sum_before) == ("modification", Decimal(950000), Decimal(800000))
    assert (change.notice.changes, change.notice.changed_on, change.notice.reason) == ("C-1", date(2027, 1, 15), "Meerwerk na storm")
    assert change.contractors == original.contractors


def test_a_contract_that_says_itself_what_its_value_was_gives_the_change_too() -> None:
    change = {"property": "value.amount", "former_value": 700000}
    contract = {
        "id": "C-1",
        "awardID": "G-1",
        "value": {"amount": 800000, "currency": "EUR"},
        "amendments": [{"id": "1", "changes": [change]}],
    }
    original, changed = read(release(contracts=[contract])).rows
    assert (original.contract_sum, changed.contract_sum) == (Decimal(700000), Decimal(800000))
    assert changed.notice is not None and changed.notice.sum_before == Decimal(700000)


def test_people_are_dropped_at_the_door() -> None:
    contact = {"name": "Invul Voorbeeld", "email": "invul@example.org", "telephone": "06-12345678"}
    tender = RELEASE["tender"] | {"description": "Social return: mail invul@example.org of bel 06-12345678."}  # type: ignore[operator]
    told = json.dumps(read(release(tender=tender, parties=[{"id": "1", "name": "Gemeente", "contactPoint": contact}])).to_json_dict())
    assert "Social return" in told
    assert not any(text in told for text in ("Invul", "example.org", "12345678."))


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[]",
        b'{"naam": "geen OCDS"}',
        b'{"releases": {}}',
        b'{"releases": [1, 2]}',
        b'{"releases": [{"ocid": "1"',
        b'{"releases": [NaN]}',
        b'{"releases": ["\xff"]}',
        b'{"releases": [{"ocid": "1", "awards": [{"value": {"amount": 1' + b"0" * 5000 + b"}}]}]}",
        b"[" * 1_000_000,
        b'{"releases":[{"ocid":"1","tender":' + b"[" * 1_000_000,
        b'{"a":' * 1_000_000,
        b"[" + b"{}," * 3_000_000 + b"{}]",
        b'{"releases":[' + b"[]," * 3_000_000 + b"[]]}",
        b'{"releases":[' + b'{"ocid":""},' * 300_000 + b"{}]}",
        b'{"releases":[{"ocid":"1","awards":[' + b"{}," * 3_000_000 + b"{}]}]}",
    ],
    ids=lambda content: repr(content[:40]),
)
def test_json_that_is_no_ocds_is_refused_with_one_sentence(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"\.$"):
        imports.read(content)


@pytest.mark.parametrize(
    ("older", "newer", "result"),
    [
        ({"a": 1, "b": 2}, {"b": 3}, {"a": 1, "b": 3}),
        ({"a": 1}, {"a": None}, {}),
        ({"l": [{"id": "1", "x": 1}]}, {"l": [{"id": "1", "y": 2}, {"id": "2"}]}, {"l": [{"id": "1", "x": 1, "y": 2}, {"id": "2"}]}),
        ({"l": [{"id": "", "name": "A"}]}, {"l": [{"id": "", "name": "B"}]}, {"l": [{"id": "", "name": "A"}, {"id": "", "name": "B"}]}),
        ({"l": [1, 2]}, {"l": [3]}, {"l": [3]}),
        ({"l": {"a": 1}}, {"l": [1]}, {"l": [1]}),
    ],
)
def test_releases_are_merged_as_the_standard_says(older: Any, newer: Any, result: Any) -> None:
    assert merged(older, newer) == result


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values within a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in inside for found in ((*path, key), *places(inner, (*path, key)))]


@pytest.mark.parametrize("odd", [None, 1, "x", [], {}, [[]], [None], True, {"id": [1]}], ids=repr)
def test_whatever_stands_in_place_of_any_value_it_is_read_or_refused(odd: Any) -> None:
    whole = release(contracts=[{"id": "C-1", "awardID": "G-1", "period": {"startDate": "2026-03-01"}, "amendments": [{"id": "1"}]}])
    for path in places(whole):
        damaged = deepcopy(whole)
        within: Any = damaged
        for key in path[:-1]:
            within = within[key]
        within[path[-1]] = odd
        assert read(damaged).to_json_dict()["format"] == "ocds"


@pytest.mark.parametrize("place", [0, 17])
def test_an_award_of_tenderned_is_known_by_lot_and_winner_wherever_it_stood_in_the_file(place: int) -> None:
    awards = [award(id=f"12345678-{place}-1", relatedLots=["1"]), award(id=f"12345678-{place + 1}-2", relatedLots=["2"])]
    rows = read(release(ocid="ocds-1l04xe-1", awards=awards)).rows
    assert [(row.reference, row.notice and row.notice.contract_id) for row in rows] == [
        ("T-1 / 1-12345678", "1-12345678"),
        ("T-1 / 2-12345678", "2-12345678"),
    ]


def test_each_award_of_a_tender_has_the_clauses_that_the_tender_told() -> None:
    tender = {"title": "Groenonderhoud", "description": "Er geldt social return."}
    awards = [award(id=number, description=f"SROI voor perceel {number}") for number in ("1", "2")]
    found = [row.notice.social_clauses for row in read(release(tender=tender, awards=awards)).rows if row.notice]
    assert [[clause.text for clause in clauses] for clauses in found] == [
        ["Er geldt social return.", "SROI voor perceel 1"],
        ["Er geldt social return.", "SROI voor perceel 2"],
    ]
