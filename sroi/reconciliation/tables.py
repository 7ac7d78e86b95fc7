"""The tables of goals and of the results of years before this register."""

from piccolo.columns import Integer, Text
from piccolo.table import Table

import sroi.database  # noqa: F401  chooses the engine


class AnnualGoal(Table):
    """How many placements the municipality wants in a year, and where it says so."""

    year = Integer(primary_key=True, default=0)
    placements = Integer()
    source = Text()


class RecordedResult(Table):
    """The result of a year as its source gives it; `local` and `regional` are None where the source does not split."""

    year = Integer(primary_key=True, default=0)
    placements = Integer()
    local = Integer(null=True, default=None)
    regional = Integer(null=True, default=None)
    employers = Integer()
    note = Text()
    source = Text()
