"""Reads one table of a policy file after another against its keys, and notes every mistake with its line."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from gettext import gettext as _
from typing import Any

from sroi.policy.rules.fields import Key, WrongValue, flag, text
from sroi.policy.rules.lines import Path, line_numbers, line_of
from sroi.policy.rules.schema import Origins, Provenance
from sroi.policy.rules.syntax import readable_part
from sroi.values import format_decimal

MAX_LINES = 2000
MAX_SIGNS = 200_000
PROVENANCE = ("source", "to_confirm")
UNKNOWN = Provenance("", False)


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake in a policy file: the line, the key with its tables, and what is wrong and what to do."""

    line: int
    where: str
    message: str

    def __str__(self) -> str:
        """Return the mistake as one Dutch sentence with its place."""
        place = _("Regel {line}, {where}: ") if self.where else _("Regel {line}: ")
        return place.format(line=self.line, where=self.where) + self.message


class PolicyMistakes(ValueError):
    """A policy file that cannot be used; `mistakes` names each place and what to do."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__(f"{name}: " + " ".join(str(mistake) for mistake in self.mistakes))


@dataclass
class Section:
    """The sound values of one table with the provenance of each, the provenance of the table itself, and the keys as written."""

    path: Path
    provenance: Provenance | None
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Provenance] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    is_sound: bool = True

    def over(self, general: "Section") -> "Section":
        """Return this section on top of a general one: what it does not say itself, the general one says."""
        values, origins = ({**general.values, **self.values}, {**general.origins, **self.origins})
        return Section(self.path, self.provenance, values, origins, self.written | general.written, self.is_sound and general.is_sound)

    @property
    def origins_of_all(self) -> Origins:
        """Return the provenance of the table and of each value in it."""
        return Origins(self.provenance or UNKNOWN, self.origins)


def _table_of(path: Path) -> Path:
    """Return the table that a path lies in: that of the whole list for an element of one."""
    numbers = [place for place, part in enumerate(path) if isinstance(part, int)]
    return path[: numbers[0] - 1] if numbers else path


class Book:
    """A policy text while it is read: its tables, the line of each key, and the mistakes so far."""

    def __init__(self, name: str, toml: str) -> None:
        self.name = name
        self.mistakes: list[Mistake] = []
        self.tables: dict[str, Any] = {}
        self.lines: dict[Path, int] = {}
        self.sections: dict[Path, Section] = {}
        self._broken: frozenset[int] = frozenset()
        if len(toml) > MAX_SIGNS or toml.count("\n") > MAX_LINES:
            message = _("Dit bestand is te lang: ten hoogste {lines} regels en {signs} tekens.")
            self.note((), message.format(lines=MAX_LINES, signs=format_decimal(MAX_SIGNS)))
            return
        try:
            self._read(toml)
        except RecursionError:
            self.note((), _("De haakjes in dit bestand zijn te diep genest. Schrijf elke tabel op een eigen regel."))

    def _read(self, toml: str) -> None:
        """Read the tables; lines that are no TOML are mistakes, and what stands around them is read all the same."""
        sound = readable_part(toml)
        self.mistakes += [Mistake(line, "", message) for line, message in sound.problems.items()]
        self.tables = tomllib.loads(sound.text, parse_float=Decimal)
        self.lines = line_numbers(sound.text)
        self._broken = sound.stand_ins

    def note(self, path: Path, message: str) -> None:
        """Keep a mistake at a path; a path that is not in the text gets the line of its table."""
        if self.lines.get(path) in self._broken:
            return
        where = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        self.mistakes.append(Mistake(line_of(path, self.lines), where, message))

    def section(self, raw: Any, path: Path, keys: Mapping[str, Key], parent: Provenance | None, inner: Iterable[str] = ()) -> Section:
        """Return the values of one table; `inner` names the tables in it that are read by themselves."""
        if not isinstance(raw, dict):
            self.note(path, _("Hier hoort een tabel met sleutels."))
            return Section(path, parent, written=frozenset(keys), is_sound=False)
        before = len(self.mistakes)
        result = Section(path, self._provenance(raw, path) or parent, written=frozenset(raw))
        self._note_unknown(raw, path, (*keys, *PROVENANCE, *inner))
        for key in keys.keys() & raw.keys():
            self._take(raw[key], keys[key], key, result)
        result.is_sound = len(self.mistakes) == before and keys.keys() & result.written <= result.values.keys()
        self.sections[path] = result
        return result

    def require(self, section: Section, keys: Mapping[str, Key]) -> bool:
        """Return whether a section is sound and has all it must have; note what it lacks."""
        missing = [key for key, spec in keys.items() if spec.is_required and key not in section.written]
        for key in missing:
            self.note(section.path, _("Hier ontbreekt {key}. Schrijf bijvoorbeeld: {example}").format(key=key, example=keys[key].example))
        return section.is_sound and not missing

    def inner_tables(self, raw: Any, path: Path) -> dict[str, Any]:
        """Return the tables in a table by name; note what is none."""
        if not isinstance(raw, dict):
            self.note(path, _("Hier hoort een tabel met sleutels."))
            return {}
        return dict(raw)

    def elements(self, raw: Any, path: Path) -> list[Any]:
        """Return the elements of a list of tables; note what is none."""
        if not isinstance(raw, list):
            self.note(path, _("Hier hoort een lijst van tabellen: [[{path}]].").format(path=".".join(str(part) for part in path)))
            return []
        return raw

    def _take(self, raw: Any, spec: Key, key: str, section: Section) -> None:
        path, provenance = (*section.path, key), section.provenance
        if isinstance(raw, dict):
            self._note_unknown(raw, path, ("value", *PROVENANCE))
            provenance = self._provenance(raw, path) or provenance
            if "value" not in raw:
                self.note(path, _("Hier hoort een waarde, of { value = ..., to_confirm = true }."))
                return
            raw = raw["value"]
        if provenance is None and spec.is_rule:
            message = _('Schrijf bij deze regels source = "waar het staat" of to_confirm = true, hier of boven in het bestand.')
            self.note(_table_of(section.path), message)
        try:
            section.values[key] = spec.check(raw)
        except WrongValue as error:
            self.note(path, str(error))
        section.origins[key] = provenance or UNKNOWN

    def _provenance(self, raw: Mapping[str, Any], path: Path) -> Provenance | None:
        """Return the provenance that a table states, or None when it states none."""
        stated: dict[str, Any] = {"source": "", "to_confirm": False}
        for key, check in (("source", text), ("to_confirm", flag)):
            if key in raw:
                try:
                    stated[key] = check(raw[key])
                except WrongValue as error:
                    self.note((*path, key), str(error))
        has_any = bool(stated["source"]) or stated["to_confirm"]
        return Provenance(stated["source"], not stated["to_confirm"]) if has_any else None

    def _note_unknown(self, raw: Mapping[str, Any], path: Path, known: Iterable[str]) -> None:
        names = tuple(known)
        for key in raw.keys() - set(names):
            near = get_close_matches(key, names, 1)
            if near:
                message = _("Onbekende sleutel {key}. Bedoelt u {near}?").format(key=key, near=near[0])
            else:
                message = _("Onbekende sleutel {key}. Haal hem weg, of kies uit: {known}.").format(key=key, known=", ".join(sorted(names)))
            self.note((*path, key), message)
