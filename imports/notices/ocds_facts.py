"""What an OCDS release says of one contract: its number, parties, object, sums and days.

In: the state of a process, and the award and the contract in it that a row is about. Out: those fields in a draft. Paths are those of
the release, or of the process where more releases were put together.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from imports.json_document import Node
from imports.notices.amounts import put_contract_sum, put_other_sum
from imports.notices.days import OPEN_END_YEAR, is_too_far_off, read_day
from imports.notices.draft import Draft
from imports.notices.fields import is_ordinal, put_cpv_code
from imports.notices.ocds_amounts import amount_at, tells_amount
from imports.notices.ocds_subjects import Subject
from imports.notices.texts import IDENTIFIER_LENGTH, KEY_LENGTH, shortened, shown
from imports.rows import Lot, NoticeKind
from imports.translation import gettext as _
from sroi.values import AMSTERDAM, add_months, format_short_date, last_day

TENDERNED = "ocds-1l04xe-"
TYPES = {"works": "works", "services": "services", "consultingservices": "services", "goods": "supplies", "supplies": "supplies"}
DAYS_A_MONTH, DAYS_A_YEAR = 30, 365  # by which TenderNed turns months and years into days

_NUTS = re.compile(r"^[A-Z]{2}[0-9A-Z]{1,3}$")
_LOST_DECIMAL = re.compile(r"(?<=\d)\.0$")
_UTC = re.compile(r"^(\d{4}-\d\d-\d\d)T(2[23]):00:00(?:\.0+)?Z$")


class Nodes:
    """Knows the text and the path of nodes of a JSON document."""

    @staticmethod
    def text_of(source: Any) -> str:
        """Return the text of a node, or the texts in it."""
        return str(source.text or "; ".join(source.texts))

    @staticmethod
    def path_of(source: Any) -> str:
        """Return where a node stands."""
        return str(source.path)


class JsonDraft(Draft):
    """A row in the making of which the sources are nodes; one at which nothing stands is no source."""

    def __init__(self, where: str, kind: NoticeKind) -> None:
        super().__init__(where, kind, Nodes())

    def _put(self, values: dict[str, Any], name: str, value: Any, sources: tuple[Any, ...], raw: str | None) -> None:
        told = tuple(filter(None, sources))
        if isinstance(value, date | Decimal) and raw is None:  # its text is no more than that, and there are very many
            values[name] = value
            self.keep_raw(name, "; ".join(map(self.places.text_of, told)), *told)
        else:
            super()._put(values, name, value, told, raw)


def put_identity(draft: Draft, subject: Subject) -> None:
    """Keep by what the contract is known, and from which version of which release this is."""
    own = subject.contract.first("id") or subject.award.first("id")
    kenmerk = subject.tender.at("id")
    reference = kenmerk if (subject.ocid.startswith(TENDERNED) and kenmerk) or not own else _number_of(subject, own)
    procedure = shortened(subject.ocid, KEY_LENGTH)
    draft.put("reference", shortened(_without_decimal(reference.text), IDENTIFIER_LENGTH), reference)
    draft.put_notice("contract_id", shortened(_without_decimal(own.text), KEY_LENGTH), own)
    draft.put_notice("procedure_id", procedure, subject.state.at("ocid"))
    draft.put_notice("notice_id", shortened(subject.state.at("id").text, KEY_LENGTH) or procedure, subject.state.at("id"))
    draft.put_notice("version", shortened(subject.state.at("date").text, KEY_LENGTH), subject.state.at("date"))
    draft.put_notice("published_on", read_day_at(draft, "published_on", subject.state.at("date")), subject.state.at("date"))


def _number_of(subject: Subject, own: Node) -> Node:
    """Return the number of a contract: its id, unless that only counts and a number of the buyer's stands beside it."""
    if not is_ordinal(_without_decimal(own.text)):
        return own
    told = [one.at("id") for node in (subject.contract, subject.tender) for one in node.items("identifiers")]
    return next(filter(None, told), own)


def put_object(draft: Draft, subject: Subject) -> None:
    """Keep what is bought: title, type, CPV code, lots, regions, and whether it is a framework."""
    lots = subject.lots
    told = _titles(subject)
    draft.put("title", shortened(" – ".join(dict.fromkeys(shown(node.text) for node in told))), *told)
    _put_type(draft, subject)
    _put_cpv(draft, subject)
    if subject.lot_ids:
        related = subject.award.first("relatedLots", "relatedLot")
        draft.put("lots", subject.lot_ids, *([related] if related else [lot.at("id") for lot in lots]))
        titles = {lot.at("id").text: shown(lot.at("title").text) for lot in lots}
        draft.notice["lots"] = tuple(Lot(identifier, titles.get(identifier, "")) for identifier in subject.lot_ids)
    _put_nuts(draft, subject)
    _put_framework(draft, subject)


