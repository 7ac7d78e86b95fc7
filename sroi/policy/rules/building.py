"""From the tables of a policy file to the schema, with the checks that take more than one key."""

import re
from collections.abc import Callable, Mapping
from gettext import gettext as _
from typing import Any, TypeVar

from sroi.policy.rules import fields
from sroi.policy.rules.fields import Key
from sroi.policy.rules.lines import Path
from sroi.policy.rules.schema import (
    Base,
    Bonus,
    Bracket,
    BuildingBlock,
    CostBlock,
    Limit,
    LowerRate,
    MilestoneRule,
    NoObligation,
    ObligationRule,
    Origins,
    ProRata,
    Provenance,
    Unit,
    Withholding,
)
from sroi.policy.rules.sections import Book, Section

CONTRACT_TYPES = ("works", "services", "supplies")
BOTH = frozenset(ProRata)
MAX_NAME = 80
NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
T = TypeVar("T")
Part = TypeVar("Part", LowerRate, Bracket)


def tables_of(
    book: Book, key: str, parent: Provenance | None, build: Callable[[Book, Any, Path, Provenance | None], T | None]
) -> dict[str, T]:
    """Return what `build` makes of each table in the table `key`; what has a mistake is left out."""
    built = {}
    for name, raw in book.inner_tables(book.tables.get(key, {}), (key,)).items():
        _check_name(book, (key, name))
        made = build(book, raw, (key, name), parent)
        if made is not None:
            built[name] = made
    return built


def _check_name(book: Book, path: Path) -> None:
    name = str(path[-1])
    if len(name) > MAX_NAME:
        book.note(path, _("Deze naam is te lang. Gebruik ten hoogste {most} tekens.").format(most=MAX_NAME))
    elif not NAME.fullmatch(name):
        book.note(path, _("Een naam heeft kleine letters, cijfers, - en _, zonder spaties. Wat mensen zien, staat in label."))


# ---------------------------------------------------------------- obligations


def obligations_of(book: Book, parent: Provenance | None) -> dict[str, ObligationRule | NoObligation]:
    """Return the rule of each type of contract: what `[obligation.<type>]` says, on top of what `[obligation]` says."""
    if "obligation" not in book.tables:
        return {}
    raw, path = book.tables["obligation"], ("obligation",)
    general = _obligation_section(book, raw, path, parent, CONTRACT_TYPES)
    rules: dict[str, ObligationRule | NoObligation] = {}
    for contract_type in CONTRACT_TYPES:
        has_own = isinstance(raw, dict) and contract_type in raw
        inner, inner_path = (raw[contract_type], (*path, contract_type)) if has_own else ({}, path)
        section = _obligation_section(book, inner, inner_path, general.provenance, ())
        rule = _obligation(book, section, general)
        if rule is not None:
            rules[contract_type] = rule
    return rules


def _obligation_section(book: Book, raw: Any, path: Path, parent: Provenance | None, inner: tuple[str, ...]) -> Section:
    section = book.section(raw, path, fields.OBLIGATION_KEYS, parent, (*inner, "lower_rates", "brackets"))
    if isinstance(raw, dict):
        parts = (("lower_rates", fields.LOWER_RATE_KEYS, LowerRate), ("brackets", fields.BRACKET_KEYS, Bracket))
        for key, keys, kind in parts:
            if key in raw:
                section.values[key] = _rates(book, raw[key], (*path, key), keys, section.provenance, kind)
    return section


def _rates(book: Book, raw: Any, path: Path, keys: Mapping[str, Key], parent: Provenance | None, kind: type[Part]) -> tuple[Part, ...]:
    """Return the elements of `lower_rates` or `brackets`, the lowest bound first."""
    bound = next(iter(keys))
    made: list[Part] = []
    for index, inner in enumerate(book.elements(raw, path)):
        section = book.section(inner, (*path, index), keys, parent)
        if book.require(section, keys):
            if any(getattr(other, bound) == section.values[bound] for other in made):
                book.note((*path, index, bound), _("Deze grens staat er al. Houd er een over."))
            made.append(kind(**section.values, origins=section.origins_of_all))
    return tuple(sorted(made, key=lambda part: getattr(part, bound)))


def _obligation(book: Book, own: Section, general: Section) -> ObligationRule | NoObligation | None:
    section = own.over(general)
    values = dict(section.values)
    if not values.pop("applies", True):
        unused = sorted(own.values.keys() - {"applies", "note"})
        if unused:
            book.note((*own.path, unused[0]), _("Hier staat applies = false: deze sleutel doet dan niets. Haal hem weg."))
        return NoObligation(Origins(section.origins["applies"]), values.get("note", ""))
    is_whole = book.require(section, fields.OBLIGATION_KEYS)
    _check_rates(book, own, general, values)
    if not is_whole:
        return None
    values.setdefault("compared_with", Base.CONTRACT_SUM)
    return ObligationRule(**values, origins=section.origins_of_all)


