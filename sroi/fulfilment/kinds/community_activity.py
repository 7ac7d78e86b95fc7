"""A community activity: what people of the contractor did, or what it paid, for a neighbourhood, a school or an association."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.fulfilment.kinds.kind import Basis, Context, Reported
from sroi.fulfilment.kinds.measures import (
    Measures,
    cents_of_row,
    check_done,
    check_measures,
    columns_of,
    kept,
    measures_of,
    shown,
    value_of_measures,
)
from sroi.fulfilment.rules import Caution, UnableToReport, Valued
from sroi.fulfilment.tables import CommunityActivity
from sroi.policy.rules import CostBlock, Policy, essence_of
from sroi.values import format_date, last_day


@dataclass(frozen=True)
class CommunityActivityDetails:
    """An activity as it is reported, for its `beneficiary`; `block` is a key of the policy's activities, `ends_before` exclusive."""

    description: str
    beneficiary: str
    block: str
    starts_on: date
    ends_before: date
    people: int = 1
    costs: Decimal | None = None
    hours: Decimal | None = None
    days: Decimal | None = None

    @property
    def measures(self) -> Measures:
        """Return what the activity is measured in."""
        return Measures(self.costs, self.hours, self.days, self.people)


class CommunityActivityKind:
    """Valued by the block that was chosen from the policy's activities."""

    key = "community_activity"
    policy_table = "activities"
    tables = "JOIN community_activity ON community_activity.claim = claim.id"
    columns: Mapping[str, str] = columns_of("community_activity", people="people")
    block_column = "block"
    told_by = ("community_activity.description", "community_activity.beneficiary", "community_activity.block")

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Maatschappelijke activiteit")

    def block_of(self, *, details: CommunityActivityDetails) -> str:
        """Return the block that was chosen."""
        return details.block

    async def value(self, *, details: CommunityActivityDetails, context: Context) -> Valued:
        """Return what the activity is worth; raises UnableToReport and UnableToValue."""
        period = check_done(what=_("activiteit"), starts_on=details.starts_on, ends_before=details.ends_before, today=context.today)
        if details.people < 1:
            raise UnableToReport(_("Vul ten minste 1 persoon in."), field="people")
        check_measures(measures=details.measures, period=period)
        return value_of_measures(block=_block(context.policy, details.block), measures=details.measures, period=period)

    def rules(self, *, policy: Policy, block: str) -> Hashable | None:
        """Return the block of the activity; None when the policy lacks it."""
        held = policy.activities.get(block)
        return None if held is None else essence_of(held)

    def worth(self, *, row: Mapping[str, Any], basis: Basis) -> int:
        """Return what the activity is worth in whole cents; raises UnableToValue."""
        return cents_of_row(block=basis.policy.activities[row["block"]], row=row, people="people")

    async def cautions(self, *, reported: Sequence[Reported]) -> tuple[tuple[Caution, ...], ...]:
        """Return nothing: what is wrong with a community activity is refused."""
        return tuple(() for _one in reported)

    async def keep(self, *, claim_id: UUID, details: CommunityActivityDetails, context: Context, now: datetime) -> None:
        """Keep the activity."""
        await CommunityActivity.delete().where(CommunityActivity.claim == claim_id)
        await CommunityActivity.insert(
            CommunityActivity(
                id=uuid4(),
                claim=claim_id,
                description=details.description,
                beneficiary=details.beneficiary,
                people=details.people,
                block=details.block,
                **kept(details.measures),
            )
        )

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, CommunityActivityDetails]:
        """Return the activities of the claims."""
        columns = (*CommunityActivity.all_columns(), CommunityActivity.claim.period_start, CommunityActivity.claim.period_before)
        rows = await CommunityActivity.select(*columns).where(CommunityActivity.claim.is_in(list(claim_ids)))
        return {row["claim"]: _details(row) for row in rows}

    @cached_property
    def _line(self) -> str:
        # Looked up once: a large export tells a hundred thousand claims by it.
        return _("{description}, voor {beneficiary}")

    def summary(self, *, details: CommunityActivityDetails, policy: Policy) -> str:
        """Return what was done and for whom."""
        return self.line(told=(details.description, details.beneficiary, details.block), policy=policy)

    def line(self, *, told: tuple[str, str, str], policy: Policy) -> str:
        """Return what was done and for whom."""
        description, beneficiary, _block = told
        return self._line.format(description=description, beneficiary=beneficiary)

    def facts(self, *, details: CommunityActivityDetails, policy: Policy) -> tuple[tuple[str, str], ...]:
        """Return the activity in words."""
        block = policy.activities.get(details.block)
        told = (
            (_("Activiteit"), details.description),
            (_("Voor wie"), details.beneficiary),
            (_("Bouwblok"), block.label if block else details.block),
            (_("Mensen"), str(details.people)),
            (_("Eerste dag"), format_date(details.starts_on)),
            (_("Laatste dag"), format_date(last_day(details.ends_before))),
            *shown(details.measures),
        )
        return tuple((label, value) for label, value in told if value)

    def evidence(self, *, details: CommunityActivityDetails, policy: Policy) -> tuple[str, ...]:
        """Return what the block asks to be shown."""
        block = policy.activities.get(details.block)
        return block.evidence if block else ()


COMMUNITY_ACTIVITY = CommunityActivityKind()


def _block(policy: Policy, key: str) -> CostBlock:
    if not policy.activities:
        raise UnableToReport(_("Volgens beleid {policy} telt een maatschappelijke activiteit niet mee.").format(policy=policy.title))
    if key not in policy.activities:
        raise UnableToReport(_("Kies een soort activiteit uit de lijst."), field="block")
    return policy.activities[key]


def _details(row: Mapping[str, Any]) -> CommunityActivityDetails:
    measures = measures_of(row, people="people")
    return CommunityActivityDetails(
        description=row["description"],
        beneficiary=row["beneficiary"],
        block=row["block"],
        starts_on=row["claim.period_start"],
        ends_before=row["claim.period_before"],
        people=measures.people,
        costs=measures.costs,
        hours=measures.hours,
        days=measures.days,
    )