def _titles(subject: Subject) -> list[Node]:
    """Return what the contract or the award is called, or the tender and its lot; else what one of them says that it is about."""
    if own := subject.contract.first("title") or subject.award.first("title"):
        return [own]
    of_lot = [lot.at("title") for lot in subject.lots] if len(subject.lots) == 1 else []
    if told := [node for node in (subject.tender.at("title"), *of_lot) if node]:
        return told
    described = [node.at("description") for node in (subject.contract, subject.award, subject.tender)]
    if not subject.award and not subject.contract:
        described += [item.at("description") for item in subject.tender.items("items")]
    return list(filter(None, described))[:1]


def put_sums(draft: Draft, subject: Subject) -> None:
    """Keep the value of the contract, or of the award, and the estimate; what stands for an unknown value is asked."""
    own = subject.contract.at("value")
    if not tells_amount(own) and not subject.shares_award:
        own = subject.award.at("value")
    put_sum(draft, own)
    if draft.notice.get("is_framework") and "contract_sum" in draft.values:
        draft.warn("contract_sum", _("Dit is een raamovereenkomst: het bedrag kan een maximum zijn. Controleer dit."), own)
    put_estimate(draft, subject)


def put_sum(draft: Draft, value: Node) -> None:
    """Keep an amount as the contract sum, or ask for it."""
    put_contract_sum(draft, [amount_at(value)], advice=_("Vul de opdrachtsom in."))


def put_estimate(draft: Draft, subject: Subject) -> None:
    """Keep what the tender was estimated at, or the lot when the row is about one."""
    lots = subject.lots
    estimate = lots[0].at("value") if len(lots) == 1 and tells_amount(lots[0].at("value")) else subject.tender.at("value")
    if tells_amount(estimate):
        put_other_sum(draft, "estimated_sum", [amount_at(estimate)])


def put_days(draft: Draft, subject: Subject) -> None:
    """Keep the days of award, start and end; a duration in days counts as the months or years that it was made of."""
    awarded = subject.award.first("date") or subject.contract.first("dateSigned")
    draft.put("awarded_on", read_day_at(draft, "awarded_on", awarded), awarded)
    status = subject.contract.at("status") or subject.award.at("status")
    if status.text.casefold() == "pending":
        draft.warn("awarded_on", _("De gunning is nog niet definitief."), status)
    period = next(filter(_tells_days, _periods(subject)), subject.contract.at("period"))
    start, end = period.at("startDate"), period.at("endDate")
    first, last = read_day_at(draft, "start", start), read_day_at(draft, "end", end)
    draft.put("start", first, start)
    if last is not None and last.year >= OPEN_END_YEAR:
        draft.warn("end", _("De einddatum {end} is gelezen als onbepaald. Controleer dit.").format(end=format_short_date(last)), end)
        last, draft.values["end_is_open"] = None, True
    if first and last and last < first:
        message = _("De einddatum {end} ligt voor de startdatum {start}. Vul de juiste einddatum in.")
        draft.ask("end", message.format(end=format_short_date(last), start=format_short_date(first)), end)
        last = None
    draft.put("end", last, end)
    if not end:
        _put_duration(draft, period.at("durationInDays"))
    _put_extension(draft, subject, period)


def _tells_days(period: Node) -> bool:
    return any(period.at(name) for name in ("startDate", "endDate", "durationInDays"))


def _periods(subject: Subject) -> Iterator[Node]:
    yield subject.contract.at("period")
    yield subject.award.at("contractPeriod")
    if len(subject.lots) == 1:
        yield subject.lots[0].at("contractPeriod")
    yield subject.tender.at("contractPeriod")


def _put_duration(draft: Draft, node: Node) -> None:
    days = node.value if isinstance(node.value, int) and not isinstance(node.value, bool) and 0 < node.value < DAYS_A_YEAR * 100 else None
    if days is None:
        return
    draft.keep_raw("end", _("{days} dagen").format(days=days), node)
    words = _months_words(days)
    first = draft.values.get("start")
    if first is None:
        message = _("De looptijd is {duration}, maar er staat geen startdatum bij. Vul de startdatum en de einddatum in.")
        draft.ask("start", message.format(duration=words), node)
        return
    months = _months_of(days)
    last = last_day(add_months(first, months) if months else first + timedelta(days=days))
    draft.values["end"] = last
    message = _("De einddatum is berekend met een looptijd van {duration}: {end}. Controleer dit.")
    draft.warn("end", message.format(duration=words, end=format_short_date(last)), node)


