"""Every event in the audit trail that an import leaves, by confirming it and by taking it back, names that import."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sroi.audit.tables import AuditEvent
from sroi.contracts.operations import stage_import
from sroi.obligations.operations import confirm_import
from sroi.settlement.operations import undo_import
from tests.makers import make_officer

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HEADER = "Contractnummer;Titel;Soort;Opdrachtnemer;KVK-nummer;Contractsom;Gunningsdatum;Begindatum;Einddatum"
GREEN = "2024-031;Groenonderhoud Noord;dienst;Groen Voorbeeld B.V.;00100001;1.250.000,00;1-2-2024;1-3-2024;28-2-2026"
DRAFT = "2024-033;Schoonmaak stadhuis;dienst;Schoon Voorbeeld B.V.;00100003;;1-2-2024;1-3-2024;28-2-2026"
OTHER = "2024-034;Catering;dienst;Eten Voorbeeld B.V.;00100004;;1-2-2024;1-3-2024;28-2-2026"
NEW = "2024-035;Onderhoud liften;dienst;Lift Voorbeeld B.V.;00100005;400.000,00;1-2-2024;1-3-2024;28-2-2026"
TENDER = """
    {"releases": [{"ocid": "ocds-1", "tag": ["tender"], "buyer": {"name": "Gemeente Rijswijk"}, "tender": {"id": "T-1", "title": "%s"}}]}
"""


async def staged(content: str) -> UUID:
    """Upload a file and return the id of its preview."""
    file = {"file_name": "bestand", "content": content.encode(), "award_date_from_start": False}
    return await stage_import(viewer=await make_officer(), now=NOW, **file)  # type: ignore[arg-type]


async def confirmed(content: str, *, now: datetime = NOW) -> UUID:
    batch_id = await staged(content)
    await confirm_import(viewer=await make_officer(), batch_id=batch_id, now=now)
    return batch_id


def register(*rows: str) -> str:
    return "\r\n".join([HEADER, *rows, ""])


async def actions_since(seq: int, *, of: UUID) -> set[str]:
    """Return what happened since, all of which must be about this import or name it."""
    events = await AuditEvent.select().where(AuditEvent.seq > seq).order_by(AuditEvent.seq)
    for event in events:
        named = event["subject_id"] if event["subject_kind"] == "import" else json.loads(event["details"]).get("import")
        assert named == str(of), event
    return {event["action"] for event in events}


async def last_seq() -> int:
    return max((row["seq"] for row in await AuditEvent.select(AuditEvent.seq)), default=0)


async def test_what_an_import_of_a_register_does_and_takes_back_names_it(database: None) -> None:
    await confirmed(register(GREEN, DRAFT, OTHER))
    before = await last_seq()
    changed = GREEN.replace("1.250.000", "1.300.000").replace("Noord", "Noord en West")
    batch_id = await confirmed(
        register(changed, DRAFT.replace(";;1-2", ";300.000,00;1-2"), OTHER.replace("Catering", "Catering stadhuis"), NEW), now=LATER
    )
    done = await actions_since(before, of=batch_id)
    assert done >= {"contract.registered", "contract.draft_kept", "contract.described", "contract.correction", "import.confirmed"}
    before = await last_seq()
    await undo_import(viewer=await make_officer(), batch_id=batch_id, now=LATER + timedelta(hours=1))
    done = await actions_since(before, of=batch_id)
    assert done >= {"contract.withdrawn", "contract.draft_kept", "contract.described", "contract.retraction", "import.undone"}


async def test_what_an_import_of_a_call_for_tender_does_and_takes_back_names_it(database: None) -> None:
    for title in ("Onderhoud liften", "Onderhoud van liften"):
        before = await last_seq()
        batch_id = await confirmed(TENDER % title)
        done = await actions_since(before, of=batch_id)
        assert "import.confirmed" in done and any(action.startswith("tender.") for action in done), done
    before = await last_seq()
    await undo_import(viewer=await make_officer(), batch_id=batch_id, now=LATER)
    done = await actions_since(before, of=batch_id)
    assert any(action.startswith("tender.") for action in done), done
