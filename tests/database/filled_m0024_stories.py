"""One row for each table of migration 24: a story and a consent."""

from tests.database.keys import DAY, NOW, OFFICER, Row, key

STORY = {"aftercare": key("aftercare"), "title": "Aan het werk in het groen", "text": "Het gaat goed.", "version": 1}
DRAFTED = {"drafted_by": OFFICER, "drafted_at": NOW, "published_at": NOW}
CONSENT = {"story": key("story"), "version": 1, "party": "employer", "given_on": DAY, "how": "Formulier getekend"}
ROWS: tuple[tuple[str, Row], ...] = (
    ("success_story", {"id": key("story"), **STORY, **DRAFTED}),
    (
        "story_consent",
        {"id": key("consent"), **CONSENT, "recorded_by": OFFICER, "recorded_at": NOW, "withdrawn_by": None, "withdrawn_at": None},
    ),
)