def _months_of(days: int) -> int:
    """Return the months that a number of days was made of, or 0 when it is no multiple of a year or a month."""
    if days % DAYS_A_YEAR == 0:
        return days // DAYS_A_YEAR * 12
    return days // DAYS_A_MONTH if days % DAYS_A_MONTH == 0 else 0


def _months_words(days: int) -> str:
    months = _months_of(days)
    return _("{days} dagen ({months} maanden)").format(days=days, months=months) if months else _("{days} dagen").format(days=days)


def _put_extension(draft: Draft, subject: Subject, period: Node) -> None:
    """Keep how the contract may be extended, in the words of the release, and until when."""
    lots = subject.lots or [subject.tender]
    told = [node for lot in lots for node in (lot.at("renewal", "description"), lot.at("options", "description")) if node]
    texts = [shown(node.text) for node in told]
    latest = period.at("maxExtentDate")
    if latest and (day := read_day_at(draft, "extension_options", latest)):
        texts.append(_("uiterlijk tot en met {day}").format(day=format_short_date(day)))
        told.append(latest)
    draft.put("extension_options", shortened("; ".join(dict.fromkeys(texts))), *told)


def read_day_at(draft: Draft, name: str, node: Node) -> Any:
    """Return the day in a moment as it is written, but for the midnights of Dutch days that were written in universal time."""
    text = node.text
    if not node:
        return None
    try:
        if found := _UTC.match(text):
            moment = datetime.fromisoformat(f"{found[1]}T{found[2]}:00:00").replace(tzinfo=UTC).astimezone(AMSTERDAM)
            text = moment.date().isoformat() if moment.hour == 0 else text
        day = read_day(text)
    except (ValueError, OverflowError):
        day = None
        draft.ask(name, _("Deze datum is niet te lezen. Vul de juiste datum in."), node)
    if day is not None and is_too_far_off(name, day):
        draft.ask(name, _("Controleer het jaar van deze datum en vul de juiste datum in."), node)
        return None
    return day


def _put_type(draft: Draft, subject: Subject) -> None:
    nodes = (subject.contract, subject.award, *subject.lots[:1], subject.tender)
    told = next(filter(None, (node.at("mainProcurementCategory") for node in nodes)), subject.tender.at("mainProcurementCategory"))
    kind = TYPES.get(told.text.casefold())
    draft.put("type", kind, told)
    if kind is None:
        draft.ask("type", _("Er staat niet bij of het om werken, diensten of leveringen gaat. Vul dat in."), told)


def _put_cpv(draft: Draft, subject: Subject) -> None:
    """Keep the first CPV code of the contract, the award, the lot or the tender."""
    for node in (subject.contract, subject.award, *subject.lots[:1], subject.tender):
        for classified in (node.at("classification"), *(item.at("classification") for item in node.items("items"))):
            code = classified.first("id", "description")
            is_cpv = classified.at("scheme").text.upper() in ("CPV", "")
            if is_cpv and code and re.match(r"\d", code.text):
                put_cpv_code(draft, code, _without_decimal(code.text))
                return


def _put_nuts(draft: Draft, subject: Subject) -> None:
    places = [place for node in (subject.award, *subject.lots, subject.tender) for place in _places(node)]
    found = {place.text.upper(): place for place in reversed(places) if _NUTS.match(place.text.upper())}
    draft.put_notice("nuts", tuple(reversed(found)), *reversed(found.values()))


def _places(node: Node) -> Iterator[Node]:
    for one in (node, *node.items("items")):
        for address in (one.at("deliveryAddress"), *one.items("deliveryAddresses")):
            yield address.at("region")


def _put_framework(draft: Draft, subject: Subject) -> None:
    techniques = [node.at("techniques") for node in (subject.award, *subject.lots, subject.tender)]
    flag = next((one.at("hasFrameworkAgreement") for one in techniques if one.at("hasFrameworkAgreement").value is True), None)
    if flag is not None:
        draft.put_notice("is_framework", True, flag, raw=_("ja"))
    maxima = [subject.award.at("maximumValue"), *(one.at("frameworkAgreement", "value") for one in techniques)]
    maximum = next(filter(tells_amount, maxima), None)
    if maximum is not None:
        put_other_sum(draft, "framework_maximum", [amount_at(maximum)])
    for related in (*subject.state.items("relatedProcesses"), *subject.contract.items("relatedProcesses")):
        if "framework" in related.at("relationship").texts:
            message = _("Dit is een nadere overeenkomst onder raamovereenkomst {identifier}.")
            draft.warn("reference", message.format(identifier=shortened(related.at("identifier").text, 100)), related.at("identifier"))


def _without_decimal(text: str) -> str:
    """Return an identifier without the `.0` that a spreadsheet left behind it."""
    return _LOST_DECIMAL.sub("", text)
