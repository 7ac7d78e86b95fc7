"""A write of retention, ready to be done."""

from sroi.fulfilment.operations.retention import change_retention
from sroi.fulfilment.rules.retention import RetentionKind
from tests.audit.act import Act
from tests.makers import NOW, make_administrator


async def changing_a_retention_period() -> Act:
    administrator = await make_administrator()
    return Act(
        administrator,
        "retention.changed",
        lambda: change_retention(viewer=administrator, kind=RetentionKind.CANDIDATES, months=12, decision="Besluit 7", now=NOW),
    )


ACTS = (changing_a_retention_period,)
