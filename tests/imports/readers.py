"""What reads the cells of a register of the shipped profile, and what a test asks of what it says."""

from typing import Any

from imports.fields import cell_readers
from imports.noted import Noted
from imports.profile import load_profile
from imports.rows import Severity

READERS = cell_readers(profile=load_profile())


def noted(found: Any) -> tuple[Any, Severity]:
    """Return the value of what was noted and how bad it is; its message quotes the cell."""
    assert isinstance(found, Noted), found
    assert found.message.startswith("Hier staat")
    return found.value, found.severity
