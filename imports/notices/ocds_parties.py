"""Who stands in an OCDS release: the authority that buys and the firms that won.

In: the state of a process and an award. Out: parties, with their numbers told apart by scheme and form. Contact points and addresses
are not looked at, but for the country.
"""

import re

from imports.json_document import Node
from imports.notices.draft import Draft
from imports.notices.ocds_subjects import State, Subject, has_role
from imports.notices.parties import NAME_LENGTH, Numbers, numbers_of
from imports.notices.texts import identifier, shown
from imports.rows import Party
from imports.translation import gettext as _

NETHERLANDS = frozenset(["", "nl", "nld", "nederland", "netherlands", "the netherlands"])

_SCHEMED = re.compile(r"^([A-Z]{2,3}-[A-Z0-9]{2,10})-(.+)$")
_IS_NUMBER = re.compile(r"^(?!ORG-)(?=.*\d{4})[\w./ -]{6,}$", re.IGNORECASE)
_LOST_DECIMAL = re.compile(r"(?<=\d)\.0$")


def put_authority(draft: Draft, subject: Subject) -> None:
    """Keep who buys, and the number that the publisher gives it."""
    state = subject.state
    buyers = [
        state.at("buyer"),
        subject.tender.at("procuringEntity"),
        *subject.known.buyers,
    ]
    buyer = next((one for one in buyers if one.at("name")), None)
    buyer = buyer or next((party for one in buyers if (party := _party_of(subject.known, one)).at("name")), buyers[0])
    draft.put("contracting_authority", shown(buyer.at("name").text, NAME_LENGTH), buyer.at("name"))
    if not buyer.at("name"):
        draft.ask(
            "contracting_authority",
            _("Er staat niet bij wie de opdracht heeft gegeven. Vul de aanbestedende dienst in."),
            state.at("buyer"),
        )
    number = _party_of(subject.known, buyer).at("identifier", "id") or buyer.at("id")
    draft.put_notice("authority_number", identifier(_LOST_DECIMAL.sub("", number.text)), number)


def put_contractors(draft: Draft, subject: Subject) -> None:
    """Keep who won, each member of a group once; ask when nobody is named."""
    named = subject.contract.items("suppliers") or subject.award.items("suppliers")
    found: dict[tuple[str, str], Node] = {}
    for supplier in named:
        if any(supplier.at(name) for name in ("id", "name", "identifier")):
            found.setdefault((supplier.at("id").text, supplier.at("name").text), supplier)
    suppliers = list(found.values())
    leads = [has_role(_party_of(subject.known, one), "lead") for one in suppliers]
    if len(suppliers) > 1 and not any(leads):
        leads[0] = True
        if draft.notice.get("is_framework"):
            message = _("Bij deze raamovereenkomst staan meer opdrachtnemers. Controleer of zij samen of naast elkaar werken.")
        else:
            message = _("Er staat niet bij wie de combinatie leidt. Genomen is de eerste. Controleer dit.")
        draft.warn("contractor", message, suppliers[0])
    parties = tuple(
        _contractor(draft, subject.known, one, leads=lead and len(suppliers) > 1) for one, lead in zip(suppliers, leads, strict=True)
    )
    draft.values["contractors"] = parties
    if not parties:
        draft.ask("contractor", _("Er staat geen opdrachtnemer bij. Vul de opdrachtnemer in."), subject.award.at("suppliers"))
        return
    draft.keep_raw("contractor", "; ".join(party.name for party in parties), *[one.at("name") for one in suppliers])
    numbers = [party.kvk_number or party.oin or party.other_number or "" for party in parties]
    draft.keep_raw("kvk_number", "; ".join(numbers), *[one.at("id") for one in suppliers])


def _contractor(draft: Draft, known: State, supplier: Node, *, leads: bool) -> Party:
    party = _party_of(known, supplier)
    name = supplier.at("name") or party.at("name") or party.at("identifier", "legalName")
    numbers = _numbers(supplier, party, name.text)
    if numbers.note:
        draft.warn("kvk_number", numbers.note, supplier.at("id"))
    if not name:
        draft.ask("contractor", _("De naam van de opdrachtnemer ontbreekt. Vul de naam in."), supplier.at("name"))
    return Party(shown(name.text, NAME_LENGTH), numbers.kvk_number, numbers.oin, numbers.other_number, is_lead=leads)


def _numbers(supplier: Node, party: Node, name: str) -> Numbers:
    """Return the number of a supplier: a Dutch one where one is told, else the first."""
    country = party.first("address.country", "address.countryCode", "address.countryName").text.casefold()
    read = Numbers()
    for scheme, text in _identifiers(supplier, party):
        if not text or text == name:
            continue
        numbers = _by_scheme(scheme, text, is_dutch=country in NETHERLANDS)
        if numbers.kvk_number or numbers.oin:
            return numbers
        read = numbers if read == Numbers() else read
    return read


def _identifiers(supplier: Node, party: Node) -> list[tuple[str, str]]:
    """Return the identifiers as (scheme, number); the scheme may stand in front of the number, or nowhere."""
    found = [one.at("identifier") for one in (supplier, party)] + party.items("additionalIdentifiers")
    told = [(one.at("scheme").text, one.at("id").text) for one in found] + [("", supplier.at("id").text), ("", party.at("id").text)]
    return [_schemed(scheme, _LOST_DECIMAL.sub("", text)) for scheme, text in told]


def _schemed(scheme: str, text: str) -> tuple[str, str]:
    if found := _SCHEMED.match(text):
        return scheme or found[1], found[2]
    return scheme, text


def _by_scheme(scheme: str, text: str, *, is_dutch: bool) -> Numbers:
    plain = scheme.upper()
    if plain.endswith(("KVK", "COC")) or plain.startswith("NL-"):
        return numbers_of(text, country="NL")
    if plain:
        return Numbers(other_number=identifier(f"{scheme}-{text}"))
    read = numbers_of(text, country="NL" if is_dutch else "-")
    # An id without a scheme may number no more than the parties of this release.
    return read if read.kvk_number or read.oin or read.note or _IS_NUMBER.match(text) else Numbers()


def _party_of(known: State, reference: Node) -> Node:
    """Return the party that a reference means, by its id or else by its name, or the reference itself."""
    name = reference.at("name").text
    by_id = known.parties_by_id.get(reference.at("id").text, [])
    by_name = known.parties_by_name.get(name, [])
    of_both = next((party for party in by_id if party.at("name").text == name), None)
    return of_both or next(iter([*by_id, *by_name]), reference)
