"""How other bodies compute: each row of a published comparison, written down as a policy. What the row leaves open is to confirm."""

from datetime import date
from decimal import Decimal

import pytest

from sroi.contracts.rules import ContractType
from sroi.obligations.rules import AwardFacts, compute_obligation
from sroi.policy.rules import read_policy

HEAD = """
title = "{name}"
source = "vergelijking van overheden die social return vragen"
in_force_from = {{ value = 2020-01-01, to_confirm = true }}

[authority]
name = "{name}"

[obligation]
"""
BODIES = {
    "Den Haag": """
        threshold = 215000
        boundary_counts = true
        base = "tender_sum"
        rate_pct = 5
        """,
    "Schiedam": """
        threshold = 125000
        boundary_counts = { value = true, to_confirm = true }
        base = "contract_sum"
        rate_pct = 5
        agreed_rate_up_to_pct = 100
        [obligation.works]
        threshold = 225000
        """,
    "Lekstroom": """
        threshold = 100000
        boundary_counts = false
        base = "contract_sum"
        rate_pct = 5
        """,
    "Sudwest-Fryslan": """
        threshold = { value = 0, to_confirm = true }
        boundary_counts = { value = false, to_confirm = true }
        base = "contract_sum"
        rate_pct = 2
        cap = 300000
        agreed_rate_up_to_pct = 5
        """,
    "regio Zwolle": """
        threshold = 200000
        boundary_counts = false
        base = "invoiced_turnover"
        rate_pct = { value = 5, to_confirm = true }
        """,
    "Rijk": """
        threshold = 250000
        boundary_counts = false
        minimum_duration_months = 6
        base = "contract_sum"
        rate_pct = 5
        [obligation.supplies]
        applies = false
        """,
    "verzonnen: werken over de loonsom": """
        threshold = 100000
        boundary_counts = false
        base = "contract_sum"
        rate_pct = 2
        [obligation.works]
        base = "wage_sum"
        rate_pct = 30
        """,
    "verzonnen: alleen het deel boven een grens": """
        threshold = 0
        boundary_counts = true
        base = "contract_sum"
        rate_pct = 0
        brackets = [{ above = 150000, rate_pct = 5 }]
        brackets_apply_to = "slice"
        cap = 100000
        """,
    "RAW-bestek": """
        threshold = { value = 0, to_confirm = true }
        boundary_counts = { value = false, to_confirm = true }
        base = "wage_sum"
        rate_pct = { value = 5, to_confirm = true }
        note = "Per project bepaald"
        """,
    "ziekenhuis Delft": """
        threshold = { value = 0, to_confirm = true }
        boundary_counts = { value = false, to_confirm = true }
        base = "wage_sum"
        rate_pct = 5
        agreed_rate_up_to_pct = 100
        """,
    "corporaties Tilburg": """
        threshold = { value = 0, to_confirm = true }
        boundary_counts = { value = false, to_confirm = true }
        base = { value = "contract_sum", to_confirm = true }
        rate_pct = 5
        deviation_above = 1000000
        [obligation.works]
        rate_pct = { value = 7, to_confirm = true }     # the row says 5% / 7%, not for what
        """,
    "buurgemeente 2025": """
        threshold = { value = 0, to_confirm = true }
        boundary_counts = { value = false, to_confirm = true }
        base = "contract_sum"
        rate_pct = 5
        lower_rates = [{ labour_share_below_pct = 30, rate_pct = 2 }]
        [obligation.supplies]
        applies = false
        """,
}


