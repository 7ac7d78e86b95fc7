"""What commands take for granted: the day on which they run."""

from datetime import UTC, date, datetime

import pytest

from sroi.cli import parameters


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 26, 22, 59, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 26, 23, 30, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 6, 30, 22, 30, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_a_command_runs_on_the_day_that_it_is_in_the_netherlands(monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date) -> None:
    monkeypatch.setattr(parameters, "now", lambda: moment)
    assert parameters.today() == day
