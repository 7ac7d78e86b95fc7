"""The policies of the example: an invented one that two people published, a draft that waits, and a rule that was confirmed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from sroi.access import Viewer
from sroi.policy.operations import confirm_rule, discard_draft, upload_draft
from sroi.simulation.operations import publish_policy

VOORBEELDSTAD = "Gemeente Voorbeeldstad (verzonnen)"
PUBLISHED_ON = date(2023, 12, 4)
CONFIRMED_ON = date(2023, 10, 2)
STAND_IN = "2000-01-01"


def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")


async def publish_example(*, viewers: Mapping[str, Viewer], now: datetime) -> None:
    """Publish the policy of the invented municipality: one administrator adds it, the other publishes it a day later."""
    name = "voorbeeldstad-2024"
    draft_id = await upload_draft(viewer=viewers["administrator"], name=name, text=_text(name), now=now)
    await publish_policy(viewer=viewers["second_administrator"], draft_id=draft_id, now=now + timedelta(days=1))


async def confirm_example(*, viewers: Mapping[str, Viewer], now: datetime) -> None:
    """Record that an invented official confirmed one rule of Rijswijk."""
    await confirm_rule(
        viewer=viewers["administrator"],
        name="rijswijk-2023",
        rule="milestones.contact.days",
        confirmed_by="M. de Voorbeeld, hoofd inkoop (verzonnen)",
        confirmed_on=CONFIRMED_ON,
        decision_reference="Voorbeeldbesluit 2023-17 (verzonnen)",
        now=now,
        today=now.date(),
    )


async def leave_drafts(*, viewers: Mapping[str, Viewer], now: datetime, today: date) -> None:
    """Leave a draft of Rijswijk that waits for a second administrator, and one that was discarded."""
    first_day = date(today.year + 1, 1, 1)
    text = _text("rijswijk-concept").replace(STAND_IN, first_day.isoformat())
    name = f"rijswijk-{first_day.year}"
    discarded = await upload_draft(viewer=viewers["second_administrator"], name=f"{name}-eerste-voorstel", text=text, now=now)
    reason = "Er is een nieuwer voorstel (verzonnen)."
    await discard_draft(viewer=viewers["administrator"], draft_id=discarded, reason=reason, now=now)
    await upload_draft(viewer=viewers["administrator"], name=name, text=text, now=now)