def _check_rates(book: Book, own: Section, general: Section, values: Mapping[str, Any]) -> None:
    def note(key: str, message: str) -> None:
        book.note((*(own if key in own.written else general).path, key), message)

    rate = values.get("rate_pct")
    if rate is not None and any(lower.rate_pct >= rate for lower in values.get("lower_rates", ())):
        note("lower_rates", _("Een lager percentage moet onder rate_pct liggen. Verbeter een van beide."))
    written = own.written | general.written
    if ("brackets" in written) != ("brackets_apply_to" in written):
        note("brackets", _('Schrijf bij brackets ook brackets_apply_to = "slice" of "whole"; het een kan niet zonder het ander.'))
    if rate is not None and values.get("agreed_rate_up_to_pct", rate) < rate:
        note("agreed_rate_up_to_pct", _("Het afgesproken percentage kan niet lager zijn dan rate_pct."))


# ---------------------------------------------------------------- milestones


def milestone_of(book: Book, raw: Any, path: Path, parent: Provenance | None) -> MilestoneRule | None:
    """Return a milestone, or None when it has a mistake."""
    section = book.section(raw, path, fields.MILESTONE_KEYS, parent)
    is_whole, before = book.require(section, fields.MILESTONE_KEYS), len(book.mistakes)
    if ("days" in section.written) == ("months" in section.written):
        book.note(path, _("Schrijf days (dagen) of months (maanden) na de dag waarvan u telt, niet allebei."))
    if not is_whole or len(book.mistakes) > before:
        return None
    return MilestoneRule(key=str(path[-1]), **section.values, origins=section.origins_of_all)


# ---------------------------------------------------------------- building blocks


def blocks_of(book: Book, parent: Provenance | None) -> dict[str, BuildingBlock]:
    """Return the building blocks: what each says itself, on top of what `[counting]` says for all."""
    counting = book.section(book.tables.get("counting", {}), ("counting",), fields.COUNTING_KEYS, parent)
    if counting.values and not book.tables.get("blocks"):
        book.note(("counting",), _("[counting] geldt voor de bouwblokken in dit bestand, en die zijn er niet. Haal de tabel weg."))

    def build(book: Book, raw: Any, path: Path, parent: Provenance | None) -> BuildingBlock | None:
        return _block(book, book.section(raw, path, fields.BLOCK_KEYS, parent), counting)

    return tables_of(book, "blocks", parent, build)


def _block(book: Book, own: Section, counting: Section) -> BuildingBlock | None:
    section = own.over(counting)
    is_whole, before = book.require(section, fields.BLOCK_KEYS), len(book.mistakes)
    values = dict(section.values)
    unit = values.get("per")
    is_flat = unit is Unit.ONCE and "pro_rata" not in own.values
    values["pro_rata"] = frozenset() if is_flat else values.get("pro_rata", BOTH)
    _check_counting(book, own, section.written, values)
    if not is_whole or len(book.mistakes) > before:
        return None
    return BuildingBlock(key=str(own.path[-1]), **values, origins=section.origins_of_all)


def _check_counting(book: Book, own: Section, written: frozenset[str], values: Mapping[str, Any]) -> None:
    """Note what a block lacks or contradicts, as far as what it says is sound."""
    path, unit = own.path, values.get("per")
    full, least = (values.get("full_time_hours_per_week"), values.get("minimum_hours_per_week"))
    if unit is not None and needs_full_time(unit, values["pro_rata"]) and "full_time_hours_per_week" not in written:
        book.note(path, _("Hier ontbreekt full_time_hours_per_week. Schrijf bijvoorbeeld 36, hier of in [counting]."))
    if full is not None and least is not None and least > full:
        book.note((*path, "minimum_hours_per_week"), _("Het minimum is hoger dan een volledige werkweek. Verbeter een van beide."))
    if "cap_months" not in written and unit is not Unit.ONCE:
        book.note(path, _('Hier ontbreekt cap_months: hoe lang telt iemand? Schrijf cap_months = 12, of "always" als iemand altijd telt.'))
    if "cap_months" in values and values["cap_months"] is None and "wage_cost_subsidy_extends_cap" in own.values:
        book.note((*path, "wage_cost_subsidy_extends_cap"), _('Bij cap_months = "always" doet deze sleutel niets. Haal hem weg.'))
    if "pro_rata" in own.values and unit is not None:
        _check_pro_rata(book, path, unit, values["pro_rata"])


def needs_full_time(unit: Unit, pro_rata: frozenset[ProRata]) -> bool:
    """Return whether a value cannot be computed without the hours of a full working week."""
    return unit is Unit.DAY or (unit is not Unit.HOUR and ProRata.HOURS in pro_rata)


