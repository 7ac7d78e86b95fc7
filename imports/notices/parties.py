"""Who stands in a notice: names, and numbers told apart by their form.

In: a name, a number and a country as a notice gives them. Out: a `Party`. A number of nine digits that passes the test of a citizen
service number is dropped at the door, whoever it is of.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from imports.notices.draft import Draft
from imports.notices.elements import text_of
from imports.notices.texts import identifier, says_nothing, shortened, shown
from imports.rows import Party
from imports.translation import gettext as _
from imports.xml_document import Element
from sroi.values import holds_bsn, parse_kvk_number

NAME_LENGTH = 200
NETHERLANDS = frozenset(["NLD", "NL", ""])
OIN_LENGTH = 20
LONGEST_NUMBER = 200  # what is longer is no number

_LABEL = re.compile(
    r"^\s*(?:nl[\s:-]+)?(?:(?:kvk|k\.v\.k\.?|coc|kamer van koophandel|oin)\b[\s:.-]*(?:nummer|nr\.?)?[\s:.-]*|(?:0106|0190)\s*:\s*)",
    re.IGNORECASE,
)
_LEGAL_FORM = re.compile(
    r"\b(?:b\.?\s?v|n\.?\s?v|v\.?\s?o\.?\s?f|c\.?\s?v|u\.?\s?a|b\.?\s?a|stichting|vereniging|co[oö]peratie|maatschap|gmbh|ag|ltd|limited|llc|plc|inc|s\.?a|sarl|sas|srl|"
    r"bvba|nv|oy|ab|a/s|aps|kg|se|gemeente|combinatie|groep|group|holding|bouw|beheer|diensten|services|advies)\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\b[^\W\d_]")


class Numbers(NamedTuple):
    """A number by its form; at most one is filled. `note` is what a person must know."""

    kvk_number: str | None = None
    oin: str | None = None
    other_number: str | None = None
    note: str | None = None


def numbers_of(text: str, *, country: str, may_be_person: bool = True) -> Numbers:
    """Return a number by its form: eight digits of the Chamber of Commerce, also without a lost zero, twenty of an OIN, or another."""
    plain = " ".join(text[:LONGEST_NUMBER].split())
    if says_nothing(plain):
        return Numbers()
    if may_be_person and holds_bsn(plain):
        return Numbers(note=_("Een nummer van negen cijfers is niet overgenomen: het kan een burgerservicenummer zijn."))
    digits = re.sub(r"[\s.-]", "", _LABEL.sub("", plain))
    is_number = digits.isascii() and digits.isdigit() and digits.strip("0") != ""
    if is_number and len(digits) == OIN_LENGTH:
        # Some senders write the number of an establishment, twelve digits, behind that of the firm; an OIN starts with zeros.
        is_with_establishment = digits[:7] != "0" * 7 and digits[8:12] == "0000"
        return Numbers(kvk_number=digits[:8]) if is_with_establishment else Numbers(oin=digits)
    # Danish firms have numbers of eight digits too; six and seven are a Dutch number that lost its zeros.
    if is_number and country.upper() in NETHERLANDS and (len(digits) == 8 or len(digits) in (6, 7)):
        read = parse_kvk_number(digits)
        return Numbers(kvk_number=read.number, note=read.note)
    return Numbers(other_number=identifier(plain))


def told_numbers(draft: Draft, elements: Sequence[Element], *, field: str, country: str, may_be_person: bool = True) -> Numbers:
    """Return the first number of each form in the elements, with a warning for what was mended or dropped."""
    found = Numbers()
    for element in elements:
        read = numbers_of(text_of(element), country=country, may_be_person=may_be_person)
        if read.note:
            draft.warn(field, read.note, element)
        found = Numbers(found.kvk_number or read.kvk_number, found.oin or read.oin, found.other_number or read.other_number)
    return found


def warn_of_more_buyers(draft: Draft, names: Sequence[Element | None]) -> None:
    """Warn that more than one buys, when their names differ; the first is the one that was kept."""
    told = tuple(dict.fromkeys(text for name in names if (text := shown(text_of(name), NAME_LENGTH))))
    if len(told) > 1:
        message = _("Er zijn meer aanbestedende diensten: {names}. De eerste is overgenomen. Controleer dit.")
        draft.warn("contracting_authority", message.format(names=shortened(", ".join(told))), names[0])


class Named(NamedTuple):
    """The elements that hold a contractor's name and its numbers, its country, and what else the notice says of it."""

    name: Element | None
    numbers: Sequence[Element]
    country: str
    is_lead: bool = False
    is_person: bool = False


def put_contractors(draft: Draft, named: Sequence[Named], source: Element | None) -> tuple[Party, ...]:
    """Keep the contractors and return them, with a warning for what was mended or dropped; ask when there are none."""
    told = [one for one in named if text_of(one.name)]
    parties = _distinct([_party(draft, one) for one in told])
    draft.values["contractors"] = parties
    if not parties:
        draft.ask("contractor", _("De aankondiging noemt geen opdrachtnemer bij dit contract. Vul de opdrachtnemer in."), source)
        return parties
    if len(told) < len(named):
        draft.ask("contractor", _("Van een opdrachtnemer is de naam niet openbaar gemaakt. Vul die aan."), source)
    numbers = [number for party in parties for number in (party.kvk_number, party.oin, party.other_number) if number]
    draft.keep_raw("contractor", "; ".join(party.name for party in parties), *[one.name for one in told])
    draft.keep_raw("kvk_number", "; ".join(numbers), *[number for one in told for number in one.numbers])
    return parties


def _distinct(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return each contractor once: a notice may list one firm several times, for each tender or address; who is alone leads nobody."""
    found: dict[Party, Party] = {}
    for party in parties:
        found.setdefault(replace(party, is_lead=False), party)
    return tuple(found) if len(found) == 1 else tuple(found.values())


def _party(draft: Draft, named: Named) -> Party:
    """Return one contractor; of a person without a number or name of a firm only the initials are kept."""
    numbers = told_numbers(draft, named.numbers, field="kvk_number", country=named.country)
    name = shown(text_of(named.name), NAME_LENGTH)
    if named.is_person and numbers.kvk_number is None and not _LEGAL_FORM.search(name):
        name = " ".join(f"{initial.upper()}." for initial in _INITIAL.findall(name))
        draft.warn("contractor", _("De opdrachtnemer is een natuurlijk persoon. Alleen de voorletters zijn overgenomen."), named.name)
    elif named.is_person:
        draft.warn("contractor", _("{name} staat in de aankondiging als natuurlijk persoon. Controleer dit.").format(name=name), named.name)
    return Party(name, numbers.kvk_number, numbers.oin, numbers.other_number, named.is_lead, named.is_person)
