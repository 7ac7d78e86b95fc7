"""The forms in which an officer says what happened to a contract: one for each kind of event, from text to what the event says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from sroi.contracts.rules import (
    Amendment,
    Change,
    ContractType,
    Correction,
    EventKind,
    Option,
    Suspension,
    Termination,
    ThresholdDecision,
    Turnover,
    contract_type_label,
    kind_label,
)
from sroi.register.registration import kvk_field, parse_share
from sroi.values import day_after, parse_date, parse_euros
from sroi.web.forms import Field

KEEPS, LAPSES = "keeps", "lapses"


@dataclass(frozen=True)
class EventForm:
    """One kind of event as a form: what it asks, and what the answers say. `change` is None where the operation makes it."""

    kind: EventKind
    intro: str
    fields: tuple[Field, ...]
    change: Callable[[Mapping[str, Any]], Change] | None

    @property
    def title(self) -> str:
        """Return the Dutch name of the kind."""
        return kind_label(self.kind)


def event_form(slug: str) -> EventForm | None:
    """Return the form of an address, or None when there is no such form."""
    made = FORMS.get(slug)
    return made() if made else None


def event_choices() -> tuple[tuple[str, str], ...]:
    """Return the address and the name of each form that an officer may choose; a decision is asked for, never chosen."""
    return tuple((slug, made().title) for slug, made in FORMS.items() if slug != "besluit")


def _day(label: str, *, hint: str = "") -> Field:
    return Field(name="effective_on", label=label, kind="date", parse=parse_date, hint=hint)


def _reason(*, required: bool = False) -> Field:
    return Field(name="reason", label=_("Toelichting"), kind="textarea", required=required, max_length=2_000)


def _optional_date(name: str, label: str, *, hint: str = "") -> Field:
    return Field(name=name, label=label, kind="date", parse=parse_date, required=False, hint=hint)


def _money(name: str, label: str, *, hint: str = "", required: bool = False) -> Field:
    return Field(name=name, label=label, kind="money", parse=parse_euros, required=required, hint=hint)


def _amendment() -> EventForm:
    fields = (
        _day(_("Geldig vanaf")),
        _money(
            "sum_change",
            _("Bedrag erbij of eraf, exclusief btw"),
            hint=_("Meerwerk als 25.000,00; minderwerk met een minteken: -25.000,00."),
        ),
        _money("wage_sum_change", _("Loonsom erbij of eraf"), hint=_("Alleen als het beleid met de loonsom rekent.")),
        _optional_date("ends_on", _("Nieuwe laatste dag van het contract")),
        _reason(),
    )
    return EventForm(EventKind.AMENDMENT, _("De verplichting wordt berekend over de nieuwe som."), fields, _to_amendment)


def _to_amendment(got: Mapping[str, Any]) -> Change:
    return Amendment(got["sum_change"] or Decimal("0.00"), day_after(got["ends_on"]), got["wage_sum_change"])


def _option() -> EventForm:
    fields = (
        _day(_("De optie gaat in op")),
        _money("sum_change", _("Bedrag van de optie, exclusief btw")),
        _optional_date("ends_on", _("Nieuwe laatste dag van het contract")),
        _reason(),
    )
    intro = _("Een optie telt mee zodra zij is gelicht.")
    return EventForm(EventKind.OPTION, intro, fields, lambda got: Option(got["sum_change"] or Decimal("0.00"), day_after(got["ends_on"])))


def _turnover() -> EventForm:
    fields = (
        Field(name="start", label=_("Eerste dag van de periode"), kind="date", parse=parse_date),
        Field(name="until", label=_("Laatste dag van de periode"), kind="date", parse=parse_date),
        _money("amount", _("Gefactureerd in deze periode, exclusief btw"), required=True),
        _reason(),
    )
    intro = _("Neem dezelfde periode nog eens om een bedrag te verbeteren.")
    return EventForm(EventKind.TURNOVER, intro, fields, lambda got: Turnover(got["start"], day_after(got["until"]), got["amount"]))  # type: ignore[arg-type]


def _suspension() -> EventForm:
    fields = (
        Field(name="start", label=_("Eerste dag dat het werk stilligt"), kind="date", parse=parse_date),
        _optional_date("until", _("Laatste dag dat het werk stilligt"), hint=_("Laat leeg als u dat nog niet weet.")),
        _reason(),
    )
    intro = _("De verplichting verandert niet. Mijlpalen schuiven op met het aantal dagen dat het werk stilligt.")
    return EventForm(EventKind.SUSPENSION, intro, fields, lambda got: Suspension(got["start"], day_after(got["until"])))


def _termination() -> EventForm:
    fields = (
        _day(_("De laatste dag van het contract")),
        _money("final_sum", _("Eindbedrag van de opdracht, exclusief btw"), hint=_("Laat leeg als de opdrachtsom gelijk blijft.")),
        _reason(required=True),
    )
    return EventForm(EventKind.TERMINATION, _("Het WSP krijgt hiervan een melding."), fields, _to_termination)


def _to_termination(got: Mapping[str, Any]) -> Change:
    ends_before = day_after(got["effective_on"])
    assert ends_before is not None
    return Termination(ends_before, got["final_sum"])


def _takeover() -> EventForm:
    fields = (
        _day(_("Overgenomen per")),
        Field(name="contractor_name", label=_("Naam van de nieuwe opdrachtnemer"), max_length=200),
        kvk_field(label=_("KVK-nummer van de nieuwe opdrachtnemer"), must=True),
        _reason(required=True),
    )
    intro = _("De verplichting gaat over, met wat al is goedgekeurd. De vorige opdrachtnemer houdt zijn eigen opgaven.")
    return EventForm(EventKind.TAKEOVER, intro, fields, None)


def _correction() -> EventForm:
    types = tuple((kind.value, contract_type_label(kind)) for kind in ContractType)
    fields = (
        Field(name="contract_type", label=_("Soort opdracht"), kind="select", parse=ContractType, options=types, required=False),
        _money("contract_sum", _("Opdrachtsom exclusief btw")),
        _money("tender_sum", _("Inschrijfsom exclusief btw")),
        _money("wage_sum", _("Loonsom")),
        Field(name="labour_share_pct", label=_("Arbeidsdeel in procenten"), kind="number", parse=parse_share, required=False),
        _optional_date("published_on", _("Publicatiedatum van de aanbesteding")),
        _optional_date("awarded_on", _("Gunningsdatum")),
        _optional_date("starts_on", _("Startdatum")),
        _optional_date("ends_on", _("Laatste dag van het contract")),
        _reason(required=True),
    )
    intro = _(
        "Een correctie zegt dat iets bij de gunning verkeerd is vastgelegd, en geldt vanaf de gunning. Vul alleen in wat anders moet."
    )
    return EventForm(EventKind.CORRECTION, intro, fields, _to_correction)


def _to_correction(got: Mapping[str, Any]) -> Change:
    names = ("contract_type", "contract_sum", "tender_sum", "wage_sum", "labour_share_pct", "published_on", "awarded_on", "starts_on")
    return Correction(**{name: got[name] for name in names}, ends_before=day_after(got["ends_on"]))


def _decision() -> EventForm:
    choices = ((LAPSES, _("De verplichting vervalt")), (KEEPS, _("De verplichting blijft, over de lagere som")))
    fields = (
        _day(_("Besloten op")),
        Field(name="keeps", label=_("Besluit"), kind="radio", options=choices),
        _reason(required=True),
    )
    intro = _("Door een wijziging is dit contract onder het drempelbedrag gekomen. Wat al verplicht was, blijft staan tot u besluit.")
    return EventForm(EventKind.THRESHOLD_DECISION, intro, fields, lambda got: ThresholdDecision(keeps=got["keeps"] == KEEPS))


FORMS: dict[str, Callable[[], EventForm]] = {
    "meerwerk": _amendment,
    "optie": _option,
    "omzet": _turnover,
    "opschorting": _suspension,
    "beeindiging": _termination,
    "overname": _takeover,
    "correctie": _correction,
    "besluit": _decision,
}
