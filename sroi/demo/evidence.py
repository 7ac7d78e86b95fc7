"""Evidence in the example: for each thing that the policy asks a page that says what it stands for, and that it is invented."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.operations import add_evidence
from sroi.fulfilment.queries.claims import claim


def invented_page(what: str) -> bytes:
    """Return a pdf of one page with a line of plain letters on it."""
    line = f"BT /F1 20 Tf 60 760 Td (Voorbeeld: {what}. Dit bewijsstuk is verzonnen.) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(line)}>>stream\n{line}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "".join(f"{number} 0 obj{text}endobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode("ascii")


async def add_invented_evidence(*, viewer: Viewer, claim_id: UUID, directory: Path, now: datetime) -> None:
    """Add to a claim what its policy asks to be shown, or one page where it asks nothing."""
    asked = (await claim(viewer=viewer, claim_id=claim_id)).required_evidence or ("",)
    for shows in asked:
        what = shows or "bewijsstuk"
        file = {"file_name": f"voorbeeld-{what.replace(' ', '-').lower()}.pdf", "content": invented_page(what), "shows": shows}
        await add_evidence(viewer=viewer, claim_id=claim_id, directory=directory, now=now, **file)  # type: ignore[arg-type]
