"""OCDS as publishers have it: templates without ids, links instead of releases, every value with its history."""

import json
from pathlib import Path
from typing import Any

import pytest

import imports
from imports import UnreadableFile

RELEASE = {
    "ocid": "ocds-voorbeeld-1",
    "id": "1",
    "date": "2024-02-01T00:00:00Z",
    "tag": ["award"],
    "buyer": {"name": "Gemeente Voorbeeld"},
    "tender": {"id": "T-1", "title": "Groenonderhoud", "mainProcurementCategory": "services"},
    "awards": [
        {
            "id": "A-1",
            "date": "2024-01-15",
            "suppliers": [{"name": "Groenbedrijf Voorbeeld B.V."}],
            "value": {"amount": 250000, "currency": "EUR"},
        }
    ],
}


def as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("missing", sorted(RELEASE))
def test_a_release_may_lack_any_member(missing: str) -> None:
    content = as_bytes({"releases": [{"ocid": "ocds-voorbeeld-1"} | {name: value for name, value in RELEASE.items() if name != missing}]})
    reading = imports.read(content)
    assert all(row.notice is not None and row.notice.procedure_id for row in reading.rows)


def test_a_release_without_any_number_is_read_and_has_none() -> None:
    nameless = {name: value for name, value in RELEASE.items() if name not in ("ocid", "id")} | {"ocid": None}
    (row,) = imports.read(as_bytes(nameless)).rows
    assert row.notice is not None
    assert (row.notice.notice_id, row.contractors[0].name) == ("", "Groenbedrijf Voorbeeld B.V.")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_json_in_utf_16_is_read_or_refused_as_json(encoding: str) -> None:
    content = json.dumps({"releases": [RELEASE]}).encode(encoding)
    assert imports.read(content).rows == imports.read(as_bytes({"releases": [RELEASE]})).rows
    for damaged in (content[:-1], content[:-2]):
        with pytest.raises(UnreadableFile, match="json-bestand is beschadigd"):
            imports.read(damaged)
    with pytest.raises(UnreadableFile, match="OCDS-standaard"):
        imports.read('{"contracten": 3}'.encode(encoding))


