"""The writes of the region's lists."""

from functools import partial
from uuid import UUID

from sroi.reconciliation.operations.region import compare_region_list, stage_region_list
from sroi.reconciliation.operations.region_deciding import decide_region_line, decide_sure_lines
from sroi.reconciliation.operations.region_joining import join_lines, part_rows
from sroi.reconciliation.queries.region import region_line, region_lines
from sroi.reconciliation.queries.region_joins import joined_with
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import Shown
from tests.audit.act import Act
from tests.makers import NOW, make_reviewer

LIST = b"Soort;Kandidaat;Naam;Geboortedatum;Werkgever;Startdatum;Uren\r\nplaatsing;K-01;Voorbeeld;1-2-1990;Bakkerij Anders;6-2-2023;24\r\n"


SECOND = LIST.replace(b"Bakkerij Anders", b"De Tuin van Elders").replace(b"6-2", b"1-4")


async def _staged(content: bytes = LIST) -> UUID:
    return await stage_region_list(
        viewer=await make_reviewer(),
        partner="WSP Voorbeeld",
        year=2023,
        file_name="regio.csv",
        content=content,
        token_key="a key of the test",
        now=NOW,
    )


async def _compared() -> UUID:
    version_id = await _staged()
    await compare_region_list(viewer=await make_reviewer(), version_id=version_id, now=NOW)
    return version_id


async def staging_a_list() -> Act:
    return Act(await make_reviewer(), "region.previewed", _staged)


async def comparing_a_list() -> Act:
    reviewer, version_id = await make_reviewer(), await _staged()
    return Act(reviewer, "region.compared", lambda: compare_region_list(viewer=reviewer, version_id=version_id, now=NOW))


async def deciding_a_line() -> Act:
    reviewer, version_id = await make_reviewer(), await _compared()
    (line,) = await region_lines(viewer=reviewer, version_id=version_id, shown=Shown.SURE)
    return Act(
        reviewer,
        "region.decided",
        lambda: decide_region_line(
            viewer=reviewer, line_id=line.id, verdict=Verdict.DISPUTED, reason="Gezien en besproken met K-01", now=NOW
        ),
    )


async def _two_lines() -> tuple[UUID, UUID]:
    """Return two lines of partners' rows that the engine left apart."""
    reviewer, version_id = await make_reviewer(), await _staged(LIST + SECOND.splitlines()[1])
    await compare_region_list(viewer=reviewer, version_id=version_id, now=NOW)
    one, other = await region_lines(viewer=reviewer, version_id=version_id, shown=Shown.SURE)
    return one.id, other.id


async def joining_rows() -> Act:
    reviewer, (one, other) = await make_reviewer(), await _two_lines()
    reason = "Gezien en besproken met K-01"
    write = partial(join_lines, viewer=reviewer, line_id=one, other_line_id=other, is_own=False, reason=reason, now=NOW)
    return Act(reviewer, "region.joined", write)


async def parting_rows() -> Act:
    reviewer, (one, other) = await make_reviewer(), await _two_lines()
    await join_lines(viewer=reviewer, line_id=one, other_line_id=other, is_own=False, reason="Zelfde persoon", now=NOW)
    (held,) = await joined_with(viewer=reviewer, line=await region_line(viewer=reviewer, line_id=one))
    write = partial(part_rows, viewer=reviewer, join_id=held.id, reason="Gezien en besproken met K-01", now=NOW)
    return Act(reviewer, "region.parted", write)


async def deciding_sure_lines() -> Act:
    reviewer, version_id = await make_reviewer(), await _compared()
    return Act(
        reviewer,
        "region.decided_in_bulk",
        lambda: decide_sure_lines(viewer=reviewer, version_id=version_id, reason="Gezien en besproken", now=NOW),
    )


ACTS = (joining_rows, parting_rows, staging_a_list, comparing_a_list, deciding_a_line, deciding_sure_lines)
