"""The fields of what is not a placement: which block of the policy it counts by, its days, and what that block is measured in."""

from collections.abc import Collection, Mapping
from gettext import gettext as _

from sroi.fulfilment.kinds.measures import Measures
from sroi.policy.rules import CostBlock, Unit
from sroi.portal.forms.form import DAY_HINT, Values, positive
from sroi.values import format_decimal, parse_date, parse_euros
from sroi.web.forms import Field, Typed

BY_AMOUNT = {Unit.COSTS, Unit.AGREED, Unit.INVOICE}
MAX_PEOPLE = 1_000


def days_fields() -> tuple[Field, ...]:
    """Return the fields of the first and the last day."""
    return (
        Field(name="starts_on", label=_("Eerste dag"), parse=parse_date, kind="date", hint=DAY_HINT),
        Field(name="ends_on", label=_("Laatste dag"), parse=parse_date, kind="date"),
    )


def block_fields(*, blocks: Mapping[str, CostBlock], label: str) -> tuple[Field, ...]:
    """Return the choice between the blocks of a policy, in its words; nothing where there is no choice."""
    if len(blocks) < 2:
        return ()
    return (Field(name="block", label=label, kind="radio", options=tuple((key, block.label) for key, block in blocks.items())),)


def chosen_block(*, values: Values, blocks: Mapping[str, CostBlock]) -> str:
    """Return the block that was chosen, or the only one; an empty text where the policy has none."""
    return str(values.get("block") or next(iter(blocks), ""))


def measure_fields(blocks: Mapping[str, CostBlock], *, always: Collection[Unit] = ()) -> tuple[Field, ...]:
    """Return the fields that the blocks count by, and those that are `always` asked, which may then stay empty.

    A field is required when all blocks need it; else the chosen block says so.
    """
    units = [block.per for block in blocks.values()]
    asks_days = Unit.DAY in units or any(block.maximum_per_day is not None for block in blocks.values())
    asked = (
        (any(unit in BY_AMOUNT for unit in (*units, *always)), _amount(is_required=all(unit in BY_AMOUNT for unit in units))),
        (
            Unit.HOUR in (*units, *always),
            _number("hours", _("Aantal uren"), is_required=set(units) == {Unit.HOUR}, hint=_hours_hint(blocks)),
        ),
        (asks_days, _number("days", _("Aantal dagen"), is_required=set(units) == {Unit.DAY})),
    )
    return tuple(field for is_asked, field in asked if is_asked)


def _amount(*, is_required: bool) -> Field:
    return Field(name="amount", label=_("Kosten exclusief btw"), parse=parse_euros, required=is_required, kind="money")


def _number(name: str, label: str, *, is_required: bool, hint: str = "") -> Field:
    return Field(name=name, label=label, parse=positive, required=is_required, kind="number", hint=hint)


def _hours_hint(blocks: Mapping[str, CostBlock]) -> str:
    is_each = any(block.per is Unit.HOUR and block.per_person for block in blocks.values())
    return _("Het aantal uren van elke persoon.") if is_each else ""


def people_field(*, name: str, label: str) -> Field:
    """Return the field of how many people took part."""
    return Field(name=name, label=label, parse=_people, kind="number")


def _people(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MAX_PEOPLE):
        raise ValueError(_("Vul het aantal mensen in, van 1 tot en met 1.000."))
    return int(text)


def typed_measures(measures: Measures) -> dict[str, Typed]:
    """Return costs, hours and days as they are typed."""
    given = {"amount": measures.costs, "hours": measures.hours, "days": measures.days}
    return {name: "" if number is None else format_decimal(number) for name, number in given.items()}
