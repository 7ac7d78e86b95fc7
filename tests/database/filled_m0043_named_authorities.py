"""An authority that a row of a pack names and the register does not know, as m0043 counts it."""

from tests.database.filled_m0025_import_packs import PACK
from tests.database.keys import Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "import_named_authority",
        {"id": key("named authority"), "pack": PACK, "name": "Waterschap Voorbeeld", "authority": "", "row_count": 1},
    ),
)