def test_a_long_file_of_json_in_utf_16_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "uitgaven.json"
    path.write_bytes(b"".join([json.dumps({"releases": [RELEASE]}).encode("utf-16"), b" \0" * (imports.MAX_FILE_BYTES // 2)]))
    with pytest.raises(UnreadableFile, match="UTF-16"):
        imports.read_file(path)


def test_a_release_that_tells_of_no_contract_is_left_out_with_a_warning() -> None:
    plans = [{"ocid": f"ocds-plan-{number}", "tag": ["planning"], "tender": None} for number in range(150)]
    reading = imports.read(as_bytes({"releases": [*plans, RELEASE]}))
    assert [row.title for row in reading.rows] == ["Groenonderhoud"]
    told = [problem for problem in reading.problems if problem.row is None]
    assert (told[0].where, told[-1].where, len(told)) == ("releases[0]", "releases[100]", 101)
    assert "Ook in 50 andere publicaties" in told[-1].message


def test_releases_that_all_tell_of_no_contract_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="geen aanbesteding, gunning of contract"):
        imports.read(as_bytes({"releases": [{"ocid": "ocds-plan-1", "tender": {"id": "T-1"}}, {"ocid": "ocds-plan-2"}]}))


def test_links_to_releases_elsewhere_are_no_releases() -> None:
    linked = [{"url": "https://example.com/1.json", "date": "2024-01-01T00:00:00Z", "tag": ["tender"]}]
    with pytest.raises(UnreadableFile, match="alleen verwijzingen"):
        imports.read(as_bytes({"records": [{"ocid": "ocds-voorbeeld-1", "releases": linked}]}))


def test_of_a_value_with_its_history_the_last_one_counts() -> None:
    def versions(*values: Any) -> list[dict[str, Any]]:
        return [{"releaseDate": f"2024-0{place}-01", "releaseID": str(place), "value": value} for place, value in enumerate(values, 1)]

    award = {
        "id": "A-1",
        "suppliers": [{"id": "1", "name": versions("Groen Oud B.V.", "Groenbedrijf Voorbeeld B.V.")}],
        "value": {"amount": versions(200000, 250000), "currency": versions("EUR")},
    }
    (row,) = imports.read(as_bytes({"ocid": "ocds-voorbeeld-1", "awards": [award], "tender": {"title": versions("Groen")}})).rows
    assert (row.title, str(row.contract_sum), row.contractors[0].name) == ("Groen", "250000.00", "Groenbedrijf Voorbeeld B.V.")


@pytest.mark.parametrize("beside", [{}, {"releases": []}, {"releases": [{"url": "https://example.com/1.json", "tag": ["award"]}]}])
def test_of_a_record_with_links_the_release_with_its_history_is_read(beside: dict[str, Any]) -> None:
    title = [{"releaseDate": "2024-01-01", "value": "Groen"}, {"releaseDate": "2024-02-01", "value": "Groenonderhoud"}]
    versioned = {name: RELEASE[name] for name in ("ocid", "buyer", "awards")} | {"tender": {"id": "T-1", "title": title}}
    (row,) = imports.read(as_bytes({"records": [{"ocid": "ocds-voorbeeld-1", "versionedRelease": versioned} | beside]})).rows
    assert (row.title, row.contract_sum, row.origins["title"]) == ("Groenonderhoud", 250000, "records[0].versionedRelease.tender.title")


def test_a_supplier_without_a_name_or_a_number_is_nobody() -> None:
    award = {"id": "A-1", "value": {"amount": 250000, "currency": "EUR"}, "suppliers": [{"name": ""}]}
    reading = imports.read(as_bytes(RELEASE | {"awards": [award]}))
    assert reading.rows[0].contractors == ()
    assert [problem.field for problem in reading.problems if problem.severity == "error"] == ["contractor"]


def test_a_tender_that_was_cancelled_says_so() -> None:
    tender = {"id": "T-1", "title": "Groenonderhoud", "mainProcurementCategory": "services", "status": "cancelled"}
    reading = imports.read(as_bytes({name: value for name, value in RELEASE.items() if name != "awards"} | {"tender": tender}))
    (row,) = reading.rows
    assert row.notice is not None
    assert row.notice.kind == "tender"
    assert ("error", "Deze aanbesteding is niet doorgegaan. Er komt geen contract van.") in [
        (problem.severity, problem.message) for problem in reading.problems
    ]


@pytest.mark.parametrize(
    "period",
    [
        {"startDate": "9999-12-31T23:00:00Z", "endDate": "9999-12-31T23:00:00Z"},
        {"startDate": "9999-12-31", "durationInDays": 36_000},
        {"startDate": "2024-13-45T23:00:00Z"},
        {"startDate": "2024-02-30T22:00:00.000Z"},
    ],
)
def test_a_start_that_cannot_be_is_asked(period: dict[str, Any]) -> None:
    reading = imports.read(as_bytes(RELEASE | {"contracts": [{"id": "C-1", "awardID": "A-1", "period": period}]}))
    assert reading.rows[0].start is None
    assert ("start", "error") in [(problem.field, problem.severity) for problem in reading.problems]


@pytest.mark.parametrize("amount", ["1e999999", "1e9999999999999999999", "-1e-9999999999999999999"])
def test_a_number_that_is_no_amount_is_asked(amount: str) -> None:
    reading = imports.read(as_bytes(RELEASE).replace(b"250000", amount.encode()))
    assert reading.rows[0].contract_sum is None
    assert "contract_sum" in [problem.field for problem in reading.problems]


def test_releases_that_are_nested_deeper_than_can_be_put_together_are_refused() -> None:
    deep = b'{"a":' * 900 + b"1" + b"}" * 900
    with pytest.raises(UnreadableFile, match="diep genest"):
        imports.read(as_bytes(RELEASE).replace(b'"T-1"', deep))


def test_signs_that_nobody_sees_are_left_out() -> None:
    (row,) = imports.read(as_bytes(RELEASE).replace(b"Groenonderhoud", rb"Groen\u0000onder\u202ehoud\u00ad")).rows
    assert row.title == row.raw["title"] == "Groenonderhoud"
