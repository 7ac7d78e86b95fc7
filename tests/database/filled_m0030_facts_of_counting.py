"""Two rows of a list that were joined as one person and parted again, as migration 30 makes its table."""

from tests.database.filled_m0019_regional_lists import LIST
from tests.database.keys import NOW, OFFICER, Row, key

ROWS: tuple[tuple[str, Row], ...] = (
    (
        "region_join",
        {
            "id": key("region join"),
            "one_list": LIST,
            "one_identity": "a" * 64,
            "other_list": LIST,
            "other_identity": "b" * 64,
            "reason": "Zelfde persoon",
            "joined_by": OFFICER,
            "joined_at": NOW,
            "parted_reason": "Toch een ander",
            "parted_by": OFFICER,
            "parted_at": NOW,
        },
    ),
)
