"""A pack of rows with its tally, and what became of one of them, as m0025 keeps them; those of before are packed by it."""

import json

import zstandard

from tests.database.keys import AUTHORITY, BATCH, CONTRACT, HASH, key

ROW_ID, PACK = key("packed row"), key("pack")
FACTS = {"authority_id": str(AUTHORITY), "number": "2023-015", "title": "Groenonderhoud Zuid"}
PACKED = [501, "new", "contract", False, "", str(ROW_ID), "rij 502", FACTS, [], [], [], {}, None, HASH, HASH]
ROWS = (
    ("import_pack", {"id": PACK, "batch": BATCH, "first": 501, "content": zstandard.compress(json.dumps([PACKED]).encode())}),
    (
        "import_tally",
        {
            "id": key("tally"),
            "pack": PACK,
            "finding": "new",
            "verdict": "contract",
            "has_problems": False,
            "decision": "",
            "row_count": 1,
        },
    ),
    (
        "import_row",
        {
            "id": ROW_ID,
            "batch": BATCH,
            "position": 501,
            "verdict": "contract",
            "source_key": HASH,
            "digest": HASH,
            "contract": CONTRACT,
        },
    ),
)
