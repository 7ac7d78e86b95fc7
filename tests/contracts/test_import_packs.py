"""Rows of an import as they are packed: what was kept before a field was added is read still."""

from uuid import uuid4

import msgspec
from msgspec.structs import replace

from imports.register_rows import Texts
from sroi.contracts.operations.notice_details import texts_of_register
from sroi.contracts.rules import (
    AUTHORITY,
    ERROR,
    NAMED_AUTHORITY,
    Becomes,
    ContractFacts,
    Decision,
    RowProblem,
    StagedRow,
    Verdict,
    packed,
    unpacked,
)


def a_row(texts: Texts) -> StagedRow:
    facts = ContractFacts(authority_id=uuid4(), number="2024-031", title="Groenonderhoud Noord")
    kind = {"position": 1, "verdict": Verdict.NEW, "becomes": Becomes.DRAFT, "has_problems": False, "decision": Decision.OPEN}
    told = {"location": "rij 2", "facts": facts, "problems": (), "doubts": (), "differences": (), "details": {}}
    return StagedRow(**kind, **told, id=uuid4(), contract_id=None, source_key="a", texts=texts_of_register([texts])[0])


def test_the_cells_of_a_row_are_read_from_its_pack() -> None:
    [pack] = packed([a_row(Texts(("reference", "contract_sum"), ("2024-031", "max. 750.000")))])
    [row] = unpacked(pack.content, positions={1})
    assert row.raw == {"reference": "2024-031", "contract_sum": "max. 750.000"}


def test_long_cells_are_cut_off() -> None:
    row = a_row(Texts(("reference", "title"), ("2024-031", "Groenonderhoud " * 1_000)))
    assert row.raw["reference"] == "2024-031" and 200 < len(row.raw["title"]) <= 301


def test_a_row_that_was_packed_without_cells_has_none() -> None:
    before = msgspec.json.decode(msgspec.json.encode(a_row(Texts(("reference",), ("2024-031",)))))[:-1]
    row = msgspec.json.decode(msgspec.json.encode(before), type=StagedRow)
    assert row.raw == {} and row.facts.number == "2024-031"


def test_the_authorities_that_rows_name_are_counted_without_reading_the_rest() -> None:
    row = a_row(Texts(("reference",), ("2024-031",)))
    unknown = (RowProblem("rij 2", AUTHORITY, "is niet bekend", ERROR), RowProblem("rij 2", "contract_sum", "ontbreekt", ERROR))
    asked = replace(row, problems=unknown, details={NAMED_AUTHORITY: "Waterschap Voorbeeld"})
    chosen = replace(asked, problems=unknown[1:])
    [pack] = packed([row, asked, chosen, chosen])
    assert pack.named == {
        ("Waterschap Voorbeeld", None): 1,
        ("Waterschap Voorbeeld", row.facts.authority_id): 2,
    }
