"""Region's lists in the house: taken in without names, compared, decided, and taken in again."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from sroi.access import UnableToAllow, Viewer
from sroi.audit.tables import AuditEvent
from sroi.database import fetch
from sroi.fulfilment.rules import person_token
from sroi.reconciliation.operations.region import compare_region_list, stage_region_list
from sroi.reconciliation.operations.region_deciding import decide_region_line, decide_sure_lines
from sroi.reconciliation.queries import judged_year, year_report
from sroi.reconciliation.queries.bridge import bridged_year
from sroi.reconciliation.queries.region import (
    line_counts,
    preview_rows,
    region_line,
    region_lines,
    region_version,
    version_changes,
)
from sroi.reconciliation.rules.bridge import Ending
from sroi.reconciliation.rules.matching.rows import RowKind, Verdict
from sroi.reconciliation.rules.region import RegionNotFound, Shown, UnableToReconcileRegion
from tests.makers import (
    GREEN_FIRM,
    NOW,
    TODAY,
    approve,
    make_contract,
    make_contractor,
    make_officer,
    make_placement_claim,
    make_purchase_claim,
    make_reviewer,
)

KEY = "a key of the test"
TOKEN = person_token(name="J. Voorbeeld", birth_date=date(1990, 2, 1), key=KEY)
HEADER = "Volgnr;Soort;Naam;Voorletters;Geboortedatum;Kandidaat;Werkgever;Startdatum;Uren per week;Doelgroep;Factuurnummer"
MATCHED = "1;plaatsing;Voorbeeld;J.;1-2-1990;;groenbedrijf voorbeeldtuin;1-10-2023;36;Participatiewet;"
INVOICE = "2;inkoop;;;;;Sociale werkplaats Voorbeeld;3-11-2023;;;F 2023 118"
UNKNOWN = "3;plaatsing;;;;Pieter Jansen;Bakkerij Anders;6-2-2023;24;WW;"


@pytest.fixture
async def register(database: None) -> UUID:
    """Two placements and a purchase of 2023, all approved; the first person gave name and birth date at the door."""
    contract_id = await make_contract()
    await approve(claim_id=await make_placement_claim(contract_id=contract_id, candidate_label="K-01", person_token=TOKEN))
    await approve(
        claim_id=await make_placement_claim(
            contract_id=contract_id, candidate_label="K-02", starts_on=date(2023, 9, 4), employer_name="Wegenbouw Voorbeeld B.V."
        )
    )
    await approve(claim_id=await make_purchase_claim(contract_id=contract_id))
    return contract_id


async def stage(*lines: str, now: Any = NOW, viewer: Viewer | None = None, **changed: Any) -> UUID:
    content = "\r\n".join((HEADER, *lines)).encode()
    arguments = {"partner": "WSP Voorbeeld", "year": 2023, "file_name": "regio.csv", "content": content, "token_key": KEY, **changed}
    return await stage_region_list(viewer=viewer or await make_reviewer(), now=now, **arguments)


async def compared(*lines: str, now: Any = NOW) -> UUID:
    version_id = await stage(*lines, now=now)
    await compare_region_list(viewer=await make_reviewer(), version_id=version_id, now=now)
    return version_id


async def lines_of(version_id: UUID, shown: Shown) -> list[Any]:
    return list(await region_lines(viewer=await make_reviewer(), version_id=version_id, shown=shown))


async def test_names_are_kept_nowhere_and_the_token_recognises_the_person(register: UUID) -> None:
    version_id = await stage(MATCHED, UNKNOWN)
    rows = await fetch("SELECT facts, person_token, location, problems FROM region_row ORDER BY position")
    assert rows[0]["person_token"] == TOKEN
    events = await AuditEvent.select(AuditEvent.details)
    held = f"{rows} {await fetch('SELECT * FROM region_version')} {events}"
    assert not any(word in held for word in ("J. Voorbeeld", "1990", "Pieter", "Jansen"))
    shown = await preview_rows(viewer=await make_reviewer(), version_id=version_id)
    assert shown[1].facts.label == "P.J."


async def test_a_list_ends_in_pairs_and_in_rows_that_stand_alone(register: UUID) -> None:
    version_id = await compared(MATCHED, INVOICE, UNKNOWN)
    sure = {(line.kind, line.proposed) for line in await lines_of(version_id, Shown.SURE)}
    assert sure == {
        (RowKind.PLACEMENT, Verdict.MATCHED),
        (RowKind.PURCHASE, Verdict.MATCHED),
        (RowKind.PLACEMENT, Verdict.PARTNER_ONLY),
        (RowKind.PLACEMENT, Verdict.OWN_ONLY),
    }


async def test_sure_lines_are_decided_in_bulk_and_counted(register: UUID) -> None:
    reviewer, version_id = await make_reviewer(), await compared(MATCHED, INVOICE, UNKNOWN)
    assert await decide_sure_lines(viewer=reviewer, version_id=version_id, reason="Nagelopen", now=NOW) == 4
    assert sorted([(line.kind, shown) for shown in Shown for line in await lines_of(version_id, shown)]) == [
        (RowKind.PLACEMENT, Shown.MATCHED),
        (RowKind.PLACEMENT, Shown.OWN_ONLY),
        (RowKind.PLACEMENT, Shown.PARTNER_ONLY),
        (RowKind.PURCHASE, Shown.MATCHED),
    ]
    counts = await line_counts(viewer=reviewer, version_id=version_id)
    assert counts == dict.fromkeys(Shown, 0) | {Shown.MATCHED: 2, Shown.PARTNER_ONLY: 1, Shown.OWN_ONLY: 1}
    with pytest.raises(UnableToReconcileRegion):
        await decide_sure_lines(viewer=reviewer, version_id=version_id, reason="Nog eens", now=NOW)


async def test_a_pair_that_is_not_the_same_counts_a_person_once_whom_the_token_recognises(register: UUID) -> None:
    reviewer, version_id = await make_reviewer(), await compared(MATCHED)
    (pair,) = [line for line in await lines_of(version_id, Shown.SURE) if line.own and line.partner]
    await decide_region_line(viewer=reviewer, line_id=pair.id, verdict=Verdict.PARTNER_ONLY, reason="Een ander", now=NOW)
    judged = await judged_year(viewer=reviewer, year=2023, on=TODAY)
    bridged = await bridged_year(viewer=reviewer, judged=judged, closing=None)
    assert [(row.ending, row.own_claim is not None) for row in bridged.rows if row.partner] == [(Ending.IS_OURS, True)]
    assert (bridged.bridge.own, bridged.bridge.reported) == (2, 2)


async def test_a_later_decision_holds_and_the_earlier_one_stays_on_record(register: UUID) -> None:
    reviewer, version_id = await make_reviewer(), await compared(MATCHED)
    line = (await lines_of(version_id, Shown.SURE))[0]
    for verdict in (Verdict.MATCHED, Verdict.DISPUTED):
        await decide_region_line(viewer=reviewer, line_id=line.id, verdict=verdict, reason=f"Omdat {verdict.value}", now=NOW)
    found = (await region_line(viewer=reviewer, line_id=line.id)).decision
    assert found is not None and (found.verdict, found.reason) == (Verdict.DISPUTED, "Omdat disputed")
    assert len(await fetch("SELECT id FROM region_decision")) == 2


async def test_a_new_version_keeps_what_still_holds_and_tells_what_changed(register: UUID) -> None:
    reviewer, first = await make_reviewer(), await compared(MATCHED, INVOICE, UNKNOWN)
    await decide_sure_lines(viewer=reviewer, version_id=first, reason="Nagelopen", now=NOW)
    later = NOW + timedelta(days=30)
    changed = UNKNOWN.replace("24;WW", "32;WW")
    second = await compared(MATCHED, changed, "4;scholing;;;;;Voorbeeldopleidingen;9-10-2023;;;", now=later)
    changes = await version_changes(viewer=reviewer, version=await region_version(viewer=reviewer, version_id=second))
    assert changes is not None and (changes.new, changes.changed, changes.same, changes.gone) == (1, 1, 1, 1)
    (kept,) = await lines_of(second, Shown.MATCHED)
    assert kept.decision.is_kept and kept.decision.reason == "Nagelopen"
    counts = await line_counts(viewer=reviewer, version_id=second)
    assert counts[Shown.PARTNER_ONLY] == 0 and counts[Shown.SURE] + counts[Shown.OPEN] == 3
    with pytest.raises(UnableToReconcileRegion):
        await compare_region_list(viewer=reviewer, version_id=first, now=later)


async def test_comparing_again_sees_what_came_to_the_register(register: UUID) -> None:
    reviewer, version_id = await make_reviewer(), await compared(UNKNOWN)
    assert not [line for line in await lines_of(version_id, Shown.SURE) if line.own and line.partner]
    await make_placement_claim(
        contract_id=register,
        candidate_label="K-03",
        target_group="ww",
        employer_name="Bakkerij Anders B.V.",
        employer_kvk_number=None,
        starts_on=date(2023, 9, 6),
    )
    await make_placement_claim(
        contract_id=register,
        candidate_label="K-04",
        target_group="ww",
        employer_name="Bakkerij Anders B.V.",
        employer_kvk_number=None,
        starts_on=date(2023, 10, 2),
    )
    await compare_region_list(viewer=reviewer, version_id=version_id, now=NOW)
    assert sum((await line_counts(viewer=reviewer, version_id=version_id)).values()) >= 5


async def test_what_cannot_be_taken_in_or_decided_is_told_at_its_field(register: UUID) -> None:
    for changed, field in (({"partner": " "}, "partner"), ({"content": b"%PDF-1.7"}, "file"), ({"content": HEADER.encode()}, "file")):
        with pytest.raises(UnableToReconcileRegion) as refused:
            await stage(MATCHED, **changed)
        assert refused.value.field == field
    reviewer, version_id = await make_reviewer(), await compared(UNKNOWN)
    line = next(line for line in await lines_of(version_id, Shown.SURE) if line.own is None)
    for verdict, reason, field in ((Verdict.MATCHED, "Gelijk", "verdict"), (Verdict.PARTNER_ONLY, " ", "reason")):
        with pytest.raises(UnableToReconcileRegion) as refused:
            await decide_region_line(viewer=reviewer, line_id=line.id, verdict=verdict, reason=reason, now=NOW)
        assert refused.value.field == field


async def test_only_the_wsp_reads_and_decides(register: UUID) -> None:
    version_id = await compared(MATCHED)
    for viewer in (await make_officer(), await make_contractor(firm=GREEN_FIRM)):
        with pytest.raises(UnableToAllow):
            await stage(MATCHED, viewer=viewer)
        with pytest.raises(RegionNotFound):
            await region_version(viewer=viewer, version_id=version_id)
        with pytest.raises(UnableToAllow):
            await region_lines(viewer=viewer, version_id=version_id, shown=Shown.OPEN)


async def test_decided_pairs_leave_the_year_report_as_it_was(register: UUID) -> None:
    reviewer = await make_reviewer()
    before = await year_report(viewer=reviewer, year=2023, on=NOW.date())
    await decide_sure_lines(viewer=reviewer, version_id=await compared(MATCHED, INVOICE), reason="Nagelopen", now=NOW)
    after = await year_report(viewer=reviewer, year=2023, on=NOW.date())
    assert before.total == after.total == 2


async def test_the_chosen_columns_of_a_partner_hold_for_its_next_list(register: UUID) -> None:
    header = "Bedrijf X;Startdatum;Uren per week;Doelgroep;Soort"
    content = f"{header}\r\nBakkerij Anders;6-2-2023;24;WW;plaatsing".encode()
    await stage(content=content, columns={"Bedrijf X": "employer"})
    version_id = await stage(content=content)
    (row,) = await preview_rows(viewer=await make_reviewer(), version_id=version_id)
    assert row.facts.employer == "Bakkerij Anders"
