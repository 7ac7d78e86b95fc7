"""Small files of which each contract names all lots or firms again: they would keep a server busy for minutes."""

import json
from collections.abc import Callable

import pytest

import imports
from imports import UnreadableFile
from imports.notices.texts import KEY_LENGTH
from imports.xml_document import MAX_TEXT_LENGTH
from tests.imports.notices import contract, eforms, lot, member, organisation, result, tender, tendering_party
from tests.imports.test_ted import award, ted

MANY = 150  # times as many is more than may be named


def contracts_of_many_lots() -> bytes:
    names = [f"CON-{number:04d}" for number in range(MANY)]
    lots = [f"LOT-{number:04d}" for number in range(MANY)]
    settled = "".join(contract(name, reference=name, tenders=()) for name in names)
    results = "".join(result(lot=one, tenders=(), contracts=names) for one in lots)
    return eforms(results=results + settled, lots="".join(map(lot, lots)))


def contracts_of_many_firms() -> bytes:
    firms = [f"ORG-{number:04d}" for number in range(2, MANY + 2)]
    settled = "".join(contract(f"CON-{number:04d}", reference=f"2024-{number:04d}") for number in range(MANY))
    group = tendering_party(members="".join(map(member, firms)))
    named = "".join(organisation(one, f"Voorbeeld {one} B.V.") for one in ("ORG-0001", *firms))
    return eforms(results=tender() + settled + group, organisations=named)


def awards_of_many_lots() -> bytes:
    objects = "".join(f"<OBJECT_DESCR><LOT_NO>{number}</LOT_NO></OBJECT_DESCR>" for number in range(1, MANY + 1))
    return ted(inside=award(lot=f"1-{MANY}") * MANY, objects=objects)


def one_award(lots: str) -> bytes:
    """Return a notice of which an award names its lots in a text far longer than anybody writes."""
    return ted(inside=award(lot=lots), objects="<OBJECT_DESCR><LOT_NO>1</LOT_NO></OBJECT_DESCR>")


def lots_of_long_numbers() -> bytes:
    objects = "".join(f"<OBJECT_DESCR><LOT_NO>{number}{' - 1' * 200}</LOT_NO></OBJECT_DESCR>" for number in range(MANY))
    return ted(inside=award(lot="1"), objects=objects)


def process(contract: dict[str, object], suppliers: int) -> bytes:
    firms = [{"id": str(number), "name": f"Voorbeeld {number} B.V."} for number in range(suppliers)]
    awards = [{"id": str(number), "suppliers": firms} for number in range(MANY if "awardIDs" in contract else 1)]
    return json.dumps(
        {"ocid": "ocds-1", "awards": awards, "contracts": [contract | {"id": str(number)} for number in range(MANY)]}
    ).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "contracts of many lots": contracts_of_many_lots,
    "contracts of many firms": contracts_of_many_firms,
    "awards of many lots": awards_of_many_lots,
    "an award of a long list of lots": lambda: one_award("1, " * 2_000),
    "an award of many ranges of lots": lambda: one_award("1 t/m 999, " * 2_000),
    "lots of long numbers": lots_of_long_numbers,
    "contracts of an award of many firms": lambda: process({"awardID": "0"}, MANY),
    "contracts of many awards": lambda: process({"awardIDs": [str(number) for number in range(MANY)]}, 1),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_names_too_much_again_and_again_is_refused(name: str) -> None:
    with pytest.raises(UnreadableFile, match="te groot"):
        imports.read(FILES[name]())


def test_a_text_that_is_far_longer_than_any_field_is_refused() -> None:
    """What a notice says of all its contracts is read again with each of them."""
    title = f'<cbc:Name languageID="NLD">{"x" * (MAX_TEXT_LENGTH + 1)}</cbc:Name>'
    with pytest.raises(UnreadableFile, match="te groot"):
        imports.read(eforms(project=title))
    assert imports.read(eforms(project=title.replace("xx", "x", 1))).rows


def test_what_tells_procedures_apart_is_no_longer_than_anybody_writes() -> None:
    """It comes back with each contract of a notice or a process."""
    long = "x" * 19_000
    notice = eforms().replace(b">p-1<", f">{long}<".encode()).replace(b">n-1<", f">{long}<".encode())
    released = {"ocid": long, "id": long, "date": long, "awards": [{"id": long, "suppliers": [{"name": "Voorbeeld B.V."}]}]}
    for content in (notice, json.dumps(released).encode()):
        (row,) = imports.read(content).rows
        assert row.notice is not None
        told = (row.reference, row.notice.procedure_id, row.notice.notice_id, row.notice.version, row.notice.contract_id)
        assert max(len(one or "") for one in told) <= KEY_LENGTH
