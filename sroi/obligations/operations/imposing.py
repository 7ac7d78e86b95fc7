"""What events do to obligations: a new revision of each with its difference explained, and what that changes in the ledger on which day.

In: contracts with their events, as a set; one contract is a set of one. Out: revisions, ledger entries, milestones, notices to the WSP and
audit events, in a number of statements that does not grow with the set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from types import MappingProxyType
from typing import Any
from uuid import UUID

from msgspec import Struct

from sroi.access import Viewer
from sroi.audit.operations import record_events
from sroi.audit.rules import actor_of, subjects
from sroi.contracts.operations import Registered
from sroi.contracts.queries import contract, contract_events
from sroi.contracts.rules import ContractFacts, EventKind, RecordedEvent, change_words
from sroi.database import insert_all, new_ids, transaction
from sroi.ledger.operations import post_entries
from sroi.ledger.queries import posted_by_day
from sroi.ledger.rules import Entry, EntryKind
from sroi.obligations.operations.news import leave_news
from sroi.obligations.operations.planning import leave_planning, plan_all, plan_of
from sroi.obligations.queries import Held, Revision, Rulebook, current_obligations, rulebook
from sroi.obligations.rules import Obligation, Stage, change_explained, owed_changes
from sroi.obligations.tables import ObligationNotice, ObligationRevision
from sroi.policy.rules import steps_to_json
from sroi.values import to_cents

REVISION = "obligation_revision"
TOLD = (
    EventKind.AMENDMENT, EventKind.OPTION, EventKind.SUSPENSION, EventKind.TERMINATION, EventKind.TAKEOVER, EventKind.RETRACTION,
)  # fmt: skip
REVISION_COLUMNS = (
    "id", "contract", "number", "cause", "effective_on", "recorded_at", "outcome", "amount_cents", "policy_name", "policy_sha256",
    "steps", "questions", "recorded_by", "change", "is_undecided",
)  # fmt: skip
NOTICE_COLUMNS = ("id", "contract", "created_at", "number", "text")


@dataclass
class Series:
    """Many contracts of one import that are registered set after set in one transaction: what each set would read is read once.

    Their milestones and the news of them are left to `end_series`: they are planned by a job, which does not keep other writers waiting.
    """

    rules: Rulebook | None = None
    has_news: bool = False


@dataclass(frozen=True)
class Occasion:
    """Why revisions are made, by whom and when: for an event unless `cause` names what else, for an import when `batch_id` names it."""

    viewer: Viewer
    now: datetime
    cause: str = ""
    batch_id: UUID | None = None
    series: Series | None = None


class _Ground(Struct, frozen=True):
    """What a revision is made of: the contract's events, what it owed until now, what was posted of that, and whether the WSP knows."""

    contract_id: UUID
    facts: ContractFacts
    events: tuple[RecordedEvent, ...]
    held: Revision | None = None
    posted: Mapping[date, Decimal] = MappingProxyType({})
    is_told: bool = False


class _Revised(Struct, frozen=True):
    """A ground with what it owed before its last event, and what it owes after it."""

    ground: _Ground
    revision_id: UUID
    before: Held | None
    life: Held

    @property
    def last(self) -> Stage:
        return self.life.stages[-1]


async def impose(*, viewer: Viewer, contract_id: UUID, now: datetime, cause: str = "", batch_id: UUID | None = None) -> None:
    """Compute what a contract owes after the last of its events, keep it as a revision and post the difference.

    `cause` names what else than an event makes it be computed again, such as the publication of a policy.
    """
    async with transaction():
        record = await contract(viewer=viewer, contract_id=contract_id)
        ground = _Ground(
            contract_id,
            record.facts,
            await contract_events(viewer=viewer, contract_id=contract_id),
            (await current_obligations(contract_ids=[contract_id])).get(contract_id),
            await posted_by_day(contract_id=contract_id, kind=EntryKind.OWED),
            await ObligationNotice.exists().where((ObligationNotice.contract == contract_id) & (ObligationNotice.number == 0)),
        )
        await _impose([ground], Occasion(viewer, now, cause, batch_id))


async def impose_awards(
    *, viewer: Viewer, registered: Sequence[Registered], now: datetime, batch_id: UUID | None = None, series: Series | None = None
) -> None:
    """Compute what contracts owe that were just registered, keep it and post it; see `impose`."""
    occasion = Occasion(viewer, now, batch_id=batch_id, series=series)
    async with transaction():
        await _impose([_Ground(one.id, one.facts, (one.award,)) for one in registered], occasion)


async def end_series(*, series: Series, batch_id: UUID, now: datetime) -> None:
    """Leave what follows on the contracts of an import: the job that plans their milestones, and the news of them."""
    await leave_planning(batch_id=batch_id, now=now)
    if series.has_news:
        await leave_news(now=now)


