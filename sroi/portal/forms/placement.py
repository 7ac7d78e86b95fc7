"""The form of a placement."""

from datetime import date
from decimal import Decimal
from gettext import gettext as _

from sroi.contracts.queries import municipalities
from sroi.contracts.rules import ContractRecord
from sroi.fulfilment.kinds.placement import PlacementDetails
from sroi.fulfilment.rules import UnableToReport, employment_kinds, person_token
from sroi.policy.rules import Policy
from sroi.portal.forms.form import DAY_HINT, ClaimForm, Values, kvk, positive
from sroi.values import day_after, format_decimal, format_short_date, last_day, parse_birth_year, parse_date, parse_percentage
from sroi.web import clock
from sroi.web.forms import Field, Typed


def _birth_year(text: str) -> int:
    return parse_birth_year(text, today=clock.today())


def _fields(policy: Policy) -> tuple[Field, ...]:
    return (*_person_fields(policy), *_work_fields(), *_worth_fields(policy))


def _person_fields(policy: Policy) -> tuple[Field, ...]:
    groups = tuple((key, block.label) for key, block in policy.blocks.items())
    towns = tuple(municipalities().items())
    return (
        Field(
            name="candidate_label",
            label=_("Kenmerk van de kandidaat"),
            max_length=60,
            hint=_("Initialen of een nummer dat u zelf kiest, geen naam. Gebruik voor dezelfde persoon steeds hetzelfde kenmerk."),
        ),
        Field(name="target_group", label=_("Doelgroep"), kind="select", options=(("", _("Kies een doelgroep")), *groups)),
        Field(name="residence", label=_("Woongemeente"), required=False, kind="select", options=(("", _("Onbekend")), *towns)),
        Field(
            name="employer_name",
            label=_("Werkgever"),
            max_length=200,
            hint=_("Uw eigen organisatie of een andere, bijvoorbeeld een onderaannemer."),
        ),
        Field(name="employer_kvk_number", label=_("KVK-nummer van de werkgever"), parse=kvk, required=False, kind="number"),
    )


def _work_fields() -> tuple[Field, ...]:
    return (
        Field(name="starts_on", label=_("Eerste werkdag"), parse=parse_date, kind="date", hint=DAY_HINT),
        Field(
            name="ends_on",
            label=_("Laatste werkdag"),
            parse=parse_date,
            required=False,
            kind="date",
            hint=_("Laat leeg als de plaatsing doorloopt."),
        ),
        Field(
            name="reported_on",
            label=_("U geeft op tot en met"),
            parse=parse_date,
            kind="date",
            hint=_("Ten hoogste vandaag. Wat daarna komt, geeft u later op; de dagen die u al opgaf tellen niet dubbel."),
        ),
        Field(name="hours_per_week", label=_("Uren per week"), parse=positive, kind="number", hint=_("Bijvoorbeeld 24 of 24,5.")),
        Field(
            name="share_pct",
            label=_("Deel voor dit contract, in procenten"),
            parse=parse_percentage,
            required=False,
            kind="number",
            hint=_("100 als deze plaatsing alleen hier telt. Werkt iemand voor meer contracten? Verdeel dan: samen ten hoogste 100."),
        ),
        Field(
            name="employment",
            label=_("Soort dienstverband"),
            required=False,
            kind="select",
            options=(("", _("Niet bekend")), *employment_kinds().items()),
        ),
    )


def _worth_fields(policy: Policy) -> tuple[Field, ...]:
    bonuses = tuple((key, bonus.label) for key, bonus in policy.bonuses.items())
    return (
        Field(
            name="wage_cost_subsidy_until",
            label=_("Loonkostensubsidie tot en met"),
            parse=parse_date,
            required=False,
            kind="date",
            hint=_("Alleen als er loonkostensubsidie is."),
        ),
        Field(name="bonuses", label=_("Toeslagen die van toepassing zijn"), required=False, kind="checkboxes", options=bonuses),
        Field(
            name="birth_year",
            label=_("Geboortejaar"),
            parse=_birth_year,
            required=False,
            kind="number",
            hint=_("Alleen nodig voor een leeftijdstoeslag."),
        ),
        Field(
            name="candidate_name",
            label=_("Voorletters en achternaam"),
            max_length=200,
            required=False,
            hint=_("Niet verplicht. Alleen om te herkennen of iemand al meetelt. De naam wordt direct versleuteld en niet bewaard."),
            autocomplete="off",
        ),
        Field(
            name="birth_date",
            label=_("Geboortedatum"),
            parse=parse_date,
            required=False,
            kind="date",
            hint=_("Alleen samen met de naam. Wordt niet bewaard."),
            autocomplete="off",
        ),
    )


def _details(values: Values, policy: Policy, key: str) -> PlacementDetails:
    name, born = values["candidate_name"], values["birth_date"]
    if (name is None) != (born is None):
        missing = "birth_date" if born is None else "candidate_name"
        raise UnableToReport(_("Vul de naam en de geboortedatum samen in, of laat beide leeg."), field=missing)
    return PlacementDetails(
        candidate_label=values["candidate_label"],
        target_group=values["target_group"],
        employer_name=values["employer_name"],
        employer_kvk_number=values["employer_kvk_number"],
        starts_on=values["starts_on"],
        ends_before=day_after(values["ends_on"]),
        reported_before=day_after(values["reported_on"]) or date.max,
        hours_per_week=values["hours_per_week"],
        residence=values["residence"],
        birth_year=values["birth_year"],
        wage_cost_subsidy_before=day_after(values["wage_cost_subsidy_until"]),
        bonuses=frozenset(values["bonuses"]),
        employment=values["employment"],
        share_pct=Decimal(100) if values["share_pct"] is None else values["share_pct"],
        person_token=None if name is None else person_token(name=name, birth_date=born, key=key),
    )


def _typed(details: PlacementDetails) -> dict[str, Typed]:
    return {
        "candidate_label": details.candidate_label,
        "target_group": details.target_group,
        "residence": details.residence or "",
        "employer_name": details.employer_name,
        "employer_kvk_number": details.employer_kvk_number or "",
        "starts_on": format_short_date(details.starts_on),
        "ends_on": format_short_date(last_day(details.ends_before)),
        "reported_on": format_short_date(last_day(details.reported_before)),
        "hours_per_week": format_decimal(details.hours_per_week),
        "share_pct": format_decimal(details.share_pct),
        "employment": details.employment or "",
        "wage_cost_subsidy_until": format_short_date(last_day(details.wage_cost_subsidy_before)),
        "bonuses": tuple(sorted(details.bonuses)),
        "birth_year": str(details.birth_year or ""),
    }


def _continued(details: PlacementDetails, today: date, is_ended: bool) -> dict[str, Typed]:
    """Return the same placement, reported until today or its last day; one that is ended has today as its last day, or an earlier one."""
    last = last_day(details.ends_before)
    if is_ended and (last is None or last > today):
        last = today
    until = today if last is None else min(last, today)
    return {**_typed(details), "ends_on": format_short_date(last), "reported_on": format_short_date(until)}


def _initial(contract: ContractRecord, today: date) -> dict[str, Typed]:
    return {
        "employer_name": contract.facts.contractor_name,
        "employer_kvk_number": contract.facts.kvk_number or "",
        "reported_on": format_short_date(today),
        "share_pct": "100",
    }


PLACEMENT_FORM = ClaimForm("placement", "plaatsing", _fields, _initial, _details, _typed, _continued)
