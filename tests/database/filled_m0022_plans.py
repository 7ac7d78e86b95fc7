"""One row for each table of migration 22: a plan of approach with a line and a step in its history."""

from tests.database.keys import CONTRACT, DAY, LATER, NOW, OFFICER, Row, key

PLAN = key("plan")
ROWS: tuple[tuple[str, Row], ...] = (
    (
        "plan",
        {"id": PLAN, "contract": CONTRACT, "number": 1, "status": "submitted", "version": 2, "changed_at": NOW, "submitted_at": NOW},
    ),
    (
        "plan_item",
        {
            "id": key("plan item"),
            "plan": PLAN,
            "position": 1,
            "kind": "placement",
            "block": "participatiewet",
            "starts_on": DAY,
            "ends_before": LATER,
            "people": 2,
            "hours_per_week_hundredths": 2400,
            "cost_cents": None,
            "hours_hundredths": None,
            "days_hundredths": None,
            "with_whom": "Opleider Voorbeeld",
            "partner": key("partner"),
            "note": "",
        },
    ),
    (
        "plan_status_change",
        {"id": key("plan step"), "plan": PLAN, "number": 1, "status": "draft", "reason": "", "changed_by": OFFICER, "changed_at": NOW},
    ),
)