async def _impose(grounds: Sequence[_Ground], occasion: Occasion) -> None:
    series = occasion.series
    rules = await rulebook(facts=[ground.facts for ground in grounds], like=series.rules if series else None)
    ids = new_ids(len(grounds), now=occasion.now)
    revised = [_revised(key, ground, rules, occasion) for key, ground in zip(ids, grounds, strict=True)]
    await insert_all(ObligationRevision, REVISION_COLUMNS, [_revision_row(one, occasion) for one in revised])
    about = subjects("contract", (one.ground.contract_id for one in revised))
    events = [(subject, _details(one, occasion)) for subject, one in zip(about, revised, strict=True)]
    await record_events(actor=actor_of(occasion.viewer), action="obligation.computed", told=events, now=occasion.now)
    await post_entries(entries=[entry for one in revised for entry in _entries(one, occasion.now)])
    if series is None:
        await plan_all(plans=[plan_of(contract_id=one.ground.contract_id, life=one.life) for one in revised], now=occasion.now)
    notices = [row for one in revised if (row := _notice_row(one, occasion)) is not None]
    notice_ids = new_ids(len(notices), now=occasion.now)
    await insert_all(ObligationNotice, NOTICE_COLUMNS, [(key, *row) for key, row in zip(notice_ids, notices, strict=True)])
    if series is not None:
        series.rules, series.has_news = rules, series.has_news or bool(notices)
    elif notices:
        await leave_news(now=occasion.now)


def _revised(key: UUID, ground: _Ground, rules: Rulebook, occasion: Occasion) -> _Revised:
    held, before = ground.held, None
    if held and not occasion.cause:
        before = rules.life(facts=ground.facts, events=ground.events[:-1], held=held)
    return _Revised(ground, key, before, rules.life(facts=ground.facts, events=ground.events, held=held))


def _revision_row(revised: _Revised, occasion: Occasion) -> tuple[Any, ...]:
    """Return the row of a revision, in the order of REVISION_COLUMNS."""
    ground, last, event = revised.ground, revised.last, revised.ground.events[-1]
    obligation, stages = last.obligation, revised.life.stages
    explained = change_explained(revised.before.stages[-1] if revised.before else None, last)
    return (
        revised.revision_id,
        ground.contract_id,
        ground.held.number + 1 if ground.held else 1,
        occasion.cause or event.kind.value,
        stages[0].effective_on if occasion.cause else _since(stages, event),
        occasion.now,
        obligation.outcome.value,
        to_cents(obligation.amount),
        obligation.policy_name,
        obligation.policy_sha256,
        steps_to_json(obligation.steps),
        "\n".join(obligation.questions),
        occasion.viewer.account_id,
        "\n".join(filter(None, (_cause_words(occasion, event, obligation), explained))),
        last.is_kept,
    )


def _details(revised: _Revised, occasion: Occasion) -> dict[str, object]:
    obligation = revised.last.obligation
    details: dict[str, object] = {
        "outcome": obligation.outcome,
        "amount": obligation.amount,
        "policy": obligation.policy_name,
        "policy_sha256": obligation.policy_sha256,
        "event": str(revised.ground.events[-1].number),
    }
    if occasion.batch_id is not None:
        details["import"] = occasion.batch_id
    return details


def _entries(revised: _Revised, now: datetime) -> list[Entry]:
    ground = revised.ground
    changes = owed_changes(stages=revised.life.stages, posted=ground.posted)
    return [Entry(ground.contract_id, EntryKind.OWED, amount, day, now, REVISION, revised.revision_id) for day, amount in changes]


def _since(stages: tuple[Stage, ...], event: RecordedEvent) -> date:
    """Return the day from which an event is felt: its own, or the award's for an event that is dated before it or mends it."""
    return stages[0].effective_on if event.kind is EventKind.CORRECTION else max(event.effective_on, stages[0].effective_on)


def _cause_words(occasion: Occasion, event: RecordedEvent, obligation: Obligation) -> str:
    if occasion.cause:
        return _("Beleid {name} is gepubliceerd en geldt voor deze gunning.").format(name=obligation.policy_name)
    return "" if event.kind is EventKind.AWARD else f"{change_words(event.change)}."


def _notice_row(revised: _Revised, occasion: Occasion) -> tuple[Any, ...] | None:
    """Return the row, but for its id, that tells the WSP of a first obligation or of an event where one is owed; None for anything else."""
    ground, event = revised.ground, revised.ground.events[-1]
    amount = revised.last.obligation.amount
    owed_before = revised.before.stages[-1].obligation.amount if revised.before else Decimal(0)
    if amount and not ground.is_told:
        return (ground.contract_id, occasion.now, 0, "")
    if event.kind in TOLD and not occasion.cause and (amount or owed_before):
        return (ground.contract_id, occasion.now, event.number, change_words(event.change))
    return None
