"""Which bonuses a placement gets: those that are claimed and fit, and those that its candidate's age gives."""

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _

from sroi.policy.rules.placements import PlacementFacts, UnableToValue
from sroi.policy.rules.schema import AgeOn, Bonus, BuildingBlock, Policy, Unit
from sroi.values import format_date


@dataclass(frozen=True, slots=True)
class Granted:
    """The bonuses that count, in the order of the policy; those that another one replaces; and those whose age is open on their day."""

    bonuses: tuple[Bonus, ...] = ()
    replaced: tuple[Bonus, ...] = ()
    doubtful: tuple[Bonus, ...] = ()


NO_BONUSES = Granted()


def granted_bonuses(*, policy: Policy, block: BuildingBlock, placement: PlacementFacts) -> Granted:
    """Return the bonuses of a placement; raise UnableToValue for a claimed one that is unknown or does not fit."""
    if not placement.bonuses and placement.birth_year is None:
        return NO_BONUSES
    for key in sorted(placement.bonuses):
        _check_claimed(policy, block, placement, key)
    held = [bonus for bonus in policy.bonuses.values() if _holds(bonus, block, placement)]
    if not held:
        return NO_BONUSES
    gone = {key for bonus in held for key in bonus.replaces}
    doubtful = tuple(bonus for bonus in held if bonus.has_age and not all(_age_answers(bonus, placement)))
    if not gone:
        return Granted(tuple(held), (), doubtful)
    return Granted(tuple(bonus for bonus in held if bonus.key not in gone), tuple(bonus for bonus in held if bonus.key in gone), doubtful)


def age_warnings(granted: Granted, placement: PlacementFacts) -> tuple[str, ...]:
    """Return what a person should look at: the bonuses of which the birth year alone does not say whether they hold."""
    if not granted.doubtful:
        return ()
    warning = _(
        "{bonus}: het geboortejaar alleen zegt niet of de kandidaat op {day} al jarig was. De toeslag is meegeteld; controleer de leeftijd."
    )
    return tuple(warning.format(bonus=bonus.label, day=format_date(_age_day(bonus, placement))) for bonus in granted.doubtful)


def without_refused_bonuses(*, policy: Policy, placement: PlacementFacts) -> PlacementFacts:
    """Return a placement of a group that the policy has without the claimed bonuses that it lacks, or that do not fit by its rules."""
    if not placement.bonuses:
        return placement
    block = policy.blocks[placement.target_group]
    return placement._replace(bonuses=frozenset(key for key in placement.bonuses if _may_be_claimed(policy, block, placement, key)))


def _may_be_claimed(policy: Policy, block: BuildingBlock, placement: PlacementFacts, key: str) -> bool:
    try:
        _check_claimed(policy, block, placement, key)
    except UnableToValue:
        return False
    return True


def _check_claimed(policy: Policy, block: BuildingBlock, placement: PlacementFacts, key: str) -> None:
    bonus = policy.bonuses.get(key)
    if bonus is None:
        known = ", ".join(sorted(policy.bonuses)) or _("geen")
        raise UnableToValue(
            _("Toeslag {bonus} bestaat niet in dit beleid. Kies uit: {known}.").format(bonus=key, known=known), field="bonuses"
        )
    if not bonus.fits(block):
        raise UnableToValue(_("{bonus} hoort niet bij {group}.").format(bonus=bonus.label, group=block.label), field="bonuses")
    if bonus.per is Unit.COSTS and placement.bonus_costs.get(key, 0) <= 0:
        raise UnableToValue(_("{bonus}: vul de gemaakte kosten in, exclusief btw.").format(bonus=bonus.label), field="bonus_costs")
    if bonus.has_age and placement.birth_year is None:
        raise UnableToValue(_("{bonus}: vul het geboortejaar in.").format(bonus=bonus.label), field="birth_year")
    if bonus.has_age and not any(_age_answers(bonus, placement)):
        message = _("{bonus} geldt niet bij dit geboortejaar.").format(bonus=bonus.label)
        raise UnableToValue(message, field="birth_year")


def _holds(bonus: Bonus, block: BuildingBlock, placement: PlacementFacts) -> bool:
    if not bonus.fits(block):
        return False
    if not bonus.has_age:
        return bonus.key in placement.bonuses
    if bonus.per is Unit.COSTS and bonus.key not in placement.bonuses:
        return False
    return any(_age_answers(bonus, placement))


def _age_day(bonus: Bonus, placement: PlacementFacts) -> date:
    match bonus.age_on:
        case date():
            return bonus.age_on
        case AgeOn.CONTRACT_START:
            return placement.contract_start or placement.start
        case AgeOn.FIRST_COUNTED_DAY:
            return placement.first_day
        case AgeOn.FIRST_OF_YEAR:
            return date(placement.start.year, 1, 1)
        case _:
            return placement.start


def _age_answers(bonus: Bonus, placement: PlacementFacts) -> tuple[bool, ...]:
    """Return whether the age holds, for each age that the birth year leaves open on the day: before and after the birthday."""
    if placement.birth_year is None:
        return ()
    day = _age_day(bonus, placement)
    older = day.year - placement.birth_year
    if (day.month, day.day) == (1, 1):
        return (_is_of_age(bonus, older - 1),)
    if (day.month, day.day) == (12, 31):
        return (_is_of_age(bonus, older),)
    return _is_of_age(bonus, older - 1), _is_of_age(bonus, older)


def _is_of_age(bonus: Bonus, age: int) -> bool:
    return age >= (bonus.age_from or 0) and (bonus.age_below is None or age < bonus.age_below)
