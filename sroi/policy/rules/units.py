"""The Dutch words for what a value is given for."""

from gettext import gettext as _

from sroi.policy.rules.schema import Unit


def per_unit(unit: Unit) -> str:
    """Return `per jaar`, `eenmalig`, ..., as it stands behind an amount."""
    return {
        Unit.YEAR: _("per jaar"),
        Unit.MONTH: _("per maand"),
        Unit.WEEK: _("per week"),
        Unit.DAY: _("per dag"),
        Unit.HOUR: _("per uur"),
        Unit.ONCE: _("eenmalig"),
        Unit.COSTS: _("de gemaakte kosten"),
        Unit.AGREED: _("een bedrag in overleg"),
        Unit.INVOICE: _("van de factuur"),
        Unit.OBLIGATION: _("van de verplichting"),
    }[unit]


def units_label(unit: Unit) -> str:
    """Return the label of a count of units: `Jaren die tellen`."""
    return {
        Unit.YEAR: _("Jaren die tellen"),
        Unit.MONTH: _("Maanden die tellen"),
        Unit.WEEK: _("Weken die tellen"),
        Unit.DAY: _("Dagen gewerkt"),
        Unit.HOUR: _("Uren gewerkt"),
    }.get(unit, _("Aantal"))


def rest_of_unit(unit: Unit) -> str:
    """Return how a year, month or week that is not whole is counted."""
    return {
        Unit.YEAR: _("Hele jaren, en de overige dagen als deel van het jaar dat dan loopt"),
        Unit.MONTH: _("Hele maanden, en de overige dagen als deel van de maand die dan loopt"),
        Unit.WEEK: _("Hele weken, en de overige dagen als deel van zeven dagen"),
    }[unit]
