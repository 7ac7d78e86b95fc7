"""Another row of an import, as it is stored since m0046 asks for the import itself."""

from tests.database.keys import BATCH, CONTRACT, HASH, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "import_row",
        {
            "id": key("row of m0046"),
            "batch": BATCH,
            "position": 502,
            "verdict": "known",
            "source_key": HASH,
            "digest": HASH,
            "contract": CONTRACT,
        },
    ),
)
