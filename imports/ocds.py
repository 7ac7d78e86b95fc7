"""Open contracting data (OCDS): release and record packages, and TenderNed's file of a year, as JSON.

In: bytes. Out: a row for each contract, or for each award that has no contract yet, each tender without an award, and each change of
a contract. Releases of one process are put together in the order of their dates, as the standard says; what a change changes is the
state before it. https://standard.open-contracting.org/latest/en/
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap

from imports.cells import MAX_ROWS, too_large
from imports.json_document import Node, in_utf8, looks_like_json, too_deep
from imports.notices.amounts import put_other_sum
from imports.notices.draft import tell_apart
from imports.notices.ocds_amounts import amount_at
from imports.notices.ocds_clauses import clauses_of
from imports.notices.ocds_facts import (
    TENDERNED,
    JsonDraft,
    put_days,
    put_estimate,
    put_identity,
    put_object,
    put_sum,
    put_sums,
    read_day_at,
)
from imports.notices.ocds_parties import put_authority, put_contractors
from imports.notices.ocds_subjects import LOST, NOTHING, State, Subject, subjects_of
from imports.notices.releases import Process, merged, processes
from imports.notices.texts import shortened, shown
from imports.profile import Profile
from imports.rows import MAX_DATA_BYTES, ContractRow, Format, Heard, NoticeKind, Problem, Reading, UnreadableFile
from imports.translation import gettext as _

AMENDMENT, UPDATE = "contractAmendment", "contractUpdate"
REASON_LENGTH = 1000
HEARD_EVERY = 250  # processes
TELLING = ("title", "description", "lots", "items")  # a tender without any of these says nothing
MOST_TOLD = 100  # releases of which nothing is read


def _read(content: bytes | mmap, _profile: Profile, heard: Heard) -> Reading:
    try:
        return _reading(in_utf8(content), heard)
    except RecursionError:
        raise too_deep() from None


def _reading(content: bytes | mmap, heard: Heard) -> Reading:
    reading = _Gathered()
    for number, process in enumerate(processes(content), 1):
        if not process.releases:
            reading.empty.append(process.path)
            continue
        for draft in _drafts(process, reading):
            reading.keep(draft)
        if number % HEARD_EVERY == 0:
            rows = len(reading.rows)
            heard(rows, rows * process.of // number, len(reading.problems))
    reading.tell_of_empty()
    return Reading(FORMAT.name, tuple(reading.rows), tuple(reading.problems))


FORMAT = Format("ocds", looks_like_json, _read, read_mapped=_read, max_bytes=MAX_DATA_BYTES)


@dataclass(slots=True)
class _Gathered:
    """What was read so far."""

    rows: list[ContractRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def keep(self, draft: JsonDraft) -> None:
        """Add a row and its problems."""
        if len(self.rows) >= MAX_ROWS:
            raise too_large()
        self.problems.extend(draft.problems(len(self.rows)))
        self.rows.append(draft.row())

    def tell(self, node: Node, message: str) -> None:
        """Add a warning about what gave no row."""
        self.problems.append(Problem(node.path, None, None, message, "warning"))

    def tell_of_empty(self) -> None:
        """Add a warning about each process of which nothing is read, and of very many about all others together.

        Raises UnreadableFile when there is nothing else.
        """
        if self.empty and not self.rows and not self.problems:
            raise UnreadableFile(_("In dit json-bestand staat geen aanbesteding, gunning of contract. Er is niets om te lezen."))
        for path in self.empty[:MOST_TOLD]:
            self.tell(Node(None, path), _("Hier staat geen aanbesteding, gunning of contract. Dit is niet gelezen."))
        if others := self.empty[MOST_TOLD:]:
            message = _("Ook in {count} andere publicaties staat geen aanbesteding, gunning of contract. Die zijn niet gelezen.")
            self.tell(Node(None, others[0]), message.format(count=len(others)))


def _drafts(process: Process, reading: _Gathered) -> Iterator[JsonDraft]:
    """Yield the contracts as they were before any change, and then each change."""
    state, is_changed = NOTHING, False
    for release in process.releases:
        before, state = state, _state(process, state, release)
        if not _is_change(release):
            continue
        if before and not is_changed:
            yield from _told_apart(_contracts(process.ocid, before, reading))
        is_changed = True
        yield from _told_apart(_changes(process.ocid, before, state, release))
    if not is_changed:
        yield from _told_apart(_contracts(process.ocid, state, reading))


def _is_change(release: Node) -> bool:
    """Return whether a release tells of a change of a contract: by its tag, or as an update that names amendments."""
    tags = release.at("tag").texts
    return AMENDMENT in tags or (UPDATE in tags and any(contract.at("amendments") for contract in release.items("contracts")))


def _state(process: Process, state: Node, release: Node) -> Node:
    """Return what is known of the process after a release; put together, it stands nowhere but in the process."""
    return Node(merged(state.value, release.value), process.ocid) if state else release


def _contracts(ocid: str, state: Node, reading: _Gathered) -> list[JsonDraft]:
    tells_of_tender = state.at("tender").first(*TELLING)
    if not any((state.at("awards"), state.at("contracts"), tells_of_tender)):  # before a look at more, of very many
        reading.empty.append(state.path or ocid)
        return []
    subjects = list(subjects_of(ocid, state, reading.tell))
    if not subjects and not state.items("awards") and tells_of_tender:
        return [_tender(Subject(ocid, State(state), NOTHING, NOTHING))]
    if not subjects and not state.items("awards"):
        reading.empty.append(state.path or ocid)
    drafts = []
    for subject in subjects:
        draft = _draft(subject, "award")
        drafts.extend([draft, *_amended(subject, draft)])
    return drafts


def _draft(subject: Subject, kind: NoticeKind) -> JsonDraft:
    draft = JsonDraft((subject.contract or subject.award or subject.state).path or subject.ocid, kind)
    put_identity(draft, subject)
    put_authority(draft, subject)
    put_object(draft, subject)
    put_contractors(draft, subject)
    if subject.ocid.startswith(TENDERNED) and not subject.contract:
        _put_lasting_id(draft)
    put_sums(draft, subject)
    put_days(draft, subject)
    draft.notice["social_clauses"] = clauses_of(subject)
    return draft


def _put_lasting_id(draft: JsonDraft) -> None:
    """Keep by what an award of TenderNed is known: lot and winner, as in its workbook.

    Its id has the place of a row in it, and so becomes another with each edition of the file of a year.
    """
    parties = draft.values["contractors"]
    winners = [party.kvk_number for party in parties if party.kvk_number] or [party.name for party in parties]
    if winners:
        draft.notice["contract_id"] = "-".join((*draft.values.get("lots", ()), *winners))


def _tender(subject: Subject) -> JsonDraft:
    """Return a tender of which nothing is awarded yet: a row that tells what is coming, and no contract."""
    draft = JsonDraft(subject.state.path or subject.ocid, "tender")
    put_identity(draft, subject)
    put_authority(draft, subject)
    put_object(draft, subject)
    put_days(draft, subject)
    put_estimate(draft, subject)
    draft.notice["social_clauses"] = clauses_of(subject)
    if subject.tender.at("status").text.casefold() in LOST:
        draft.ask(None, _("Deze aanbesteding is niet doorgegaan. Er komt geen contract van."), subject.tender.at("status"))
    draft.warn(None, _("Dit is de aankondiging van een aanbesteding. Er is nog geen contract."))
    return draft


def _changes(ocid: str, before: Node, state: Node, release: Node) -> list[JsonDraft]:
    """Return a row for each contract that a release of a change is about; one that it tells of for the first time is an award."""
    told = {contract.at("id").text for contract in release.items("contracts")}
    known = {contract.at("id").text: contract for contract in reversed(before.items("contracts"))}
    drafts = []
    for subject in subjects_of(ocid, state, _Gathered().tell):
        identifier, contract = subject.contract.at("id").text, subject.contract
        old = known.get(identifier, NOTHING)
        if identifier not in told or old.value == contract.value:
            continue
        draft = _draft(subject, "modification" if old or not before else "award")
        if draft.kind == "modification":
            amendments = contract.items("amendments")
            _put_change(draft, subject, amendments[-1] if amendments else NOTHING, release, old.at("value"))
        drafts.append(draft)
    return drafts


def _put_change(draft: JsonDraft, subject: Subject, amendment: Node, release: Node, old_value: Node) -> None:
    changed = amendment.at("amendsReleaseID") or subject.contract.at("id")
    draft.put_notice("changes", changed.text, changed)
    on = amendment.at("date") or subject.contract.at("dateSigned") or release.at("date")
    draft.put_notice("changed_on", read_day_at(draft, "changed_on", on), on)
    told = [node for node in (amendment.at("rationale"), amendment.at("description")) if node]
    draft.put_notice("reason", shortened(" ".join(dict.fromkeys(shown(node.text, REASON_LENGTH) for node in told)), REASON_LENGTH), *told)
    if old_value.at("amount"):
        put_other_sum(draft, "sum_before", [amount_at(old_value)])


def _amended(subject: Subject, draft: JsonDraft) -> list[JsonDraft]:
    """Return the change that a contract without an earlier release tells of itself, and put the value before it back in `draft`.

    A release seldom says what the value was; then the row keeps the value as it is now, with a warning.
    """
    amendments = subject.contract.items("amendments")
    if not amendments:
        return []
    former = next((found for change in amendments[-1].items("changes") if (found := _former_value(change))), None)
    if former is None or len(amendments) > 1 or "contract_sum" not in draft.values:
        message = _("Dit contract is gewijzigd. Het bedrag is dat van na de wijziging. Controleer dit.")
        draft.warn("contract_sum", message, amendments[-1])
        return []
    change = _draft(subject, "modification")
    value = Node({"amount": former.value, "currency": draft.values["currency"]}, former.path)
    _put_change(change, subject, amendments[-1], subject.state, value)
    draft.values.pop("contract_sum")
    put_sum(draft, value)
    return [change]


def _former_value(change: Node) -> Node | None:
    """Return what a change says that the value was, in the form that OCDS had until 1.1."""
    name = change.at("property").text.casefold().replace("/", ".").rpartition("contracts.")[2]
    former = change.at("former_value")
    if not name.endswith(("value", "value.amount")) or not former:
        return None
    return former.at("amount") if isinstance(former.value, dict) else former


def _told_apart(drafts: list[JsonDraft]) -> list[JsonDraft]:
    """Return the rows with numbers of their own: of more contracts with one number, each gets its own id behind it, or its place."""
    ids = [draft.notice.get("contract_id", "") for draft in drafts]
    times = Counter((draft.kind, one) for draft, one in zip(drafts, ids, strict=True))
    names = [
        one if one and times[draft.kind, one] == 1 else str(place) for place, (draft, one) in enumerate(zip(drafts, ids, strict=True), 1)
    ]
    tell_apart(drafts, names)
    return drafts
