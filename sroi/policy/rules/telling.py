"""What a policy lets count, told to those who must fulfil it: a few plain sentences for each building block."""

from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _

from sroi.policy.rules.schema import Bonus, BuildingBlock, CostBlock, Limit, Policy, ProRata, Provenance, Unit
from sroi.policy.rules.units import per_unit
from sroi.values import format_decimal, format_euros, format_percentage


@dataclass(frozen=True)
class Told:
    """A building block in words: what it is worth, what holds for it, and what must be shown; `proof` is where the last comes from."""

    label: str
    worth: str
    sentences: tuple[str, ...]
    evidence: tuple[str, ...]
    provenance: Provenance
    proof: Provenance


@dataclass(frozen=True)
class ToldKind:
    """The building blocks of one kind."""

    label: str
    blocks: tuple[Told, ...]


def told(policy: Policy) -> tuple[ToldKind, ...]:
    """Return what counts by a policy, kind by kind; kinds of which it has no block are left out."""
    kinds = (
        (_("Iemand aan het werk"), tuple(_told_block(block) for block in policy.blocks.values())),
        (_("Toeslagen"), tuple(_told_bonus(bonus, policy) for bonus in policy.bonuses.values())),
        (_("Training of scholing"), tuple(_told_cost(block) for block in policy.trainings.values())),
        (_("Sociale inkoop"), tuple(_told_cost(block) for block in policy.purchases.values())),
        (_("Maatschappelijke activiteit"), tuple(_told_cost(block) for block in policy.activities.values())),
        (_("PSO-certificaat"), tuple(_told_cost(block) for block in policy.pso.values())),
        (_("Ten hoogste"), tuple(_told_limit(limit) for limit in policy.limits.values())),
    )
    return tuple(ToldKind(label, blocks) for label, blocks in kinds if blocks)


def named_evidence(policy: Policy) -> tuple[str, ...]:
    """Return every kind of evidence that a policy names anywhere, each once."""
    tables = (policy.blocks, policy.bonuses, policy.trainings, policy.purchases, policy.activities)
    return tuple(dict.fromkeys(text for table in tables for block in table.values() for text in block.evidence))


def _told_block(block: BuildingBlock) -> Told:
    worth = _("{value} {per}").format(value=format_euros(block.value), per=per_unit(block.per))
    if block.full_time_hours_per_week is not None and block.per is not Unit.HOUR:
        worth += _(" bij {hours} uur per week").format(hours=format_decimal(block.full_time_hours_per_week))
    return Told(
        block.label, worth, tuple(_block_sentences(block)), block.evidence, block.origins.of("value", "per"), block.origins.of("evidence")
    )


def _block_sentences(block: BuildingBlock) -> Iterator[str]:
    if ProRata.HOURS in block.pro_rata:
        yield _("Minder uren telt naar verhouding.")
    if block.cap_months is None:
        yield _("Een persoon telt zo lang als de plaatsing duurt.")
    else:
        yield _("Een persoon telt ten hoogste {months} maanden.").format(months=block.cap_months)
    if block.cap_months is not None and block.wage_cost_subsidy_extends_cap:
        yield _("Met loonkostensubsidie telt iemand zo lang die loopt.")
    if block.minimum_hours_per_week is not None:
        yield _("Vanaf {hours} uur per week.").format(hours=format_decimal(block.minimum_hours_per_week))
    if block.minimum_duration_months is not None:
        yield _("De plaatsing duurt ten minste {months} maanden.").format(months=block.minimum_duration_months)
    if block.start_before_contract_months:
        yield _("Wie ten hoogste {months} maanden voor het contract begon, mag meetellen.").format(
            months=block.start_before_contract_months
        )
    elif block.start_before_contract_months == 0:
        yield _("Wie voor het contract begon, telt niet mee.")
    if block.maximum is not None:
        yield _("Een plaatsing telt voor ten hoogste {most}.").format(most=format_euros(block.maximum))
    if block.note:
        yield f"{block.note}."


def _told_bonus(bonus: Bonus, policy: Policy) -> Told:
    worth = per_unit(bonus.per) if bonus.per is Unit.COSTS else f"{format_euros(bonus.value)} {per_unit(bonus.per)}"
    sentences = []
    if bonus.only_for:
        labels = sorted(policy.blocks[key].label for key in bonus.only_for if key in policy.blocks)
        sentences.append(_("Alleen bij: {labels}.").format(labels=", ".join(labels)))
    if bonus.note:
        sentences.append(f"{bonus.note}.")
    return Told(bonus.label, worth, tuple(sentences), bonus.evidence, bonus.origins.of("value", "per"), bonus.origins.of("evidence"))


def _told_cost(block: CostBlock) -> Told:
    worth = block.origins.of("share_pct", "value", "per")
    return Told(block.label, _worth_of(block), tuple(_cost_sentences(block)), block.evidence, worth, block.origins.of("evidence"))


def _worth_of(block: CostBlock) -> str:
    if block.value:
        worth = f"{format_euros(block.value)} {per_unit(block.per)}"
        return _("{worth} per persoon").format(worth=worth) if block.per_person else worth
    if block.share_pct != 100 or block.per is Unit.INVOICE:
        return f"{format_percentage(block.share_pct)} {per_unit(block.per)}"
    return per_unit(block.per).capitalize()


def _cost_sentences(block: CostBlock) -> Iterator[str]:
    if block.maximum_per_day is not None:
        yield _("Ten hoogste {most} per dag.").format(most=format_euros(block.maximum_per_day))
    if block.maximum is not None:
        yield _("Ten hoogste {most} per opgave.").format(most=format_euros(block.maximum))
    if block.note:
        yield f"{block.note}."


def _told_limit(limit: Limit) -> Told:
    of_obligation = "" if limit.maximum_pct is None else _("{share} van de verplichting").format(share=format_percentage(limit.maximum_pct))
    amount = "" if limit.maximum is None else format_euros(limit.maximum)
    note = (f"{limit.note}.",) if limit.note else ()
    worth = limit.origins.of("maximum_pct", "maximum")
    return Told(limit.label, of_obligation or amount, note, (), worth, limit.origins.of("evidence"))