def _check_pro_rata(book: Book, path: Path, unit: Unit, pro_rata: frozenset[ProRata]) -> None:
    if unit in (Unit.DAY, Unit.HOUR):
        book.note((*path, "pro_rata"), _("Een waarde per dag of uur telt altijd naar de uren en dagen. Haal pro_rata weg."))
    if unit is Unit.ONCE and ProRata.DURATION in pro_rata:
        book.note((*path, "pro_rata"), _('Een waarde die eenmaal telt, gaat niet naar duur. Schrijf pro_rata = ["hours"] of haal het weg.'))


def bonus_of(book: Book, raw: Any, path: Path, parent: Provenance | None) -> Bonus | None:
    """Return a bonus, or None when it has a mistake."""
    section = book.section(raw, path, fields.BONUS_KEYS, parent)
    is_whole, before = book.require(section, fields.BONUS_KEYS), len(book.mistakes)
    values, written = section.values, section.written
    unit = values.get("per")
    if unit is not None and (unit is Unit.COSTS) == ("value" in written):
        book.note(path, _('Een toeslag heeft een value, behalve bij per = "costs": dan tellen de kosten zelf.'))
    if ("age_from" in written or "age_below" in written) != ("age_on" in written):
        book.note(path, _('Bij een leeftijd hoort de dag waarop u kijkt: age_from = 55 met age_on = "start".'))
    if values.get("age_below", 101) <= values.get("age_from", 0):
        book.note((*path, "age_below"), _("Niemand is zo oud: age_below moet hoger zijn dan age_from."))
    if unit is not None and "pro_rata" in values:
        _check_pro_rata(book, path, unit, values["pro_rata"])
        if unit is Unit.COSTS:
            book.note((*path, "pro_rata"), _("Kosten tellen altijd helemaal mee. Haal pro_rata weg."))
    if not is_whole or len(book.mistakes) > before:
        return None
    return Bonus(key=str(path[-1]), **values, origins=section.origins_of_all)


# ---------------------------------------------------------------- other ways to fulfil


def cost_block_of(book: Book, raw: Any, path: Path, parent: Provenance | None) -> CostBlock | None:
    """Return a training or activity, or None when it has a mistake."""
    section = book.section(raw, path, fields.COST_KEYS, parent)
    is_whole, before = book.require(section, fields.COST_KEYS), len(book.mistakes)
    if "per" in section.values:
        _check_costs(book, section, section.values["per"])
    if not is_whole or len(book.mistakes) > before:
        return None
    return CostBlock(key=str(path[-1]), **section.values, origins=section.origins_of_all)


def _check_costs(book: Book, section: Section, unit: Unit) -> None:
    is_costs = unit in (Unit.COSTS, Unit.AGREED)
    if is_costs == ("value" in section.written):
        book.note(section.path, _('Een waarde per uur, dag of keer heeft een value; bij per = "costs" of "agreed" telt het bedrag zelf.'))
    unused = "per_person" if is_costs else "share_pct"
    if unused in section.written:
        book.note((*section.path, unused), _('Deze sleutel doet niets bij per = "{unit}". Haal hem weg.').format(unit=unit))


def share_of(unit: Unit) -> Callable[[Book, Any, Path, Provenance | None], CostBlock | None]:
    """Return what builds a block that counts for a share: of an invoice, or of the obligation."""

    def build(book: Book, raw: Any, path: Path, parent: Provenance | None) -> CostBlock | None:
        # Nobody reviews a PSO level claim by claim.
        keys = fields.PURCHASE_KEYS if unit is Unit.INVOICE else fields.SHARE_KEYS
        section = book.section(raw, path, keys, parent)
        if not book.require(section, keys):
            return None
        return CostBlock(key=str(path[-1]), per=unit, **section.values, origins=section.origins_of_all)

    return build


def limit_of(book: Book, raw: Any, path: Path, parent: Provenance | None) -> Limit | None:
    """Return a limit, or None when it has a mistake."""
    section = book.section(raw, path, fields.LIMIT_KEYS, parent)
    is_whole, before = book.require(section, fields.LIMIT_KEYS), len(book.mistakes)
    written = section.written
    if "kinds" not in written and "blocks" not in written:
        book.note(path, _('Zeg waarvoor dit maximum geldt: kinds = ["activities"] of blocks = ["naam_van_een_bouwblok"].'))
    if ("maximum_pct" in written) == ("maximum" in written):
        book.note(path, _("Schrijf maximum_pct (van de verplichting) of maximum (in euro's), niet allebei."))
    if not is_whole or len(book.mistakes) > before:
        return None
    return Limit(key=str(path[-1]), **section.values, origins=section.origins_of_all)


# ---------------------------------------------------------------- the final account


def withholding_of(book: Book, parent: Provenance | None) -> Withholding | None:
    """Return what is withheld at the final account; None when the policy does not say, or when that has a mistake."""
    if "withholding" not in book.tables:
        return None
    section = book.section(book.tables["withholding"], ("withholding",), fields.WITHHOLDING_KEYS, parent)
    if not book.require(section, fields.WITHHOLDING_KEYS):
        return None
    return Withholding(**section.values, origins=section.origins_of_all)
