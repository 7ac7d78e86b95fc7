"""One row for each table of migration 18: a placement that is followed, a call, and somebody who stopped."""

from tests.database.keys import CANDIDATE, CONTRACT, DAY, LATER, NOW, OFFICER, Row, key

FOLLOWED = {"contract": CONTRACT, "candidate": CANDIDATE, "employer_key": "groenvoorbeeld", "employer_name": "Groen Voorbeeld"}
PLACED = {"target_group": "wia", "policy_name": "rijswijk-2023", "starts_on": DAY, "known_on": DAY, "created_at": NOW}
MOMENT = {"aftercare": key("aftercare"), "label": "Na 12 maanden", "due_on": LATER, "explanation": "12 maanden na de start"}
CONTACT = {"moment": key("moment"), "held_on": LATER, "outcome": "well", "note": "", "recorded_by": OFFICER, "recorded_at": NOW}
STOPPED = {"aftercare": key("aftercare"), "ended_before": LATER, "reason": "Ander werk", "recorded_by": OFFICER, "recorded_at": NOW}
RULE = {"label": "Na 12 maanden", "days": None, "months": 12, "source": "Werkoverleg", "is_confirmed": True}
TARGET = {"label": "Iedereen", "age_below": None, "blocks": "[]", "maximum_pct": 30, "source": "Werkoverleg", "is_confirmed": True}
ROWS: tuple[tuple[str, Row], ...] = (
    ("aftercare_rule", {"id": key("aftercare rule"), **RULE}),
    ("aftercare_target", {"id": key("aftercare target"), **TARGET}),
    ("aftercare", {"id": key("aftercare"), **FOLLOWED, **PLACED}),
    ("aftercare_moment", {"id": key("moment"), "is_confirmed": True, **MOMENT}),
    ("aftercare_contact", {"id": key("contact"), **CONTACT}),
    ("aftercare_dropout", {"id": key("dropout"), **STOPPED, "revoked_by": None, "revoked_at": None, "revoked_reason": ""}),
)
