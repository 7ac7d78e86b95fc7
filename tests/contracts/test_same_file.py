"""An import of a file that was read before is looked up by what that file holds, however many imports there are."""

from uuid import uuid4

from sroi.contracts.queries.imports import SAME_FILE
from tests.plans import plan_of


async def test_the_import_of_the_same_file_is_looked_up_by_its_content(database: None) -> None:
    assert "import_batch_by_file" in await plan_of(SAME_FILE, uuid4())
