"""OCDS as publishers in other countries write it: contracts of several awards, records with their history, ids that only count."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from imports import Reading, read
from tests.imports.test_wild_ocds import RELEASE

CONTRACT: dict[str, Any] = {"id": "C-1", "awardID": "A-1", "dateSigned": "2024-01-20"}


def euros(amount: int | None) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


def award(identifier: str, amount: int | None = 100_000, **others: Any) -> dict[str, Any]:
    return {"id": identifier, "value": euros(amount), "suppliers": [{"name": "Groenbedrijf Voorbeeld B.V."}]} | others


def reading_of(**members: Any) -> Reading:
    return read(json.dumps(RELEASE | members).encode())


def record(**members: Any) -> Reading:
    return read(json.dumps({"records": [{"ocid": RELEASE["ocid"]} | members]}).encode())


@pytest.mark.parametrize(("second", "amount"), [(150_000, 250_000), (1, None), (None, None)])
def test_a_contract_of_several_awards_is_one_row_with_all_their_lots_and_values(second: int | None, amount: int | None) -> None:
    awards = [award("A-1", relatedLots=["1"]), award("A-2", second, relatedLots=["2"]), award("A-3", relatedLots=["3"])]
    contract = {"id": "C-1", "awardIDs": ["A-1", "A-2"]}
    rows = reading_of(awards=awards, contracts=[contract]).rows
    assert [(row.lots, row.contract_sum) for row in rows] == [(("3",), 100_000), (("1", "2"), amount)]
    assert [len(row.contractors) for row in rows] == [1, 1]


def test_a_contract_that_was_cancelled_is_no_row_and_neither_is_its_award() -> None:
    reading = reading_of(contracts=[CONTRACT | {"status": "cancelled"}])
    assert reading.rows == ()
    assert [problem.message for problem in reading.problems] == ["Dit contract is niet doorgegaan en is niet gelezen."]


@pytest.mark.parametrize(("identifiers", "number"), [([{"scheme": "NL-TENDERNED", "id": "2024-031"}], "2024-031"), ([], "CON-0001")])
def test_an_id_that_only_counts_gives_way_to_a_number_beside_it(identifiers: list[dict[str, str]], number: str) -> None:
    (row,) = reading_of(contracts=[CONTRACT | {"id": "CON-0001", "identifiers": identifiers}]).rows
    assert row.reference == number


def test_who_signs_goes_before_who_won() -> None:
    (row,) = reading_of(contracts=[CONTRACT | {"suppliers": [{"name": "Dochter Voorbeeld B.V."}]}]).rows
    assert [party.name for party in row.contractors] == ["Dochter Voorbeeld B.V."]


def test_the_buyer_may_be_the_party_that_procures() -> None:
    (row,) = reading_of(buyer={}, parties=[{"id": "1", "name": "Gemeente Inkoop", "roles": ["procuringEntity"]}]).rows
    assert row.contracting_authority == "Gemeente Inkoop"


@pytest.mark.parametrize("tender", [{"description": "Onderhoud van het groen"}, {"items": [{"description": "Onderhoud van het groen"}]}])
def test_a_tender_without_a_title_is_called_by_what_it_describes(tender: dict[str, Any]) -> None:
    (row,) = reading_of(awards=[], tender=tender).rows
    assert row.title == "Onderhoud van het groen"


def released(place: int, tag: str, amount: int, **contract: Any) -> dict[str, Any]:
    """Return the release of a month, in which the contract has this value."""
    contracts = [CONTRACT | {"value": euros(amount)} | contract]
    return RELEASE | {"id": str(place), "date": f"2024-0{place}-01T00:00:00Z", "tag": [tag], "contracts": contracts}


BEFORE, AFTER = released(3, "contract", 100_000), released(5, "contractAmendment", 120_000, amendments=[{"rationale": "Meerwerk"}])
LINKS = [{"url": "https://example.com/3.json", "tag": ["contract"]}, {"url": "https://example.com/5.json", "tag": ["contractAmendment"]}]


def versions(first: Any, *changed: Any) -> list[dict[str, Any]]:
    """Return a value at the contract, and at its change; None for what was not there yet."""
    told = zip(("contract", "contractAmendment"), ("3", "5"), (first, *changed), strict=False)
    every = [{"releaseTag": [tag], "releaseID": at, "releaseDate": f"2024-0{at}-01T00:00:00Z", "value": value} for tag, at, value in told]
    return [one for one in every if one["value"] is not None]


VERSIONED: dict[str, Any] = {
    "ocid": RELEASE["ocid"],
    "tender": {"id": "T-1", "title": versions("Groenonderhoud")},
    "awards": [{"id": "A-1", "suppliers": [{"id": "1", "name": versions("Groenbedrijf Voorbeeld B.V.")}]}],
    "contracts": [
        {"id": "C-1", "awardID": versions("A-1"), "value": {"amount": versions(100_000, 120_000), "currency": versions("EUR")}},
        {"id": "C-2", "awardID": versions(None, "A-1"), "value": {"amount": versions(None, 70_000), "currency": versions(None, "EUR")}},
    ],
}


@pytest.mark.parametrize(
    "members",
    [
        {"releases": [BEFORE, AFTER], "compiledRelease": AFTER | {"tag": ["compiled"]}},
        {"releases": LINKS, "compiledRelease": AFTER | {"tag": ["compiled"]}, "versionedRelease": VERSIONED},
        {"releases": LINKS, "versionedRelease": VERSIONED},
    ],
    ids=["releases", "versions beside what was compiled", "versions"],
)
def test_of_a_record_of_a_contract_that_was_changed_its_history_is_read(members: Mapping[str, Any]) -> None:
    first, change = (row for row in record(**members).rows if row.reference == "C-1")
    assert (first.contract_sum, change.contract_sum) == (Decimal(100_000), Decimal(120_000))
    assert first.notice is not None and change.notice is not None
    assert (change.notice.kind, change.notice.sum_before, change.notice.notice_id) == ("modification", Decimal(100_000), "5")


def test_a_contract_that_came_with_a_later_release_is_an_award_and_one_that_stayed_the_same_no_change() -> None:
    rows = record(versionedRelease=VERSIONED).rows
    assert [(row.reference, row.contract_sum, row.notice and row.notice.kind) for row in rows] == [
        ("C-1", Decimal(100_000), "award"),
        ("C-1", Decimal(120_000), "modification"),
        ("C-2", Decimal(70_000), "award"),
    ]
    stayed = VERSIONED | {
        "contracts": [*VERSIONED["contracts"], VERSIONED["contracts"][0] | {"id": "C-3", "value": {"amount": versions(5_000)}}]
    }
    assert [row.reference for row in record(versionedRelease=stayed).rows] == ["C-1", "C-3", "C-1", "C-2"]


def test_of_a_record_that_was_never_changed_what_was_compiled_is_read() -> None:
    (row,) = record(releases=[BEFORE], compiledRelease=BEFORE | {"tag": ["compiled"]}).rows
    assert row.where == "records[0].compiledRelease.contracts[0]"


def test_an_update_that_names_amendments_is_a_change() -> None:
    later = AFTER | {"tag": ["awardUpdate", "contractUpdate"]}
    rows = read(json.dumps({"releases": [BEFORE, later]}).encode()).rows
    assert [row.notice and row.notice.kind for row in rows] == ["award", "modification"]
