"""An invented list of a partner in the region, compared with the register and decided about; one row is left to decide."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.operations import tell_counting_facts
from sroi.reconciliation.operations import compare_region_list, decide_region_line, decide_sure_lines, stage_region_list
from sroi.reconciliation.queries.region import region_lines
from sroi.reconciliation.rules.matching.rows import Verdict
from sroi.reconciliation.rules.region import Shown

PARTNER, FILE = "WSP Haaglanden (voorbeeld)", "region_2023.csv"
OWN_WSP, OF_THE_REGION = "WSP Rijswijk (voorbeeld)", "Gemeente Den Haag"
# By the number of a row in the list. The row without a day stays open; the others are sure, and decided together.
DECIDED = {
    "4": (Verdict.MATCHED, "Zelfde dag, uren en doelgroep; de naam is verkeerd getypt (verzonnen)."),
    "5": (Verdict.SUSPECTED_DUPLICATE, "Zelfde werkgever en dag, andere uren: waarschijnlijk onze plaatsing (verzonnen)."),
    "6": (Verdict.DISPUTED, "Wij en Den Haag claimen deze plaatsing allebei; we overleggen (verzonnen)."),
    "7": (Verdict.PARTNER_ONLY, "Staat niet in ons register: een opdracht van Den Haag (verzonnen)."),
    "8": (Verdict.PARTNER_ONLY, "Staat niet in ons register: een opdracht van Delft (verzonnen)."),
}
SURE = "Zelfde werkgever, dag, uren en doelgroep (verzonnen)."
# The placements that the WSP told more about, by the label of the candidate: who delivered, and who claims it where that is another.
TOLD = {
    **dict.fromkeys(("G-01", "G-02", "B-01", "S-01"), (OWN_WSP, "")),
    **dict.fromkeys(("B-05", "B-06", "G-06"), (PARTNER, OF_THE_REGION)),
}


async def tell_who_delivered(*, reviewer: Viewer, placements: Mapping[str, UUID], now: datetime) -> None:
    """Tell of some placements, by the label of the candidate, which WSP delivered them and which authority claims them."""
    for label, (wsp, authority) in TOLD.items():
        await tell_counting_facts(viewer=reviewer, claim_id=placements[label], delivering_wsp=wsp, claiming_authority=authority, now=now)


async def reconcile_region(*, reviewer: Viewer, now: datetime) -> None:
    """Take the list of 2023 in and decide about its rows, all but one."""
    content = (Path(__file__).parent / FILE).read_bytes()
    version_id = await stage_region_list(
        viewer=reviewer, partner=PARTNER, year=2023, file_name="regiolijst-2023-verzonnen.csv", content=content, token_key="", now=now
    )
    await compare_region_list(viewer=reviewer, version_id=version_id, now=now)
    for shown in (Shown.OPEN, Shown.SURE):
        for line in await region_lines(viewer=reviewer, version_id=version_id, shown=shown):
            if line.partner and line.partner.reference in DECIDED:
                verdict, reason = DECIDED[line.partner.reference]
                await decide_region_line(viewer=reviewer, line_id=line.id, verdict=verdict, reason=reason, now=now)
    await decide_sure_lines(viewer=reviewer, version_id=version_id, reason=SURE, now=now)
