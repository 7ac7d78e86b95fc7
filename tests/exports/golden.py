"""Comparing an export with its golden file in `tests/golden/exports/`.

To accept a change: `UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/exports`, and read the difference before committing it.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "golden" / "exports"
# A random key, of version 4 or 7: those that a test chose itself, such as `UUID(int=1)`, are none.
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def assert_as_agreed(name: str, found: Any) -> None:
    """Hold what was found, as plain values, to the golden file of this name; its keys, which are random, only to where they come again."""
    plain = json.loads(with_numbered_keys(json.dumps(found, ensure_ascii=False)))
    golden = FOLDER / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert plain == json.loads(golden.read_text(encoding="utf-8"))


def with_numbered_keys(text: str) -> str:
    """Return a text with every random key (UUID) replaced by its place among those that the text names."""
    places: dict[str, int] = {}
    return KEY.sub(lambda key: f"<key {places.setdefault(key[0], len(places) + 1)}>", text)
