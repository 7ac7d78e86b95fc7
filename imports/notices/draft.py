"""A contract row in the making: each value with where it stood, and what a person must know about it.

In: what the readers of a schema find. Out: a `ContractRow` with raw texts and origins by field, and its problems.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import msgspec

from imports.notices.texts import identifier, shortened, shown
from imports.rows import ContractRow, Notice, NoticeKind, Problem, Severity
from imports.translation import gettext as _

RAW_LENGTH = 300
NAMED_LOTS = 20
SHOWN_STEPS = 2
# Fields that people write in their own words; in a number or an amount nothing looks like a phone number but by chance.
TEXTS = frozenset(["title", "contracting_authority", "extension_options", "reason"])


_TEXTS = msgspec.json.Decoder(dict[str, str])


class PackedTexts(Mapping[str, str]):
    """The texts of a row by field, as JSON: of a year of open data there are so many that dicts would be most of all memory."""

    __slots__ = ("json",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.json = msgspec.json.encode(texts)

    def __getitem__(self, name: str) -> str:
        return _TEXTS.decode(self.json)[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_TEXTS.decode(self.json))

    def __len__(self) -> int:
        return len(_TEXTS.decode(self.json))


class _Note(NamedTuple):
    where: str
    field: str | None
    message: str
    severity: Severity


class Whereabouts(Protocol):
    """Knows the text that stands at a source, and where that is."""

    def text_of(self, source: Any) -> str:
        """Return the text at a source."""

    def path_of(self, source: Any) -> str:
        """Return where a source stands."""


@dataclass(slots=True)
class Draft:
    """What is known so far of one row; `where` names the contract or the tender as the notice does.

    Sources are elements of a document, or whatever `places` knows the text and the path of.
    """

    where: str
    kind: NoticeKind
    places: Whereabouts
    values: dict[str, Any] = field(default_factory=dict)
    notice: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    notes: list[_Note] = field(default_factory=list)

    def put(self, name: str, value: Any, *sources: Any, raw: str | None = None) -> None:
        """Keep a value of the row and where it stood; what says nothing is not kept, but its text is."""
        self._put(self.values, name, value, sources, raw)

    def put_notice(self, name: str, value: Any, *sources: Any, raw: str | None = None) -> None:
        """Keep a value that only a notice tells."""
        self._put(self.notice, name, value, sources, raw)

    def _put(self, values: dict[str, Any], name: str, value: Any, sources: tuple[Any, ...], raw: str | None) -> None:
        if value is not None and value != "":
            values[name] = value
        told = [source for source in sources if source is not None]
        text = raw if raw is not None else "; ".join(map(self.places.text_of, told))
        self.keep_raw(name, shown(text, RAW_LENGTH) if name in TEXTS else identifier(text, RAW_LENGTH), *told)

    def keep_raw(self, name: str, text: str, *sources: Any) -> None:
        """Keep a text that tells of no person, and where it stood."""
        told = [source for source in sources if source is not None]
        if told:
            self.raw[name] = shortened(text, RAW_LENGTH)
            self.origins[name] = "; ".join(dict.fromkeys(map(self.places.path_of, told)))

    def ask(self, name: str | None, message: str, source: Any = None) -> None:
        """Note an error: the field stays empty, and a person must fill it in."""
        self._note(name, message, "error", source)

    def warn(self, name: str | None, message: str, source: Any = None) -> None:
        """Note what was mended, chosen or left out."""
        self._note(name, message, "warning", source)

    def _note(self, name: str | None, message: str, severity: Severity, source: Any) -> None:
        path = "" if source is None else self.places.path_of(source)
        where = path if path.startswith(self.where) else ", ".join(filter(None, (self.where, _brief(path))))
        note = _Note(where, name, message, severity)
        if note not in self.notes:
            self.notes.append(note)

    def row(self) -> ContractRow:
        """Return the row as it is known by now."""
        notice = Notice(kind=self.kind, **{"notice_id": "", **self.notice})
        return ContractRow(where=self.where, raw=PackedTexts(self.raw), origins=PackedTexts(self.origins), notice=notice, **self.values)

    def problems(self, index: int) -> Iterator[Problem]:
        """Yield the notes as problems of the row at `index`."""
        return (Problem(note.where, index, note.field, note.message, note.severity) for note in self.notes)


def tell_apart(drafts: Sequence[Draft], own_names: Sequence[str]) -> None:
    """Give rows of one kind that share a number each one of its own: the same, with its own name behind it.

    Of rows that would also be known by the same lots and contract, the contract gets that name too, or one would pass for the other.
    """
    shared = Counter((draft.kind, draft.values.get("reference")) for draft in drafts)
    keys = [(draft.kind, draft.values.get("lots"), draft.notice.get("contract_id")) for draft in drafts]
    alike = Counter(keys)
    for draft, key, own in zip(drafts, keys, own_names, strict=True):
        reference = draft.values.get("reference")
        if reference and shared[draft.kind, reference] > 1:
            draft.values["reference"] = f"{reference} / {own}"
        if alike[key] > 1:
            draft.notice["contract_id"] = " / ".join(filter(None, (key[-1], own)))


def _brief(path: str) -> str:
    """Return the end of a path that goes down from the root of a document; `origins` has all of it."""
    steps = path.split("/")
    return f"…/{'/'.join(steps[-SHOWN_STEPS:])}" if len(steps) > SHOWN_STEPS + 1 else path


def not_awarded(lots: Sequence[str]) -> Problem:
    """Return what a person must know of lots that nobody won; an empty name is a contract without lots."""
    named = sorted(set(filter(None, lots)), key=lambda name: (len(name), name))
    if not named:
        return Problem(_("aankondiging"), None, None, _("Deze opdracht is niet gegund."), "warning")
    rest = _(" en nog {count}").format(count=len(named) - NAMED_LOTS) if len(named) > NAMED_LOTS else ""
    message = _("Niet gegund: perceel {lots}{rest}.").format(lots=", ".join(named[:NAMED_LOTS]), rest=rest)
    return Problem(_("aankondiging"), None, None, message, "warning")