@pytest.mark.parametrize(
    ("body", "contract_type", "facts", "outcome", "amount"),
    [
        ("Den Haag", "services", {"contract_sum": 215000, "tender_sum": 214000}, "owed", "10700.00"),
        ("Den Haag", "services", {"contract_sum": "214999.99", "tender_sum": 214000}, "not_owed", "0.00"),
        ("Den Haag", "works", {"contract_sum": "215000.01", "tender_sum": "214000.10"}, "owed", "10700.01"),  # 10.700,005 is half up
        ("Den Haag", "supplies", {"contract_sum": 300000}, "asks", "0.00"),  # 5% of the tender sum, which is not known
        ("Schiedam", "services", {"contract_sum": 125000}, "owed", "6250.00"),
        ("Schiedam", "supplies", {"contract_sum": "124999.99"}, "not_owed", "0.00"),
        ("Schiedam", "supplies", {"contract_sum": "125000.01"}, "owed", "6250.00"),  # 6.250,0005
        ("Schiedam", "services", {"contract_sum": 200000, "agreed_rate_pct": 4}, "owed", "10000.00"),  # at least 5%
        ("Schiedam", "works", {"contract_sum": "224999.99"}, "not_owed", "0.00"),
        ("Schiedam", "works", {"contract_sum": 225000, "agreed_rate_pct": 8}, "owed", "18000.00"),
        ("Lekstroom", "works", {"contract_sum": 100000}, "not_owed", "0.00"),
        ("Lekstroom", "works", {"contract_sum": "99999.99"}, "not_owed", "0.00"),
        ("Lekstroom", "works", {"contract_sum": "100000.01"}, "owed", "5000.00"),
        ("Sudwest-Fryslan", "works", {"contract_sum": 10000000}, "owed", "200000.00"),
        ("Sudwest-Fryslan", "works", {"contract_sum": "14999999.49"}, "owed", "299999.99"),
        ("Sudwest-Fryslan", "works", {"contract_sum": 15000000}, "owed", "300000.00"),
        ("Sudwest-Fryslan", "works", {"contract_sum": 20000000}, "owed", "300000.00"),
        ("Sudwest-Fryslan", "works", {"contract_sum": 20000000, "agreed_rate_pct": 5}, "owed", "300000.00"),
        ("Sudwest-Fryslan", "works", {"contract_sum": 5000000, "agreed_rate_pct": 5}, "owed", "250000.00"),
        ("Sudwest-Fryslan", "works", {"contract_sum": 5000000, "agreed_rate_pct": "5.01"}, "owed", "100000.00"),  # more than may be agreed
        ("Sudwest-Fryslan", "works", {"contract_sum": 5000000, "agreed_rate_pct": 4}, "owed", "200000.00"),
        ("regio Zwolle", "services", {"contract_sum": 400000, "invoiced_turnover": 123456}, "owed", "6172.80"),
        ("regio Zwolle", "services", {"contract_sum": 400000}, "asks", "0.00"),
        ("regio Zwolle", "works", {"contract_sum": 200000, "invoiced_turnover": 500000}, "not_owed", "0.00"),
        ("regio Zwolle", "works", {"contract_sum": "200000.01", "invoiced_turnover": 0}, "owed", "0.00"),  # nothing invoiced yet
        ("Rijk", "works", {"contract_sum": 300000, "start": date(2024, 1, 1), "end": date(2024, 7, 1)}, "owed", "15000.00"),
        ("Rijk", "services", {"contract_sum": 300000, "start": date(2024, 1, 1), "end": date(2024, 6, 30)}, "not_owed", "0.00"),
        ("Rijk", "works", {"contract_sum": "250000.01", "start": date(2024, 2, 29), "end": date(2024, 8, 29)}, "owed", "12500.00"),
        ("Rijk", "works", {"contract_sum": "250000.01", "start": date(2024, 8, 31), "end": date(2025, 2, 28)}, "not_owed", "0.00"),
        ("Rijk", "works", {"contract_sum": "250000.01", "start": date(2024, 8, 31), "end": date(2025, 3, 1)}, "owed", "12500.00"),
        ("Rijk", "works", {"contract_sum": "250000.01"}, "asks", "0.00"),  # for how long?
        ("Rijk", "services", {"contract_sum": 250000, "start": date(2024, 1, 1), "end": date(2028, 1, 1)}, "not_owed", "0.00"),
        ("Rijk", "supplies", {"contract_sum": 9000000}, "not_owed", "0.00"),
        ("verzonnen: werken over de loonsom", "supplies", {"contract_sum": 100000}, "not_owed", "0.00"),
        ("verzonnen: werken over de loonsom", "supplies", {"contract_sum": "100000.01"}, "owed", "2000.00"),  # 2.000,0002
        ("verzonnen: werken over de loonsom", "works", {"contract_sum": "100000.01", "wage_sum": 40000}, "owed", "12000.00"),
        ("verzonnen: werken over de loonsom", "works", {"contract_sum": 500000}, "asks", "0.00"),
        ("verzonnen: alleen het deel boven een grens", "works", {"contract_sum": "150000.10"}, "owed", "0.01"),  # half a cent goes up
        ("verzonnen: alleen het deel boven een grens", "works", {"contract_sum": 1000000}, "owed", "42500.00"),
        ("verzonnen: alleen het deel boven een grens", "works", {"contract_sum": 2150000}, "owed", "100000.00"),
        ("verzonnen: alleen het deel boven een grens", "works", {"contract_sum": 5000000}, "owed", "100000.00"),
        ("RAW-bestek", "works", {"contract_sum": 900000, "wage_sum": 300000}, "owed", "15000.00"),
        ("RAW-bestek", "works", {"contract_sum": 900000}, "asks", "0.00"),
        ("ziekenhuis Delft", "works", {"contract_sum": 900000, "wage_sum": 300000, "agreed_rate_pct": 6}, "owed", "18000.00"),
        ("ziekenhuis Delft", "services", {"contract_sum": 900000, "wage_sum": "333333.33"}, "owed", "16666.67"),  # 16.666,6665
        ("corporaties Tilburg", "services", {"contract_sum": 900000}, "owed", "45000.00"),
        ("corporaties Tilburg", "works", {"contract_sum": 900000}, "owed", "63000.00"),
        ("buurgemeente 2025", "works", {"contract_sum": 200000, "labour_share_pct": "29.9"}, "owed", "4000.00"),
        ("buurgemeente 2025", "services", {"contract_sum": 200000, "labour_share_pct": 30}, "owed", "10000.00"),
        ("buurgemeente 2025", "supplies", {"contract_sum": 200000}, "not_owed", "0.00"),
    ],
)
def test_the_rules_of_other_bodies_can_be_written_down(
    body: str, contract_type: str, facts: dict[str, object], outcome: str, amount: str
) -> None:
    exact = {key: value if isinstance(value, date) else Decimal(str(value)) for key, value in facts.items()}
    award = AwardFacts(ContractType(contract_type), awarded_on=date(2023, 9, 1), **exact)  # type: ignore[arg-type]
    rules = read_policy(name="ander", text=HEAD.format(name=body) + BODIES[body])
    obligation = compute_obligation(policy=rules, award=award)
    assert (obligation.outcome.value, str(obligation.amount)) == (outcome, amount)


