"""Making an accessible PDF of facts by typst: tagged (PDF/UA-1), the same bytes for the same facts and moment."""

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

SHARED = "document.typ"


def rendered_pdf(*, template: str, facts: dict[str, Any], now: datetime, **inputs: str) -> bytes:
    """Return the facts by a template of this room, after what all documents share. What users typed goes in as data, never as source."""
    import typst

    source = b"".join((files("sroi.exports") / name).read_bytes() for name in (SHARED, template))
    sent = {"facts": json.dumps(facts, ensure_ascii=False), **inputs}
    moment = int(now.astimezone(UTC).timestamp())
    found: bytes = typst.compile(source, format="pdf", pdf_standards=["ua-1"], sys_inputs=sent, timestamp=moment, ignore_system_fonts=True)
    return found
