"""A file that waits for its confirmation, and a profile that an officer saved, as m0013 keeps them."""

from tests.database.keys import BATCH, NOW, OFFICER, key

ROWS = (
    ("import_file", {"id": key("import file"), "batch": BATCH, "content": b"Contractnummer;Titel\r\n2023-014;Groenonderhoud\r\n"}),
    (
        "column_profile",
        {
            "id": key("column profile"),
            "name": "Register van inkoop",
            "search_text": "register van inkoop",
            "base": "contract_register",
            "columns": '{"Contractpartij": "contractor"}',
            "created_by": OFFICER,
            "created_at": NOW,
        },
    ),
)
