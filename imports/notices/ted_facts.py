"""What a TED notice of the older schema says of the procedure and its lots -> fields of a row.

In: a notice and the lots that a row is about. Out: those fields in a draft. One form may hold several lots (OBJECT_DESCR), and several
awards (AWARD_CONTRACT) that name them by number.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from imports.codelists import words
from imports.fields import lots as lot_numbers
from imports.notices.amounts import put_other_sum, read_amount
from imports.notices.clauses import Clauses
from imports.notices.days import Planned, put_period, read_day
from imports.notices.draft import Draft
from imports.notices.elements import Places, all_at, child, first_at, local_name, text_at, text_of
from imports.notices.fields import put_cpv, put_nuts, put_title, put_type, shown_title
from imports.notices.parties import warn_of_more_buyers
from imports.notices.texts import identifier, shortened, shown
from imports.rows import MAX_NAMED, Clause, Lot
from imports.translation import gettext as _
from imports.xml_document import Element

NATURES = {"1": "works", "2": "supplies", "4": "services"}
RESERVED = {
    "RESTRICTED_SHELTERED_WORKSHOP": "res-ws",
    "RESTRICTED_SHELTERED_PROGRAM": "res-ws",
    "RESERVED_ORGANISATIONS_SERVICE_MISSION": "res-pub-ser",
}
# Of thousands of real notices the longest list of lots has 186 signs, and all lists of one notice have 5.000.
LONGEST_LOT_NUMBER, MAX_LOT_SIGNS = 1_000, 100_000

_RANGE = re.compile(r"^(\d{1,3})\s?[-–]\s?(\d{1,3})$")
_NUMBER_IN_JOURNAL = re.compile(r"^(\d{4})/S\s*\d+-(\d+)$")


class TedNotice:
    """One notice and the form in it that is read."""

    def __init__(self, root: Element, form: Element) -> None:
        self.root = root
        self.form = form
        self.form_name = local_name(form).partition("_")[0]
        self.contract = child(form, "OBJECT_CONTRACT")
        self.awards = all_at(form, "AWARD_CONTRACT")
        self.places = Places()
        self.clauses: dict[Element, tuple[Clause, ...]] = {}

    @cached_property
    def objects(self) -> dict[str, Element]:
        """Return the description of each lot by its number; of an undivided contract by an empty one."""
        found: dict[str, Element] = {}
        for described in all_at(self.contract, "OBJECT_DESCR"):
            found.setdefault(text_at(described, "LOT_NO"), described)
        return found

    @cached_property
    def whole(self) -> list[Element]:
        """Return what the form says of the contract as a whole."""
        return [part for part in (() if self.contract is None else self.contract) if local_name(part) != "OBJECT_DESCR"]

    def names_too_much(self) -> bool:
        """Return whether the lots and the awards name more lots, or at greater length, than can be true."""
        told = [*self.objects, *(text_at(award, "LOT_NO") for award in self.awards)]
        if max(map(len, told), default=0) > LONGEST_LOT_NUMBER or sum(map(len, told)) > MAX_LOT_SIGNS:
            return True
        named = accumulate(len(self.lots_of(award)) for award in self.awards)
        return any(so_far > MAX_NAMED for so_far in named)

    def lots_of(self, award: Element) -> tuple[str, ...]:
        """Return the numbers of the lots that an award names, or of the only lot."""
        text = text_at(award, "LOT_NO")
        if not text:
            return tuple(self.objects) if len(self.objects) == 1 else ()
        if text in self.objects:
            return (text,)
        named = tuple(dict.fromkeys(self._numbered.get(lot, lot) for one in lot_numbers(text) for lot in self._in_range(one)))
        return (text,) if "/" in text and not set(named) <= set(self.objects) else named

    @cached_property
    def _numbered(self) -> dict[str, str]:
        """Return the lots by what an award may call them: `2` for the lot that is described as `Perceel 2`."""
        return {plain: lot for lot in self.objects if (plain := "".join(lot_numbers(lot)[:1]))}

    def _in_range(self, text: str) -> tuple[str, ...]:
        """Return the lots from the first to the last of `1-3` where the form describes them all; else the text as it is."""
        found = _RANGE.match(text)
        lots = tuple(map(str, range(int(found[1]), int(found[2]) + 1))) if found else ()
        return lots if lots and set(lots) <= self._numbered.keys() else (text,)

    def described(self, lots: Sequence[str]) -> list[Element]:
        """Return the descriptions of these lots, or the only description."""
        found = [self.objects[lot] for lot in lots if lot in self.objects]
        return found or (list(self.objects.values()) if len(self.objects) == 1 else [])


def journal_number(text: str) -> str:
    """Return `449082-2017` for `2017/S 216-449082`, as TED numbers its notices; any other text as it is."""
    found = _NUMBER_IN_JOURNAL.match(text)
    return f"{found[2]}-{found[1]}" if found else identifier(text)


def put_identity(draft: Draft, notice: TedNotice) -> None:
    """Keep which notice this is; its procedure is that of the notice it refers to, or its own."""
    data = first_at(notice.root, "CODED_DATA_SECTION/NOTICE_DATA")
    printed = first_at(data, "NO_DOC_OJS")
    number = identifier(notice.root.get("DOC_ID", "")) or journal_number(text_of(printed))
    draft.put_notice("notice_id", number, printed if printed is not None else notice.root, raw=number)
    earlier = earlier_notice(notice)
    told = journal_number(text_of(earlier)) or number
    draft.put_notice("procedure_id", told, earlier if earlier is not None else notice.root, raw=text_of(earlier) or number)
    published = first_at(notice.root, "CODED_DATA_SECTION/REF_OJS/DATE_PUB")
    element = published if published is not None else first_at(notice.form, "COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE")
    try:
        draft.put_notice("published_on", read_day(text_of(element)), element)
    except ValueError:
        draft.warn("published_on", _("De datum van de aankondiging is niet te lezen."), element)


def earlier_notice(notice: TedNotice) -> Element | None:
    """Return the number of the notice that this one goes back to: as the form names it, or else as TED does."""
    named = first_at(notice.form, "PROCEDURE/NOTICE_NUMBER_OJ")
    return named if named is not None else first_at(notice.root, "CODED_DATA_SECTION/NOTICE_DATA/REF_NOTICE/NO_DOC_OJS")


def put_authority(draft: Draft, notice: TedNotice) -> None:
    """Keep who buys; its number is one of TenderNed, whatever its form, and so no number of the Chamber of Commerce."""
    addresses = all_at(notice.form, "CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY")
    name = first_at(addresses[0], "OFFICIALNAME") if addresses else None
    draft.put("contracting_authority", shown(text_of(name)), name)
    if name is None:
        draft.ask("contracting_authority", _("De aankondiging noemt geen aanbestedende dienst. Vul die in."))
        return
    number = first_at(addresses[0], "NATIONALID")
    draft.put_notice("authority_number", identifier(text_of(number)), number)
    others = [*addresses[1:], *all_at(notice.form, "CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY_ADDITIONAL")]
    if others:
        warn_of_more_buyers(draft, [first_at(address, "OFFICIALNAME") for address in (addresses[0], *others)])


def put_objects(draft: Draft, notice: TedNotice, lots: Sequence[str]) -> None:
    """Keep what the contract and its lots say of title, type, codes, period, place, options and estimate."""
    contract, described = notice.contract, notice.described(lots)
    named = tuple(lot for lot in lots if lot)
    draft.put("lots", named, *[first_at(one, "LOT_NO") for one in described])
    titles = [first_at(one, "TITLE") for one in described]
    draft.notice["lots"] = tuple(Lot(lot, shown_title(first_at(notice.objects.get(lot), "TITLE"))) for lot in named)
    put_title(draft, first_at(contract, "TITLE"), titles[0] if len(titles) == 1 < len(notice.objects) else None)
    _put_type(draft, notice)
    code = first_at(contract, "CPV_MAIN/CPV_CODE")
    put_cpv(draft, code, code="" if code is None else code.get("CODE", ""))
    put_nuts(draft, [place for one in described for place in all_at(one, "NUTS")])
    put_period(draft, [planned(one) for one in described])
    options = [text for one in described for name in ("RENEWAL_DESCR", "OPTIONS_DESCR") if (text := first_at(one, name)) is not None]
    draft.put("extension_options", shortened("; ".join(dict.fromkeys(shown(text_of(text)) for text in options))), *options)
    framework = child(child(notice.form, "PROCEDURE"), "FRAMEWORK")
    if framework is not None:
        draft.put_notice("is_framework", True, framework)
    _put_estimate(draft, notice, described)


def _put_type(draft: Draft, notice: TedNotice) -> None:
    """Keep the type that the form tells, else the one that TED gave the notice: some forms, as that of social services, have none."""
    kind = first_at(notice.contract, "TYPE_CONTRACT")
    if kind is not None:
        put_type(draft, kind, code=kind.get("CTYPE", ""))
        return
    nature = first_at(notice.root, "CODED_DATA_SECTION/CODIF_DATA/NC_CONTRACT_NATURE")
    put_type(draft, nature, code="" if nature is None else NATURES.get(nature.get("CODE", ""), ""))


def _put_estimate(draft: Draft, notice: TedNotice, described: Sequence[Element]) -> None:
    """Keep the estimate of the lots, or of the whole contract when the row is about all of it."""
    of_lots = [value for one in described if (value := first_at(one, "VAL_OBJECT")) is not None]
    if len(described) == len(notice.objects) and (whole := first_at(notice.contract, "VAL_ESTIMATED_TOTAL")) is not None:
        put_other_sum(draft, "estimated_sum", [read_amount(whole)])
    elif of_lots and len(of_lots) == len(described):
        put_other_sum(draft, "estimated_sum", [read_amount(value) for value in of_lots])


def planned(described: Element | None) -> Planned:
    """Return the elements that say when a lot runs."""
    duration = first_at(described, "DURATION")
    unit = "" if duration is None else duration.get("TYPE", "")
    return Planned(first_at(described, "DATE_START"), first_at(described, "DATE_END"), duration, unit)


def put_clauses(draft: Draft, notice: TedNotice, lots: Sequence[str], *others: Element | None) -> None:
    """Keep what the form, its lots and `others` say of social return, and for whom taking part is reserved."""
    clauses = Clauses(notice.clauses, notice.places)
    conditions = child(notice.form, "LEFTI")
    for name, code in RESERVED.items():
        if (flag := child(conditions, name)) is not None:
            clauses.add(flag, words("reserved-procurement")[code])
    clauses.search([*notice.whole, *notice.described(lots), conditions, child(notice.form, "PROCEDURE"), *others])
    clauses.search(all_at(notice.form, "COMPLEMENTARY_INFO/INFO_ADD"))
    if found := clauses.found():
        draft.notice["social_clauses"] = found
