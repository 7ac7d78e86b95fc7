"""A contract row in the making: each value with where it stood, and what a person must know about it.

In: what the readers of a schema find. Out: a `ContractRow` with raw texts and origins by field, and its problems.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from imports.notices.elements import Places, text_of
from imports.notices.texts import identifier, scrubbed, shortened
from imports.rows import ContractRow, Notice, NoticeKind, Problem, Severity
from imports.xml_document import Element

RAW_LENGTH = 300
IDENTIFIERS = frozenset(["reference", "notice_id", "version", "procedure_id", "contract_id", "changes", "authority_number"])


class _Note(NamedTuple):
    where: str
    field: str | None
    message: str
    severity: Severity


@dataclass(slots=True)
class Draft:
    """What is known so far of one row; `where` names the contract or the tender as the notice does."""

    where: str
    kind: NoticeKind
    places: Places
    values: dict[str, Any] = field(default_factory=dict)
    notice: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    notes: list[_Note] = field(default_factory=list)

    def put(self, name: str, value: Any, *sources: Element | None, raw: str | None = None) -> None:
        """Keep a value of the row and where it stood; what says nothing is not kept, but its text is."""
        self._put(self.values, name, value, sources, raw)

    def put_notice(self, name: str, value: Any, *sources: Element | None, raw: str | None = None) -> None:
        """Keep a value that only a notice tells."""
        self._put(self.notice, name, value, sources, raw)

    def _put(self, values: dict[str, Any], name: str, value: Any, sources: tuple[Element | None, ...], raw: str | None) -> None:
        if value is not None and value != "":
            values[name] = value
        told = [source for source in sources if source is not None]
        text = raw if raw is not None else "; ".join(map(text_of, told))
        self.keep_raw(name, identifier(text) if name in IDENTIFIERS else scrubbed(text), *told)

    def keep_raw(self, name: str, text: str, *sources: Element | None) -> None:
        """Keep a text that tells of no person, and where it stood."""
        told = [source for source in sources if source is not None]
        if told:
            self.raw[name] = shortened(text, RAW_LENGTH)
            self.origins[name] = "; ".join(dict.fromkeys(map(self.places.path_of, told)))

    def ask(self, name: str | None, message: str, source: Element | None = None) -> None:
        """Note an error: the field stays empty, and a person must fill it in."""
        self._note(name, message, "error", source)

    def warn(self, name: str | None, message: str, source: Element | None = None) -> None:
        """Note what was mended, chosen or left out."""
        self._note(name, message, "warning", source)

    def _note(self, name: str | None, message: str, severity: Severity, source: Element | None) -> None:
        where = self.where if source is None else f"{self.where}, {self.places.path_of(source)}"
        note = _Note(where, name, message, severity)
        if note not in self.notes:
            self.notes.append(note)

    def row(self) -> ContractRow:
        """Return the row as it is known by now."""
        notice = Notice(kind=self.kind, **self.notice)
        return ContractRow(where=self.where, raw=self.raw, origins=self.origins, notice=notice, **self.values)

    def problems(self, index: int) -> Iterator[Problem]:
        """Yield the notes as problems of the row at `index`."""
        return (Problem(note.where, index, note.field, note.message, note.severity) for note in self.notes)