@pytest.mark.parametrize(("contract_sum", "asks"), [("1000000", False), ("1000000.01", True), ("1500000", True)])
def test_above_a_million_tilburg_asks_whether_a_deviation_was_agreed(contract_sum: str, asks: bool) -> None:
    rules = read_policy(name="tilburg", text=HEAD.format(name="corporaties Tilburg") + BODIES["corporaties Tilburg"])
    award = AwardFacts(ContractType.SERVICES, Decimal(contract_sum), date(2023, 9, 1))
    assert any("worden afgeweken" in question for question in compute_obligation(policy=rules, award=award).questions) == asks


BRACKETED = """
        threshold = 100000
        boundary_counts = false
        base = "contract_sum"
        rate_pct = 5
        brackets = [{{ above = 500000, rate_pct = 7 }}]
        brackets_apply_to = "{scope}"
        """


@pytest.mark.parametrize(
    ("scope", "contract_sum", "amount", "says"),
    [
        ("whole", "500000", "25000.00", "Tot en met € 500.000,00 geldt 5%"),
        ("whole", "500000.01", "35000.00", "Boven € 500.000,00 geldt 7%"),  # 35.000,0007
        ("slice", "500000", "25000.00", "zijn eigen deel"),
        ("slice", "500000.01", "25000.00", "zijn eigen deel"),  # 25.000 and 0,0007
        ("slice", "600000", "32000.00", "zijn eigen deel"),  # 25.000 and 7.000
    ],
)
def test_five_and_seven_per_cent_may_also_be_brackets_of_the_sum(scope: str, contract_sum: str, amount: str, says: str) -> None:
    rules = read_policy(name="corporaties", text=HEAD.format(name="corporaties") + BRACKETED.format(scope=scope))
    owed = compute_obligation(policy=rules, award=AwardFacts(ContractType.WORKS, Decimal(contract_sum), date(2023, 9, 1)))
    assert str(owed.amount) == amount
    assert says in next(step.explanation for step in owed.steps if step.label == "Percentage").replace("\u00a0", " ")
