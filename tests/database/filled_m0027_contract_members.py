"""A consortium of two invented firms, of which one leads."""

from tests.database.keys import CONTRACT, key

ROWS = (
    (
        "contract_member",
        {
            "id": key("member that leads"),
            "contract": CONTRACT,
            "position": 1,
            "name": "Groen Voorbeeld B.V.",
            "number": "00100001",
            "number_kind": "kvk",
            "is_lead": True,
        },
    ),
    (
        "contract_member",
        {
            "id": key("member without a number"),
            "contract": CONTRACT,
            "position": 2,
            "name": "Tuin Voorbeeld GmbH",
            "number": None,
            "number_kind": None,
            "is_lead": False,
        },
    ),
)
