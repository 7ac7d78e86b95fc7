"""The form of each kind of fulfilment: text to its details, and its details back to text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from sroi.contracts.queries import municipalities
from sroi.contracts.rules import ContractRecord
from sroi.fulfilment.kinds.placement import PlacementDetails
from sroi.fulfilment.kinds.social_purchase import SocialPurchaseDetails
from sroi.fulfilment.kinds.training import TrainingDetails
from sroi.fulfilment.rules import UnableToReport, person_token
from sroi.policy.rules import Policy
from sroi.values import (
    day_after,
    format_decimal,
    format_short_date,
    last_day,
    parse_birth_year,
    parse_date,
    parse_decimal,
    parse_euros,
    parse_kvk_number,
)
from sroi.web import clock
from sroi.web.forms import Field, Typed

Values = Mapping[str, Any]
MAX_PARTICIPANTS = 1_000
DAY_HINT = _("Dag-maand-jaar, bijvoorbeeld 31-12-2024.")


@dataclass(frozen=True)
class ClaimForm:
    """The form of one kind. `details` takes the values and the key of the person token; it may raise UnableToReport."""

    fields: Callable[[Policy], tuple[Field, ...]]
    initial: Callable[[ContractRecord, date], dict[str, Typed]]
    details: Callable[[Values, str], Any]
    typed: Callable[[Any], dict[str, Typed]]


def _positive(text: str) -> Decimal:
    number = parse_decimal(text)
    if number <= 0 or number * 100 != int(number * 100):
        raise ValueError(_("Vul een getal groter dan 0 in, met ten hoogste twee decimalen."))
    return number


def _birth_year(text: str) -> int:
    return parse_birth_year(text, today=clock.today())


def _people(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4 and 1 <= int(text) <= MAX_PARTICIPANTS):
        raise ValueError(_("Vul het aantal deelnemers in, van 1 tot en met 1.000."))
    return int(text)


def _kvk(text: str) -> str:
    return parse_kvk_number(text).number


def _placement_fields(policy: Policy) -> tuple[Field, ...]:
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
        Field(name="employer_kvk_number", label=_("KVK-nummer van de werkgever"), parse=_kvk, required=False, kind="number"),
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
        Field(name="hours_per_week", label=_("Uren per week"), parse=_positive, kind="number", hint=_("Bijvoorbeeld 24 of 24,5.")),
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


def _placement_details(values: Values, key: str) -> PlacementDetails:
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
        person_token=None if name is None else person_token(name=name, birth_date=born, key=key),
    )


def _placement_typed(details: PlacementDetails) -> dict[str, Typed]:
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
        "wage_cost_subsidy_until": format_short_date(last_day(details.wage_cost_subsidy_before)),
        "bonuses": tuple(sorted(details.bonuses)),
        "birth_year": str(details.birth_year or ""),
    }


def _placement_initial(contract: ContractRecord, today: date) -> dict[str, Typed]:
    return {
        "employer_name": contract.facts.contractor_name,
        "employer_kvk_number": contract.facts.kvk_number or "",
        "reported_on": format_short_date(today),
    }


def _training_fields(policy: Policy) -> tuple[Field, ...]:
    return (
        Field(name="title", label=_("Training of opleiding"), max_length=300, hint=_("Bijvoorbeeld: praktijkverklaring groenvoorziening.")),
        Field(name="provider", label=_("Opleider"), max_length=200),
        Field(name="participants", label=_("Aantal deelnemers uit de doelgroep"), parse=_people, kind="number"),
        Field(name="starts_on", label=_("Eerste dag"), parse=parse_date, kind="date", hint=DAY_HINT),
        Field(name="ends_on", label=_("Laatste dag"), parse=parse_date, kind="date"),
        Field(name="hours", label=_("Aantal uren"), parse=_positive, required=False, kind="number"),
        Field(name="amount", label=_("Kosten exclusief btw"), parse=parse_euros, kind="money"),
    )


def _training_details(values: Values, key: str) -> TrainingDetails:
    return TrainingDetails(
        title=values["title"],
        provider=values["provider"],
        participants=values["participants"],
        starts_on=values["starts_on"],
        ends_before=day_after(values["ends_on"]) or date.max,
        hours=values["hours"],
        costs=values["amount"],
    )


def _training_typed(details: TrainingDetails) -> dict[str, Typed]:
    return {
        "title": details.title,
        "provider": details.provider,
        "participants": str(details.participants),
        "starts_on": format_short_date(details.starts_on),
        "ends_on": format_short_date(last_day(details.ends_before)),
        "hours": "" if details.hours is None else format_decimal(details.hours),
        "amount": format_decimal(details.costs),
    }


def _purchase_fields(policy: Policy) -> tuple[Field, ...]:
    kinds = tuple((key, block.label) for key, block in policy.purchases.items())
    return (
        Field(name="supplier_name", label=_("Leverancier"), max_length=200),
        Field(name="supplier_kvk_number", label=_("KVK-nummer van de leverancier"), parse=_kvk, required=False, kind="number"),
        Field(name="supplier_kind", label=_("Soort leverancier"), kind="radio", options=kinds),
        Field(name="invoice_number", label=_("Factuurnummer"), max_length=100),
        Field(name="invoiced_on", label=_("Factuurdatum"), parse=parse_date, kind="date", hint=DAY_HINT),
        Field(name="description", label=_("Wat is er ingekocht?"), max_length=300, required=False),
        Field(name="amount", label=_("Bedrag exclusief btw"), parse=parse_euros, kind="money"),
    )


def _purchase_details(values: Values, key: str) -> SocialPurchaseDetails:
    return SocialPurchaseDetails(
        supplier_name=values["supplier_name"],
        supplier_kvk_number=values["supplier_kvk_number"],
        supplier_kind=values["supplier_kind"],
        invoice_number=values["invoice_number"],
        invoiced_on=values["invoiced_on"],
        description=values["description"] or "",
        amount=values["amount"],
    )


def _purchase_typed(details: SocialPurchaseDetails) -> dict[str, Typed]:
    return {
        "supplier_name": details.supplier_name,
        "supplier_kvk_number": details.supplier_kvk_number or "",
        "supplier_kind": details.supplier_kind,
        "invoice_number": details.invoice_number,
        "invoiced_on": format_short_date(details.invoiced_on),
        "description": details.description,
        "amount": format_decimal(details.amount),
    }


FORMS: dict[str, ClaimForm] = {
    "placement": ClaimForm(_placement_fields, _placement_initial, _placement_details, _placement_typed),
    "training": ClaimForm(_training_fields, lambda contract, today: {"participants": "1"}, _training_details, _training_typed),
    "social_purchase": ClaimForm(_purchase_fields, lambda contract, today: {}, _purchase_details, _purchase_typed),
}
