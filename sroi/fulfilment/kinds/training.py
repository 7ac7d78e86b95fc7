"""A training: its costs ex VAT count, as far as the policy says."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from sroi.fulfilment.kinds.kind import Basis, Context
from sroi.fulfilment.rules import UnableToReport, Valued
from sroi.fulfilment.tables import Training
from sroi.policy.rules import CostBlock, Policy, amount_of_costs, essence_of, value_of_costs
from sroi.values import Period, format_date, format_decimal, format_euros, from_cents, from_hundredths, last_day, to_cents


@dataclass(frozen=True)
class TrainingDetails:
    """A training as it is reported; `costs` in euros ex VAT, `ends_before` exclusive."""

    title: str
    provider: str
    starts_on: date
    ends_before: date
    costs: Decimal
    participants: int = 1
    hours: Decimal | None = None


class TrainingKind:
    """Valued by its costs."""

    key = "training"
    tables = "JOIN training ON training.claim = claim.id"
    columns: Mapping[str, str] = {"cost_cents": "training.cost_cents"}
    block_column = ""

    @property
    def label(self) -> str:
        """Return the Dutch name."""
        return _("Training of scholing")

    async def value(self, *, details: TrainingDetails, context: Context) -> Valued:
        """Return what the costs are worth; raises UnableToReport and UnableToValue."""
        if details.ends_before <= details.starts_on:
            raise UnableToReport(_("De einddatum ligt voor de startdatum. Verbeter een van beide."), field="ends_on")
        if details.starts_on > context.today:
            raise UnableToReport(_("Deze training is nog niet begonnen. Geef haar op als zij is begonnen."), field="starts_on")
        if (details.ends_before - context.today).days > 1:
            raise UnableToReport(_("Deze training loopt nog. Geef haar op als zij is afgelopen."), field="ends_on")
        if details.participants < 1:
            raise UnableToReport(_("Vul ten minste 1 deelnemer in."), field="participants")
        if details.costs <= 0:
            raise UnableToReport(_("Vul een bedrag groter dan € 0,00 in, exclusief btw."), field="amount")
        valuation = value_of_costs(block=_block(context.policy), costs=details.costs)
        return Valued(Period(details.starts_on, details.ends_before), valuation.amount, valuation.amount, valuation.steps)

    def rules(self, *, policy: Policy, block: str) -> Hashable | None:
        """Return the block by which trainings count; None when they do not."""
        held = next(iter(policy.trainings.values()), None)
        return None if held is None else essence_of(held)

    def worth(self, *, row: Mapping[str, Any], basis: Basis) -> int:
        """Return what the costs are worth in whole cents; raises UnableToReport and UnableToValue."""
        return to_cents(amount_of_costs(block=_block(basis.policy), costs=from_cents(row["cost_cents"])))

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
                hours_hundredths=None if details.hours is None else int(details.hours * 100),
                cost_cents=to_cents(details.costs),
            )
        )

    async def read(self, *, claim_ids: Sequence[UUID]) -> dict[UUID, TrainingDetails]:
        """Return the trainings of the claims."""
        rows = await Training.select(*Training.all_columns(), Training.claim.period_start, Training.claim.period_before).where(
            Training.claim.is_in(list(claim_ids))
        )
        return {
            row["claim"]: TrainingDetails(
                title=row["title"],
                provider=row["provider"],
                starts_on=row["claim.period_start"],
                ends_before=row["claim.period_before"],
                costs=from_cents(row["cost_cents"]),
                participants=row["participants"],
                hours=None if row["hours_hundredths"] is None else from_hundredths(row["hours_hundredths"]),
            )
            for row in rows
        }

    def summary(self, *, details: TrainingDetails, policy: Policy) -> str:
        """Return the title and who gives it."""
        return _("{title}, door {provider}").format(title=details.title, provider=details.provider)

    def facts(self, *, details: TrainingDetails, policy: Policy) -> tuple[tuple[str, str], ...]:
        """Return the training in words."""
        shown = (
            (_("Training"), details.title),
            (_("Opleider"), details.provider),
            (_("Deelnemers"), str(details.participants)),
            (_("Eerste dag"), format_date(details.starts_on)),
            (_("Laatste dag"), format_date(last_day(details.ends_before))),
            (_("Uren"), "" if details.hours is None else format_decimal(details.hours)),
            (_("Kosten exclusief btw"), format_euros(details.costs)),
        )
        return tuple((label, value) for label, value in shown if value)


TRAINING = TrainingKind()


def _block(policy: Policy) -> CostBlock:
    for block in policy.trainings.values():
        return block
    raise UnableToReport(_("Volgens beleid {policy} telt een training niet mee.").format(policy=policy.title))
