"""The life of a contract as events; every contract so far starts with its award as it is registered now."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sroi.database.schema import Schema
from sroi.database.transactions import fetch

EVENT_KINDS = (
    "award", "correction", "amendment", "option", "turnover", "suspension", "termination", "takeover", "threshold_decision",
)  # fmt: skip
ADDED = (
    "ALTER TABLE contract ADD COLUMN published_on DATE",
    "ALTER TABLE contract ADD COLUMN wage_sum_cents BIGINT CHECK (wage_sum_cents > 0)",
    "ALTER TABLE contract ADD COLUMN invoiced_turnover_cents BIGINT CHECK (invoiced_turnover_cents >= 0)",
    "ALTER TABLE contract ADD COLUMN role VARCHAR(20) NOT NULL DEFAULT 'single' CHECK (role IN ('single', 'framework', 'call_off'))",
    "ALTER TABLE contract ADD COLUMN framework UUID REFERENCES contract (id)",
    "CREATE INDEX contract_by_framework ON contract (framework) WHERE framework IS NOT NULL",
    "ALTER TABLE obligation_revision ADD COLUMN change TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE obligation_revision ADD COLUMN is_undecided BOOLEAN NOT NULL DEFAULT FALSE",
    "ALTER TABLE claim ADD COLUMN organisation UUID REFERENCES organisation (id)",
    "UPDATE claim SET organisation = (SELECT contract.contractor FROM contract WHERE contract.id = claim.contract)",
    "CREATE INDEX claim_by_organisation ON claim (organisation)",
)
EVENTS = f"""
    CREATE TABLE contract_event (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        number INTEGER NOT NULL CHECK (number > 0),
        kind VARCHAR(30) NOT NULL CHECK (kind IN ({", ".join(f"'{kind}'" for kind in EVENT_KINDS)})),
        effective_on DATE NOT NULL,
        recorded_at TIMESTAMPTZ NOT NULL,
        recorded_by UUID REFERENCES user_account (id),
        reason TEXT NOT NULL,
        details TEXT NOT NULL,
        previous_contractor UUID REFERENCES organisation (id),
        UNIQUE (contract, number)
    )
"""
AWARDED = """
    SELECT contract.*, (SELECT revision.recorded_by FROM obligation_revision AS revision
        WHERE revision.contract = contract.id AND revision.number = 1) AS registered_by
    FROM contract WHERE status = 'registered' ORDER BY created_at, id
"""
# One source may post a kind once for each contract and each day that it counts from.
LEDGER = """
    CREATE TABLE ledger_entry (
        seq BIGINT PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        kind VARCHAR(20) NOT NULL CHECK (kind IN ('owed', 'approved', 'exempted', 'transferred', 'withheld')),
        amount_cents BIGINT NOT NULL,
        effective_on DATE NOT NULL,
        recorded_at TIMESTAMPTZ NOT NULL,
        source_kind VARCHAR(40) NOT NULL,
        source_id UUID NOT NULL,
        UNIQUE (kind, source_kind, source_id, contract, effective_on)
    )
"""
LEDGER_INDEXES = (
    "CREATE INDEX ledger_entry_by_contract ON ledger_entry (contract, kind, effective_on)",
    "CREATE INDEX ledger_entry_by_source ON ledger_entry (source_id)",
)

# The WSP is told of a new obligation (number 0), and of an event by its number.
NOTICES = """
    CREATE TABLE obligation_notice (
        id UUID PRIMARY KEY,
        contract UUID NOT NULL REFERENCES contract (id),
        created_at TIMESTAMPTZ NOT NULL,
        seen_at TIMESTAMPTZ,
        seen_by UUID REFERENCES user_account (id),
        number INTEGER NOT NULL DEFAULT 0,
        text TEXT NOT NULL DEFAULT '',
        UNIQUE (contract, number)
    )
"""


def _award(row: dict[str, Any]) -> dict[str, Any]:
    known = {
        "contract_type": row["contract_type"],
        "contract_sum": _hundredths(row["contract_sum_cents"]),
        "tender_sum": _hundredths(row["tender_sum_cents"]),
        "labour_share_pct": _hundredths(row["labour_share_bp"]),
        "agreed_rate_pct": _hundredths(row["agreed_rate_bp"]),
        "awarded_on": row["awarded_on"],
        "award_date_is_assumed": bool(row["award_date_is_assumed"]),
        "starts_on": row["starts_on"],
        "ends_before": row["ends_before"],
        "contractor": row["contractor"],
    }
    details = {name: value for name, value in known.items() if value is not None}
    return {
        "id": uuid5(NAMESPACE_URL, f"urn:sroi:award:{row['id']}"),
        "contract": row["id"],
        "number": 1,
        "kind": "award",
        "effective_on": row["awarded_on"],
        "recorded_at": row["registered_at"],
        "recorded_by": row["registered_by"],
        "reason": "",
        "details": json.dumps(details, default=str, sort_keys=True),
    }


def _hundredths(number: int | None) -> str | None:
    return None if number is None else f"{number // 100}.{number % 100:02d}"


async def forwards(schema: Schema) -> None:
    """Add what events need, give every registered contract its award, and let one event post on more days than one."""
    await schema.run(*ADDED, EVENTS)
    for row in await fetch(AWARDED):
        await schema.insert("contract_event", [_award(row)])
    await schema.append_only("contract_event")
    await schema.rebuild("ledger_entry", LEDGER, LEDGER_INDEXES)
    await schema.append_only("ledger_entry")
    await schema.rebuild("obligation_notice", NOTICES)
    for table in ("audit_event", "obligation_revision", "claim_status_change", "review_decision"):
        await schema.refuse_truncate(table)
