"""The paths in the golden readings of notices, followed in the documents by another way than the readers found them."""

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import imports

GOLDEN = Path(__file__).parents[1] / "golden" / "imports"
SAMPLES = sorted(GOLDEN.glob("*.xml"))
STEP = re.compile(r"^(?:\w+:)?(\w+)(\[\d+\])?$")
AS_THEY_STAND = ("awarded_on", "start", "published_on", "estimated_sum", "tender_sum", "framework_maximum", "procedure_id", "version")


def followed(root: Any, path: str) -> list[Any]:
    """Return the elements at a path by XPath, each step by local name and number."""
    steps = [STEP.match(step) for step in path.lstrip("/").split("/")]
    assert all(steps)
    return root.xpath("/" + "/".join(f"*[local-name()='{step[1]}']{step[2] or ''}" for step in steps if step))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_origin_leads_to_one_element_that_holds_the_text_shown(sample: Path) -> None:
    root = etree.parse(sample).getroot()
    for row in imports.read(sample.read_bytes()).rows:
        assert row.notice is not None
        for field, paths in row.origins.items():
            found = [followed(root, path) for path in paths.split("; ")]
            assert [len(elements) for elements in found] == [1] * len(found), (field, paths)
            texts = [" ".join("".join(elements[0].itertext()).split()) for elements in found]
            if field in AS_THEY_STAND and field in row.raw and row.notice.procedure_id != row.notice.notice_id:
                assert row.raw[field] == "; ".join(texts), field
        for clause in row.notice.social_clauses:
            assert len(followed(root, clause.where)) == 1
