"""One mail, one request for a new password and one subcontract, as migration 14 makes their tables."""

from tests.database.keys import CONTRACT, FIRM, HASH, NOW, OFFICER, Row, key

SUBCONTRACTOR = key("subcontractor")
ROWS: tuple[tuple[str, Row], ...] = (
    (
        "outgoing_mail",
        {
            "id": key("mail"),
            "kind": "invitation",
            "to_address": "opdrachtnemer@example.nl",
            "account": None,
            "content": "{}",
            "secret": "",
            "message_id": "<1@example.nl>",
            "once": None,
            "status": "waiting",
            "error": "",
            "created_at": NOW,
            "ended_at": None,
        },
    ),
    (
        "password_reset",
        {"id": key("password reset"), "email": "inkoper@example.nl", "token_hash": HASH, "asked_at": NOW, "used_at": None},
    ),
    (
        "organisation",
        {
            "id": SUBCONTRACTOR,
            "name": "Onderaannemer Voorbeeld B.V.",
            "kvk_number": "00100009",
            "search_text": "onderaannemer",
            "created_at": NOW,
        },
    ),
    (
        "subcontract",
        {
            "id": key("subcontract"),
            "contract": CONTRACT,
            "contractor": FIRM,
            "subcontractor": SUBCONTRACTOR,
            "added_by": OFFICER,
            "added_at": NOW,
            "ended_at": None,
        },
    ),
)
