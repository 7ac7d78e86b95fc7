"""Reviews in the compliance workbook of a served example: `python -m tests.journeys.desk_workbook MARK FILE`.

Of the claims with this mark the first is approved and the second gets a word that is no verdict.
"""

import asyncio
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from sroi.accounts.queries import viewer_by_email
from sroi.database import connected
from sroi.exports.compliance import COMPLIANCE

VERDICTS = ("Goedkeuren", "Akkoord")


async def main(mark: str, path: Path) -> None:
    """Export the workbook of this year, fill it in and save it as another program does."""
    now = datetime.now(UTC)
    async with connected():
        reviewer = await viewer_by_email(email="wsp@rijswijk.example")
        content = await COMPLIANCE.content(viewer=reviewer, year=now.year, now=now, today=now.date())
    book = load_workbook(BytesIO(content))
    sheet = book["Opgaven"]
    places = {cell.value: cell.column for cell in sheet[1]}
    verdicts = iter(VERDICTS)
    for cells in sheet.iter_rows(min_row=2):
        if f"Cursus {mark} " in str(cells[places["Omschrijving"] - 1].value):
            cells[places["Besluit"] - 1].value = next(verdicts)
    book.save(path)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
