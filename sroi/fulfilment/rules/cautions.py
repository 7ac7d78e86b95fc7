"""What about a claim deserves a second look, in words: at entry for who reports it, at review for who decides. Pure.

A contractor may go on; the reviewer then sees the same. Only the WSP reads in which other claim a person or an invoice stands, for that
claim may be another contractor's: a contractor reads the numbers of its own claims alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from uuid import UUID

from sroi.fulfilment.rules.persons import PersonClaim, Work, is_over_full_time, is_same_employer
from sroi.partners.rules import PartnerFacts, Recognition, recognition
from sroi.values import Period, format_date, holds_bsn, last_day


@dataclass(frozen=True)
class Caution:
    """A sentence, and the field that it is about. `is_own` tells that it lies in the claim itself: what others report changes nothing."""

    field: str
    text: str
    is_own: bool = True


def person_cautions(*, others: Iterable[PersonClaim], work: Work, period: Period, reader: UUID | None) -> tuple[Caution, ...]:
    """Return that a person is claimed for on the same days elsewhere. `reader` is the contractor that reads it; None is the WSP."""
    found = [other for other in others if other.period.overlaps(period)]
    elsewhere = [other for other in found if not is_same_employer(other.employer_name, work.employer_name)]
    cautions = []
    if elsewhere:
        text = _("Deze persoon staat in dezelfde periode ook bij een andere werkgever.")
        if is_over_full_time(work=work, period=period, others=found):
            text += _(" Samen is dat meer dan een volledige werkweek.")
        cautions.append(Caution("employer_name", text + _where(elsewhere, reader), is_own=False))
    if reader is None:
        shared = sorted(other.number for other in found if other not in elsewhere)
        text = _("Deze persoon staat voor dezelfde dagen ook in opgave {number}.")
        cautions += [Caution("candidate_label", text.format(number=number), is_own=False) for number in shared]
    return tuple(cautions)


def _where(others: Iterable[PersonClaim], reader: UUID | None) -> str:
    numbers = sorted(other.number for other in others if reader in (None, other.organisation_id))
    return _(" Kijk bij opgave {numbers}.").format(numbers=", ".join(map(str, numbers))) if numbers else ""


def invoice_cautions(*, invoice_number: str, same: Iterable[tuple[int, UUID]], reader: UUID | None) -> tuple[Caution, ...]:
    """Return that an invoice stands in other claims, given as their numbers and organisations, or that its number may be a person's."""
    found = sorted(same)
    cautions = []
    if found and reader is None:
        text = _("Factuur {invoice} van deze leverancier staat ook in opgave {number}.")
        texts = [text.format(invoice=invoice_number, number=number) for number, _organisation in found]
        cautions = [Caution("invoice_number", each, is_own=False) for each in texts]
    elif found:
        own = ", ".join(str(number) for number, organisation in found if organisation == reader)
        text = _("Een factuur van deze leverancier met dit nummer is al eens opgegeven. Een factuur telt maar één keer.")
        where = _(" Kijk bij opgave {numbers}.").format(numbers=own) if own else ""
        cautions = [Caution("invoice_number", text + where, is_own=False)]
    if holds_bsn(invoice_number):
        text = _("Dit factuurnummer kan een burgerservicenummer zijn. Controleer of het echt het nummer van de factuur is.")
        cautions.append(Caution("invoice_number", text))
    return tuple(cautions)


def recognition_cautions(*, partner: PartnerFacts | None, supplier_kind: str, invoiced_on: date) -> tuple[Caution, ...]:
    """Return that a supplier was not recognised on the day of its invoice, or as another kind; nothing of one that is no known partner."""
    if partner is None:
        return ()
    held = recognition(partner, on=invoiced_on)
    if held is Recognition.EXPIRED:
        text = _("De erkenning van {supplier} gold tot en met {day}. De factuur is van daarna.")
        text = text.format(supplier=partner.name, day=format_date(last_day(partner.recognised_before)))
        return (Caution("invoiced_on", text, is_own=False),)
    if held is Recognition.LATER:
        text = _("De erkenning van {supplier} geldt vanaf {day}. De factuur is van daarvoor.")
        return (Caution("invoiced_on", text.format(supplier=partner.name, day=format_date(partner.recognised_from)), is_own=False),)
    if held is Recognition.NONE:
        text = _("{supplier} is in het partnerregister niet erkend als leverancier.")
        return (Caution("supplier_name", text.format(supplier=partner.name), is_own=False),)
    if partner.supplier_kind != supplier_kind:
        text = _("{supplier} staat in het partnerregister als een andere soort leverancier.")
        return (Caution("supplier_kind", text.format(supplier=partner.name), is_own=False),)
    return ()


def evidence_cautions(*, required: tuple[str, ...], shown: Iterable[str]) -> tuple[Caution, ...]:
    """Return which evidence that the policy asks is missing, and which was added that it does not name.

    `shown` is what each file shows; empty of one that nobody said it of, which may be any of what is missing.
    """
    given = list(shown)
    missing = [text for text in required if text not in given]
    cautions = []
    if len(missing) > given.count(""):
        cautions = [Caution("evidence", _("Dit bewijsstuk ontbreekt: {text}.").format(text=text)) for text in missing]
    if required:
        odd = [text for text in dict.fromkeys(given) if text and text not in required]
        text = _("Het beleid noemt dit bewijsstuk hier niet: {odd}. Het vraagt: {required}.")
        cautions += [Caution("evidence", text.format(odd=one, required=", ".join(required))) for one in odd]
    return tuple(cautions)
