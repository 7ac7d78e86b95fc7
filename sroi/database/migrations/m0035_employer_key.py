"""What an employer is known by, whatever the spelling of its name, with each placement: claims for one placement are told by it.

The key is that of `fulfilment.rules` as it was when this was written. Rows that the history keeps get it too, so that what the register
said before is put together in the same way.
"""

import json

from sroi.database.schema import Schema
from sroi.database.transactions import fetch
from sroi.values import name_letters, search_text

FOLLOWED = "SELECT id, candidate, starts_on, employer_name, employer_key FROM aftercare ORDER BY created_at, id"


def _key(name: str) -> str:
    return (name_letters(name) or search_text(name))[:200]


async def forwards(schema: Schema) -> None:
    """Add the key to placements, to those that the history keeps, and let aftercare know its employers by it.

    Where one placement was followed twice, by two spellings, the calls of one stay as they are and ask for nothing any more.
    """
    await schema.run("ALTER TABLE placement ADD COLUMN employer_key VARCHAR(200) NOT NULL DEFAULT ''")
    for row in await fetch("SELECT DISTINCT employer_name FROM placement"):
        await fetch("UPDATE placement SET employer_key = {} WHERE employer_name = {}", _key(row["employer_name"]), row["employer_name"])
    for row in await fetch("SELECT seq, image FROM row_history WHERE table_name = 'placement' AND image IS NOT NULL"):
        image = json.loads(row["image"])
        kept = json.dumps({**image, "employer_key": _key(image["employer_name"])})
        await fetch("UPDATE row_history SET image = {} WHERE seq = {}", kept, row["seq"])
    known = set()
    # What has the key already comes first: no two may have it.
    for row in sorted(await fetch(FOLLOWED), key=lambda row: row["employer_key"] != _key(row["employer_name"])):
        placement = (row["candidate"], _key(row["employer_name"]), row["starts_on"])
        if placement not in known:
            await fetch("UPDATE aftercare SET employer_key = {} WHERE id = {}", placement[1], row["id"])
        known.add(placement)
