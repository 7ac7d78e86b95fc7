"""A policy of an invented authority with several blocks of each kind and limits on them, and contracts under it of EUR 62.500,00."""

from typing import Any
from uuid import UUID

from sroi.policy.operations import publish_draft, upload_draft
from tests.makers import NOW, make_administrator, make_contract

WATER = "Waterschap Voorbeeld"
COMMUNITY = """
[limits.community]
label = "Maatschappelijke activiteiten en PSO"
kinds = ["activities", "pso"]
maximum_pct = 25
"""
RULES = """\
title = "Beleid met maxima"
source = "verzonnen voor de proef"
in_force_from = 2023-01-01

[authority]
name = "Waterschap Voorbeeld"

[obligation]
threshold = 150000
boundary_counts = false
compared_with = "contract_sum"
base = "contract_sum"
rate_pct = 5

[blocks.participatiewet]
label = "Participatiewet"
per = "year"
value = 36600
full_time_hours_per_week = 36
cap_months = 24
counts_as_placement = true
evidence = ["arbeidsovereenkomst"]

[trainings.costs]
label = "Opleidingskosten"
per = "costs"

[trainings.certificate]
label = "Praktijkverklaring"
per = "once"
value = 1500
per_person = true

[trainings.mentor]
label = "Begeleiding per uur"
per = "hour"
value = 60

[activities.hours]
label = "Inzet van medewerkers"
per = "hour"
value = 100
per_person = true
evidence = ["urenstaat"]

[activities.money]
label = "Kosten van een project"
per = "costs"

[activities.day]
label = "Dag op maat"
per = "agreed"
maximum_per_day = 1000

[purchases.social_enterprise]
label = "Sociale onderneming"
share_pct = 100

[purchases.aspirant]
label = "Aspirant"
share_pct = 50

[pso.trede_1]
label = "PSO trede 1"
share_pct = 10
"""


async def make_limited_contract(*, limits: str = COMMUNITY, rules: str = RULES, number: str = "2023-014", **facts: Any) -> UUID:
    """Publish the policy with these limits; return a contract under it that owes EUR 62.500,00, so at most 15.625,00 by activities."""
    draft_id = await upload_draft(viewer=await make_administrator(), name="voorbeeld-2023", text=rules + limits, now=NOW)
    second = await make_administrator(email="beheerder2@example.nl", name="Tweede Beheerder")
    await publish_draft(viewer=second, draft_id=draft_id, now=NOW)
    return await another_contract(number=number, **facts)


async def another_contract(*, number: str, **facts: Any) -> UUID:
    """Register one more contract under the policy that was published."""
    return await make_contract(authority=WATER, number=number, **facts)
