"""Open contracting data (OCDS) as publishers pack it -> the releases of each procurement process, in the order of their dates.

In: bytes of a release package, a record package, a single release or record, a list of any of these, or one on each line; or a file
with these, as the system maps it into memory. Out: processes, each read when its turn comes: TenderNed's file of a year has tens of
thousands.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from imports.cells import MAX_ROWS, too_large
from imports.json_document import BOM, Content, Node, Raw, pieces_of_list, pieces_of_object, read_value
from imports.mapped import READ_BEFORE_FORGETTING, Source, count, forget
from imports.notices.versions import as_of, states_of
from imports.rows import UnreadableFile
from imports.translation import gettext as _

MAX_RELEASE_BYTES = 8 * 1024 * 1024
MAX_VALUES, MAX_VALUES_A_RELEASE = 2_000_000, 20_000
MAX_RELEASES_A_PROCESS = 1_000
# Each release is put together with all that came before it.
MAX_MERGED_BYTES = 256 * 1024 * 1024
OCID, AMENDMENT = b'"ocid"', b'"contractAmendment"'
TELLING = frozenset(["tender", "awards", "contracts"])  # the members without which a release tells of no contract
NOTHING_TOLD = frozenset([b"", b"null", b"{}", b"[]", b'""'])
LOOKED_AT_BYTES = 1024 * 1024


class Piece(NamedTuple):
    """A release that is not read yet, and where it stands."""

    content: Content
    path: str


class Process(NamedTuple):
    """The releases about one procurement process, the oldest first; it is one of so many, and the first stands at `path`.

    Releases that tell of no tender, award or contract, not one of them, are not read, for there may be very many: `releases` is empty.
    """

    ocid: str
    path: str
    releases: tuple[Node, ...]
    of: int


def processes(content: Source) -> Iterator[Process]:
    """Yield each process in the order in which it first stands in the file; raise UnreadableFile for what is no OCDS."""
    found: dict[str, list[Piece]] = {}
    sizes: dict[str, int] = {}
    telling: set[str] = set()
    is_linked = False
    for piece in _pieces(content):
        size = memoryview(piece.content).nbytes
        if size > MAX_RELEASE_BYTES:
            raise too_large()
        members = pieces_of_object(piece.content)
        if "url" in members and "ocid" not in members:
            is_linked = True
            continue
        ocid = (Node(read_value(members["ocid"]), "").text if "ocid" in members else "") or piece.path
        pieces = found.setdefault(ocid, [])
        pieces.append(piece)
        if any(bytes(members[name]) not in NOTHING_TOLD for name in TELLING & members.keys()):
            telling.add(ocid)
        sizes[ocid] = sizes.get(ocid, 0) + size
        if len(pieces) > MAX_RELEASES_A_PROCESS or len(pieces) * sizes[ocid] > MAX_MERGED_BYTES:
            raise too_large()
    if not found and is_linked:
        raise UnreadableFile(_("In dit json-bestand staan alleen verwijzingen naar publicaties. Haal de publicaties zelf op en kies die."))
    if not found:
        raise UnreadableFile(_("In dit json-bestand staan geen publicaties volgens de OCDS-standaard. Er is niets om te lezen."))
    is_read = READ_BEFORE_FORGETTING
    for ocid, pieces in found.items():
        if is_read >= READ_BEFORE_FORGETTING:
            forget(content)
            is_read = 0
        is_read += sizes[ocid]
        yield Process(ocid, pieces[0].path, _read(pieces) if ocid in telling else (), len(found))


def _read(pieces: Iterable[Piece]) -> tuple[Node, ...]:
    """Return the releases, the oldest first."""
    releases = [Node(value, piece.path) for piece in pieces for value in _told(piece.content)]
    return tuple(sorted(releases, key=lambda release: release.at("date").text))


def _told(content: Content) -> Iterable[Any]:
    """Return a release as it is now, or the states of one of which a contract was changed; a RecursionError when it is nested too deep."""
    value = read_value(content)
    if AMENDMENT not in bytes(content):
        return (as_of(value, None),)
    return states_of(value, at_most=MAX_RELEASE_BYTES // memoryview(content).nbytes)


def _pieces(content: Source) -> Iterator[Piece]:
    _check_size(content)
    plain = memoryview(content)[len(BOM) if content[: len(BOM)] == BOM else 0 :]
    if bytes(plain[:1000]).lstrip().startswith(b"["):
        yield from _in_list(plain, "")
    elif _is_lines(content):
        for number, line in enumerate(_lines(content), 1):
            if bytes(line[:LOOKED_AT_BYTES]).strip():
                yield from _in_object(line, _("rij {number}").format(number=number))
    else:
        yield from _in_object(plain, "")


def _lines(content: Source) -> Iterator[memoryview]:
    """Yield each line as a view, without the mark that begins a file."""
    whole, begin = memoryview(content), 0
    while begin < len(whole):
        end = content.find(b"\n", begin) + 1 or len(whole)
        yield whole[begin + len(BOM) if whole[begin : begin + len(BOM)] == BOM else begin : end]
        begin = end


def _check_size(content: Source) -> None:
    """Raise UnreadableFile when there are too many releases, or far more values than releases have."""
    releases, values = count(content, OCID), count(content, b",")
    if releases > MAX_ROWS or values > max(MAX_VALUES, releases * MAX_VALUES_A_RELEASE):
        raise too_large()


def _is_lines(content: Source) -> bool:
    """Return whether the first line is an object by itself and another follows."""
    end = content.find(b"\n", 0, MAX_RELEASE_BYTES) + 1
    first = content[:end].removeprefix(BOM).strip()
    if not first.endswith(b"}") or not content[end : end + 1000].lstrip().startswith(b"{"):
        return False
    try:
        pieces_of_object(first)
    except UnreadableFile:
        return False
    return True


def _in_list(content: Content, path: str) -> Iterator[Piece]:
    for index, item in enumerate(pieces_of_list(content)):
        yield from _in_object(item, f"{path}[{index}]")


def _in_object(content: Content, path: str) -> Iterator[Piece]:
    """Yield the releases in a package, in a record, or the object itself when it is a release."""
    members = pieces_of_object(content)
    within = f"{path}." if path else ""
    if "records" in members:
        yield from _in_list(members["records"], f"{within}records")
    elif "compiledRelease" in members or "versionedRelease" in members:
        yield from _in_record(members, within)
    elif "releases" in members:
        yield from _in_list(members["releases"], f"{within}releases")
    elif "ocid" in members or "url" in members:
        yield Piece(content, path)


def _in_record(members: Mapping[str, Raw], within: str) -> Iterator[Piece]:
    """Yield what tells most of a process: of a contract that was changed its history, else the process as it is now."""
    is_changed = {name: AMENDMENT in bytes(members[name]) for name in ("releases", "versionedRelease") if name in members}
    if _holds_releases(members) and ("compiledRelease" not in members or is_changed["releases"]):
        yield from _in_list(members["releases"], f"{within}releases")
    elif "versionedRelease" in members and ("compiledRelease" not in members or is_changed["versionedRelease"]):
        yield Piece(members["versionedRelease"], f"{within}versionedRelease")
    else:
        yield Piece(members["compiledRelease"], f"{within}compiledRelease")


def _holds_releases(members: Mapping[str, Raw]) -> bool:
    """Return whether a record holds its releases themselves, and no links to them."""
    releases = pieces_of_list(members.get("releases", Raw(b"[]")))
    return bool(releases) and all("ocid" in pieces_of_object(release) for release in releases)


def merged(older: Any, newer: Any) -> Any:
    """Return what `newer` makes of `older`, by the rules of OCDS: members replace members, list items are matched by their id."""
    if isinstance(older, dict) and isinstance(newer, dict):
        kept = {name: value for name, value in older.items() if name not in newer}
        return kept | {name: merged(older.get(name), value) for name, value in newer.items() if value is not None}
    if isinstance(older, list) and isinstance(newer, list) and all(map(_key, older)) and all(map(_key, newer)):
        return _merged_items(older, newer)
    return newer


def _merged_items(older: list[Any], newer: list[Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    for item in older:
        found.setdefault(_key(item), item)
    kept = [item for item in older if found[_key(item)] is not item]  # the second with one id is another thing
    for item in newer:
        found[_key(item)] = merged(found.get(_key(item)), item)
    return [*found.values(), *kept]


def _key(item: Any) -> Any:
    """Return what an item is known by: its id, or its name where the id is empty; None when it is no such item."""
    if not isinstance(item, Mapping):
        return None
    named = item.get("id") or item.get("name")
    return str(named) if isinstance(named, str | int) and not isinstance(named, bool) else None
