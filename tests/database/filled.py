"""One row for each table, by the migration that makes it, written as that version of the schema wants it.

A later migration that changes a table adds what it changes there; rows of an earlier version stay as they were. Those of a migration from
number 10 on stand in a file of its name beside this one, `filled_m<number>_<subject>.py`, as `ROWS`.
"""

from datetime import date
from importlib import import_module
from pathlib import Path

from sroi.database import fetch, transaction
from sroi.database.migrations import applied_migrations
from tests.database.filled_policies import policy_rows
from tests.database.filled_settlement import settlement_rows
from tests.database.keys import (
    AUTHORITY,
    BATCH,
    CANDIDATE,
    CONTRACT,
    DAY,
    FIRM,
    HASH,
    LATER,
    LOT,
    NOW,
    OFFICER,
    PLACEMENT,
    PURCHASE,
    TENDER,
    TRAINING,
    Row,
    claim,
    key,
)

FILLED: dict[str, tuple[tuple[str, Row], ...]] = {
    "m0001_accounts_and_audit": (
        ("organisation", {"id": FIRM, "name": "Groen Voorbeeld B.V.", "kvk_number": "00100001", "search_text": "groen", "created_at": NOW}),
        (
            "user_account",
            {
                "id": OFFICER,
                "email": "inkoper@example.nl",
                "name": "Inkoper Voorbeeld",
                "role": "procurement_officer",
                "organisation": FIRM,
                "password_hash": "cannot sign in",
                "is_active": True,
                "created_at": NOW,
            },
        ),
        ("user_session", {"token_hash": HASH, "user_account": OFFICER, "created_at": NOW, "seen_at": NOW, "expires_at": NOW}),
        (
            "invitation",
            {
                "id": key("invitation"),
                "token_hash": HASH,
                "email": "opdrachtnemer@example.nl",
                "role": "contractor",
                "organisation": FIRM,
                "invited_by": OFFICER,
                "created_at": NOW,
                "expires_at": NOW,
                "used_at": None,
            },
        ),
        ("sign_in_failure", {"id": key("failure"), "email": "inkoper@example.nl", "failed_at": NOW}),
        (
            "audit_event",
            {
                "seq": 1,
                "at": NOW,
                "actor_kind": "user",
                "actor_id": str(OFFICER),
                "action": "contract.registered",
                "subject_kind": "contract",
                "subject_id": str(CONTRACT),
                "details": "{}",
                "previous_hash": "0" * 64,
                "hash": HASH,
            },
        ),
        ("stored_file", {"sha256": HASH, "media_type": "application/pdf", "size_bytes": 1024, "stored_at": NOW}),
    ),
    "m0002_contracts": (
        (
            "contracting_authority",
            {
                "id": AUTHORITY,
                "name": "Waterschap Voorbeeld",
                "search_text": "waterschap voorbeeld",
                "municipality_code": None,
                "is_home": False,
                "created_at": NOW,
            },
        ),
        (
            "tender",
            {
                "id": TENDER,
                "authority": AUTHORITY,
                "reference": "AANB-2023-7",
                "title": "Groenonderhoud",
                "contract_type": "services",
                "cpv_code": "77310000",
                "search_text": "aanb-2023-7 groenonderhoud",
                "created_at": NOW,
            },
        ),
        ("lot", {"id": LOT, "tender": TENDER, "number": 1, "title": "Noord"}),
        (
            "contract",
            {
                "id": CONTRACT,
                "authority": AUTHORITY,
                "number": "2023-014",
                "tender": TENDER,
                "title": "Groenonderhoud Noord",
                "contract_type": "services",
                "contractor": FIRM,
                "contractor_name": "Groen Voorbeeld B.V.",
                "cpv_code": "77310000",
                "contract_sum_cents": 125_000_000,
                "tender_sum_cents": None,
                "labour_share_bp": 6000,
                "agreed_rate_bp": None,
                "awarded_on": date(2023, 8, 15),
                "award_date_is_assumed": False,
                "starts_on": DAY,
                "ends_before": LATER,
                "extension_options": "2 x 1 jaar",
                "status": "registered",
                "import_key": None,
                "search_text": "2023-014 groenonderhoud noord",
                "created_at": NOW,
                "registered_at": NOW,
            },
        ),
        ("contract_lot", {"id": key("contract lot"), "contract": CONTRACT, "lot": LOT}),
        (
            "import_batch",
            {
                "id": BATCH,
                "file_name": "contractregister.xlsx",
                "sha256": HASH,
                "format": "register",
                "authority": AUTHORITY,
                "award_date_from_start": False,
                "status": "confirmed",
                "created_by": OFFICER,
                "created_at": NOW,
                "confirmed_at": NOW,
                "row_count": 1,
                "problems": "[]",
            },
        ),
        (
            "import_row",
            {
                "id": key("row"),
                "batch": BATCH,
                "position": 1,
                "location": "rij 2",
                "verdict": "contract",
                "fields": "{}",
                "problems": "[]",
                "contract": CONTRACT,
            },
        ),
    ),
    "m0003_obligations_and_ledger": (
        (
            "obligation_revision",
            {
                "id": key("revision"),
                "contract": CONTRACT,
                "number": 1,
                "cause": "award",
                "effective_on": date(2023, 8, 15),
                "recorded_at": NOW,
                "outcome": "owed",
                "amount_cents": 6_250_000,
                "policy_name": "rijswijk-2023",
                "policy_sha256": HASH,
                "steps": "[]",
                "questions": "",
                "recorded_by": OFFICER,
            },
        ),
        ("obligation_notice", {"id": key("notice"), "contract": CONTRACT, "created_at": NOW, "seen_at": None, "seen_by": None}),
        (
            "ledger_entry",
            {
                "seq": 1,
                "contract": CONTRACT,
                "kind": "owed",
                "amount_cents": 6_250_000,
                "effective_on": date(2023, 8, 15),
                "recorded_at": NOW,
                "source_kind": "obligation_revision",
                "source_id": key("revision"),
            },
        ),
    ),
    "m0004_fulfilment_and_review": (
        (
            "candidate",
            {"id": CANDIDATE, "organisation": FIRM, "label": "K-01", "label_key": "k-01", "person_token": None, "created_at": NOW},
        ),
        ("claim", claim(PLACEMENT, 1, "placement")),
        ("claim", claim(TRAINING, 2, "training")),
        ("claim", claim(PURCHASE, 3, "social_purchase")),
        (
            "placement",
            {
                "id": key("placement details"),
                "claim": PLACEMENT,
                "candidate": CANDIDATE,
                "target_group": "participatiewet",
                "residence": "GM0603",
                "birth_year": 1965,
                "employer_name": "Groen Voorbeeld B.V.",
                "employer_kvk_number": "00100001",
                "starts_on": DAY,
                "ends_before": None,
                "hours_per_week_hundredths": 2400,
                "wage_cost_subsidy_before": None,
                "bonuses": "[]",
            },
        ),
        (
            "training",
            {
                "id": key("training details"),
                "claim": TRAINING,
                "title": "VCA Basis",
                "provider": "Voorbeeldopleidingen",
                "participants": 2,
                "hours_hundredths": 800,
                "cost_cents": 150_000,
            },
        ),
        (
            "social_purchase",
            {
                "id": key("purchase details"),
                "claim": PURCHASE,
                "supplier_name": "Sociale werkplaats Voorbeeld",
                "supplier_kvk_number": None,
                "supplier_kind": "work_company",
                "invoice_number": "F-2023-118",
                "description": "Plantgoed",
                "amount_cents": 99_999,
            },
        ),
        (
            "evidence",
            {
                "id": key("evidence"),
                "claim": TRAINING,
                "sha256": HASH,
                "file_name": "certificaat.pdf",
                "added_by": OFFICER,
                "added_at": NOW,
            },
        ),
        (
            "claim_status_change",
            {
                "id": key("change"),
                "claim": TRAINING,
                "number": 1,
                "status": "draft",
                "reason": "",
                "changed_by": OFFICER,
                "changed_at": NOW,
            },
        ),
        (
            "review_decision",
            {
                "id": key("decision"),
                "claim": TRAINING,
                "verdict": "returned",
                "amount_cents": None,
                "reason": "Stuurt u het certificaat mee?",
                "decided_by": OFFICER,
                "decided_at": NOW,
            },
        ),
    ),
    "m0005_goals": (
        ("annual_goal", {"year": 2031, "placements": 65, "source": "Jaarplan"}),
        (
            "recorded_result",
            {
                "year": 2019,
                "placements": 50,
                "local": None,
                "regional": None,
                "employers": 20,
                "note": "",
                "source": "Evaluatie",
            },
        ),
    ),
    "m0006_contract_events": (
        (
            "contract_event",
            {
                "id": key("event"),
                "contract": CONTRACT,
                "number": 2,
                "kind": "amendment",
                "effective_on": LATER,
                "recorded_at": NOW,
                "recorded_by": OFFICER,
                "reason": "Meerwerk",
                "details": "{}",
                "previous_contractor": None,
            },
        ),
    ),
    "m0007_milestones": (
        (
            "milestone",
            {
                "id": key("milestone"),
                "contract": CONTRACT,
                "key": "contact",
                "number": 1,
                "label": "Contact met het WSP",
                "due_on": LATER,
                "explanation": "7 dagen na de gunning",
                "policy_name": "rijswijk-2023",
                "is_confirmed": False,
                "created_at": NOW,
                "lapsed_at": None,
                "met_on": None,
                "met_by": None,
                "met_at": None,
                "note": "",
            },
        ),
    ),
    "m0008_policies": policy_rows(draft=key("policy draft"), confirmation=key("policy confirmation"), officer=OFFICER),
    "m0009_settlement": settlement_rows(decision=key("settlement"), change=key("settlement change"), contract=CONTRACT, officer=OFFICER),
}

for _file in sorted(Path(__file__).parent.glob("filled_m*.py")):
    FILLED[_file.stem.removeprefix("filled_")] = import_module(f"tests.database.{_file.stem}").ROWS


# Tables that a later migration took the place of: their rows go on elsewhere, which a test of their own holds.
REPLACED = {"annual_goal": "m0020_goals_and_closings", "import_row": "m0025_import_packs"}


async def fill(names: tuple[str, ...]) -> None:
    """Insert the rows of these migrations."""
    async with transaction():
        for of, (table, row) in ((name, filled) for name in names for filled in FILLED[name]):
            later = REPLACED.get(table, "")
            if of < later and later in await applied_migrations():
                continue
            places = ", ".join("{}" for _ in row)
            await fetch(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())
