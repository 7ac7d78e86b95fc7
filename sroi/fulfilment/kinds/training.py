"""A training: its costs, hours or participants count, as far as the policy's block says."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
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
from sroi.fulfilment.tables import Training
from sroi.policy.rules import CostBlock, Policy, essence_of
from sroi.values import format_date, last_day


@dataclass(frozen=True)
class TrainingDetails:
    """A training as it is reported; `costs` in euros ex VAT, `ends_before` exclusive, `block` a key of the policy's trainings."""

    title: str
    provider: str
    starts_on: date
    ends_before: date
    costs: Decimal | None = None
    participants: int = 1
    hours: Decimal | None = None
    days: Decimal | None = None
    block: str = field(kw_only=True)

    @property
    def measures(self) -> Measures:
        """Return what the training is measured in."""
        return Measures(self.costs, self.hours, self.days, self.participants)


class TrainingKind:
    """Valued by the block that was chosen from the policy's trainings."""

    key = "training"
    policy_table = "trainings"
    tables = "JOIN training ON training.claim = claim.id"
    columns: Mapping[str, str] = columns_of("training", people="participants")
    block_column = "block"
    told_by = ("training.title", "training.provider", "training.block")

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Training of scholing")

    def block_of(self, *, details: TrainingDetails) -> str:
        """Return the block that was chosen."""
        return details.block

    async def value(self, *, details: TrainingDetails, context: Context) -> Valued:
        """Return what the training is worth; raises UnableToReport and UnableToValue."""
        period = check_done(what=_("training"), starts_on=details.starts_on, ends_before=details.ends_before, today=context.today)
        if details.participants < 1:
            raise UnableToReport(_("Vul ten minste 1 deelnemer in."), field="participants")
        check_measures(measures=details.measures, period=period)
        return value_of_measures(block=_block(context.policy, details.block), measures=details.measures, period=period)

    def rules(self, *, policy: Policy, block: str) -> Hashable | None:
        """Return the block of the training; None when the policy lacks it."""
        held = policy.trainings.get(block)
        return None if held is None else essence_of(held)

    def worth(self, *, row: Mapping[str, Any], basis: Basis) -> int:
        """Return what the training is worth in whole cents; raises UnableToValue."""
        return cents_of_row(block=basis.policy.trainings[row["block"]], row=row, people="participants")

    async def cautions(self, *, reported: Sequence[Reported]) -> tuple[tuple[Caution, ...], ...]:
        """Return nothing: what is wrong with a training is refused."""
        return tuple(() for _one in reported)

    async def keep(self, *, claim_id: UUID, details: TrainingDetails, context: Context, now: datetime) -> None:
        """Keep the training."""
        await Training.delete().where(Training.claim == claim_id)
        await Training.insert(
            Training(
                id=uuid4(),
                claim=claim_id,
                title=details.title,
                provider=details.provider,
                participants=details.participants,
                block=details.block,
                **kept(details.measures),
            )
        )

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, TrainingDetails]:
        """Return the trainings of the claims."""
        rows = await Training.select(*Training.all_columns(), Training.claim.period_start, Training.claim.period_before).where(
            Training.claim.is_in(list(claim_ids))
        )
        return {row["claim"]: _details(row) for row in rows}

    @cached_property
    def _line(self) -> str:
        # Looked up once: a large export tells a hundred thousand claims by it.
        return _("{title}, door {provider}")

    def summary(self, *, details: TrainingDetails, policy: Policy) -> str:
        """Return the title and who gives it."""
        return self.line(told=(details.title, details.provider, details.block), policy=policy)

    def line(self, *, told: tuple[str, str, str], policy: Policy) -> str:
        """Return the title and who gives it."""
        title, provider, _block = told
        return self._line.format(title=title, provider=provider)

    def facts(self, *, details: TrainingDetails, policy: Policy) -> tuple[tuple[str, str], ...]:
        """Return the training in words."""
        block = policy.trainings.get(details.block)
        told = (
            (_("Training"), details.title),
            (_("Opleider"), details.provider),
            (_("Bouwblok"), block.label if block else details.block),
            (_("Deelnemers"), str(details.participants)),
            (_("Eerste dag"), format_date(details.starts_on)),
            (_("Laatste dag"), format_date(last_day(details.ends_before))),
            *shown(details.measures),
        )
        return tuple((label, value) for label, value in told if value)

    def evidence(self, *, details: TrainingDetails, policy: Policy) -> tuple[str, ...]:
        """Return what the block asks to be shown."""
        block = policy.trainings.get(details.block)
        return block.evidence if block else ()


TRAINING = TrainingKind()


def _block(policy: Policy, key: str) -> CostBlock:
    if not policy.trainings:
        raise UnableToReport(_("Volgens beleid {policy} telt een training niet mee.").format(policy=policy.title))
    if key not in policy.trainings:
        raise UnableToReport(_("Kies een soort training uit de lijst."), field="block")
    return policy.trainings[key]


def _details(row: Mapping[str, Any]) -> TrainingDetails:
    measures = measures_of(row, people="participants")
    return TrainingDetails(
        title=row["title"],
        provider=row["provider"],
        starts_on=row["claim.period_start"],
        ends_before=row["claim.period_before"],
        costs=measures.costs,
        participants=measures.people,
        hours=measures.hours,
        days=measures.days,
        block=row["block"],
    )
