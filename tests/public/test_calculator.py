"""The calculator: no account, nothing stored, the same steps as the register, and bad input told on its field."""

from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from litestar import Litestar

from sroi.accounts.tables import UserSession
from sroi.contracts.rules import ContractType
from sroi.obligations.rules import AwardFacts, compute_obligation
from sroi.policy.queries import shipped_policy
from sroi.policy.rules import PlacementFacts, Policy, value_until
from sroi.public.calculator import contribution, obligation
from sroi.web import clock
from sroi.web.sessions import SESSION
from tests.makers import TODAY
from tests.personas import Browser, browser, personas
from tests.policy.makers import HEAD, policy_of

pytestmark = pytest.mark.usefixtures("database")

AWARD = {
    "authority": "GM0603",
    "awarded_on": "1-9-2023",
    "contract_type": "works",
    "contract_sum": "1.250.000,00",
    "labour_share_pct": "25",
    "calculate": "1",
}
CHOICE = {"policy": "rijswijk-2023", "kind": "placement"}
PLACEMENT = CHOICE | {
    "target_group": "participatiewet",
    "hours_per_week": "24",
    "starts_on": "1-9-2023",
    "ends_on": "29-2-2024",
    "calculate": "1",
}
PUBLISHED = """
[obligation]
threshold = 150000
boundary_counts = false
base = "wage_sum"
rate_pct = 5
compared_with = "contract_sum"

[activities.inzet]
label = "Inzet van medewerkers"
value = 100
per = "hour"
per_person = true
maximum_per_day = 1000

[activities.dag]
label = "Rondleiding"
value = 250
per = "day"

[counting]
full_time_hours_per_week = 36
cap_months = "always"

[blocks.altijd]
label = "Altijd"
value = 36500
per = "year"
counts_as_placement = true

[bonuses.vast]
label = "Vast contract"
value = 2500
per = "once"

[bonuses.taal]
label = "Taalles"
per = "costs"
"""


@pytest.fixture
async def visitor(app: Litestar) -> AsyncIterator[Browser]:
    async with browser(app) as found:
        yield found


async def ask(visitor: Browser, path: str = "/rekenhulp", *, status: int = 200, **typed: Any) -> str:
    answer = await visitor.get(f"{path}?{urlencode(typed, doseq=True)}")
    assert answer.status_code == status, answer.text
    return unescape(answer.text).replace("\xa0", " ")


async def ask_worth(visitor: Browser, *, status: int = 200, **typed: Any) -> str:
    return await ask(visitor, "/rekenhulp/bijdrage", status=status, **typed)


def know(monkeypatch: pytest.MonkeyPatch, invented: Policy) -> None:
    """Let the calculator know one invented policy alone."""

    async def known() -> tuple[Policy, ...]:
        return (invented,)

    for part in (obligation, contribution):
        monkeypatch.setattr(part, "known_policies", known)


# ---------------------------------------------------------------- what a contract owes


async def test_what_a_contract_owes_is_shown_with_every_step_and_the_policy(visitor: Browser) -> None:
    shown = await ask(visitor, **AWARD)
    held = shipped_policy("rijswijk-2023")
    facts = AwardFacts(ContractType.WORKS, Decimal(1250000), date(2023, 9, 1), Decimal(25))
    for step in compute_obligation(policy=held, award=facts).steps:
        for text in (step.label, step.explanation, step.figure, step.source):
            assert text.replace("\xa0", " ") in shown
    assert "€ 25.000,00" in shown and "Social return verplicht" in shown
    assert "niet vastgesteld" in shown and held.sha256 in shown and "rijswijk-2023" in shown
    assert 'value="1.250.000,00"' in shown


async def test_the_policy_is_the_authoritys_on_the_award_date_or_the_one_that_is_named(visitor: Browser) -> None:
    den_haag = await ask(visitor, **AWARD | {"authority": "GM0518", "contract_sum": "200.000", "tender_sum": "300.000"})
    assert "Geen social return verplicht" in den_haag and "den-haag-2023" in den_haag
    named = await ask(visitor, **AWARD | {"authority": "GM0518", "policy": "rijswijk-2023", "contract_sum": "200.000"})
    assert "Social return verplicht" in named and "rijswijk-2023" in named
    before = await ask(visitor, **AWARD | {"awarded_on": "30-6-2023"})
    assert "Nog niet te berekenen" in before and "Geen beleid in dit register geldt" in before


async def test_a_value_of_one_euro_and_a_missing_sum_ask_a_person(visitor: Browser) -> None:
    placeholder = await ask(visitor, **AWARD | {"contract_sum": "1"})
    assert "Nog niet te berekenen" in placeholder and "meestal een plaatshouder" in placeholder
    assert "app-figure" not in placeholder
    missing = await ask(visitor, **AWARD | {"authority": "GM0518"})
    assert "Vul de inschrijfsom in: het beleid rekent daarmee." in missing


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("contract_sum", "0", "Vul een opdrachtsom groter dan € 0,00 in."),
        ("contract_sum", "-5", "Vul een opdrachtsom groter dan € 0,00 in."),
        ("contract_sum", "veel", "Schrijf het bedrag in cijfers"),
        ("contract_sum", "", "Vul “Opdrachtsom exclusief btw” in."),
        ("tender_sum", "-1", "Een bedrag kan niet negatief zijn."),
        ("wage_sum", "-1", "Een bedrag kan niet negatief zijn."),
        ("invoiced_turnover", "-1", "Een bedrag kan niet negatief zijn."),
        ("ends_on", "29-2-2024", "De einddatum ligt voor de startdatum."),
        ("labour_share_pct", "101", "Een percentage ligt tussen 0 en 100."),
        ("awarded_on", "31-2-2024", "Deze datum bestaat niet."),
        ("awarded_on", "", "Vul “Gunningsdatum” in."),
        ("contract_type", "verzonnen", "Kies een van de mogelijkheden."),
        ("authority", "", "Kies een aanbestedende dienst, of kies zelf een beleid."),
        ("authority", "GM9999", "Kies een van de mogelijkheden."),
        ("policy", "haaglanden-2023", "Kies een van de mogelijkheden."),
    ],
)
async def test_bad_input_of_an_award_is_told_on_its_field_and_loses_nothing(
    visitor: Browser, field: str, typed: str, sentence: str
) -> None:
    shown = await ask(visitor, status=422, **AWARD | {"starts_on": "1-3-2024"} | {field: typed})
    assert sentence in shown and f'id="error-{field}"' in shown and f'href="#field-{field}"' in shown
    assert 'value="1-3-2024"' in shown and f'value="{typed if field == "labour_share_pct" else 25}"' in shown
    assert "Uitkomst" not in shown


async def test_everything_that_is_wrong_is_told_at_once(visitor: Browser) -> None:
    shown = await ask(visitor, status=422, calculate="1", contract_sum="-5")
    for field in ("authority", "awarded_on", "contract_type", "contract_sum"):
        assert f'id="error-{field}"' in shown, field
    choice = await ask_worth(visitor, status=422, authority="")
    assert 'id="error-authority"' in choice and 'id="error-kind"' in choice


async def test_an_address_can_prefill_the_form(visitor: Browser) -> None:
    shown = await ask(visitor, authority="GM0603", contract_sum="5")
    assert '<option value="GM0603" selected>' in shown and 'value="5"' in shown
    assert "is iets niet goed ingevuld" not in shown and "Uitkomst" not in shown


async def test_a_policy_that_goes_by_publication_asks_for_that_day(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    invented = policy_of(PUBLISHED, head=f'{HEAD}reference_date = "publication"\n')
    know(monkeypatch, invented)
    award = AWARD | {"authority": "GM0000", "wage_sum": "400.000"}
    shown = await ask(visitor, status=422, **award)
    assert "kijkt naar de publicatiedatum. Vul die in." in shown and 'id="error-published_on"' in shown
    assert "€ 20.000,00" in await ask(visitor, **award | {"published_on": "1-8-2023"})


# ---------------------------------------------------------------- what a contribution is worth


async def test_a_placement_is_worth_what_the_register_says(visitor: Browser) -> None:
    shown = await ask_worth(visitor, **PLACEMENT)
    facts = PlacementFacts("participatiewet", Decimal(24), date(2023, 9, 1), date(2024, 3, 1))
    for step in value_until(policy=shipped_policy("rijswijk-2023"), placement=facts, until=None).steps:
        for text in (step.label, step.explanation, step.figure):
            assert text.replace("\xa0", " ") in shown
    assert "€ 13.260,47" in shown and shipped_policy("rijswijk-2023").sha256 in shown and "Verwacht" not in shown
    part = await ask_worth(visitor, **PLACEMENT | {"counted_until": "30-11-2023"})
    assert "€ 6.630,24" in part and "€ 13.260,47" in part and "Verwacht" in part


async def test_bonuses_and_the_contract_count_as_in_the_register(visitor: Browser) -> None:
    facts = PlacementFacts(
        "participatiewet",
        Decimal(36),
        date(2023, 9, 1),
        date(2024, 3, 1),
        contract_start=date(2023, 10, 1),
        contract_end=date(2024, 2, 1),
        birth_year=1960,
    )
    worth = value_until(policy=shipped_policy("rijswijk-2023"), placement=facts, until=None)
    typed = {"hours_per_week": "36", "birth_year": "1960", "contract_starts_on": "1-10-2023", "contract_ends_on": "31-1-2024"}
    shown = await ask_worth(visitor, **PLACEMENT | typed)
    assert f"{worth.amount:,.2f}".translate(str.maketrans(",.", ".,")) in shown
    assert "Toeslag" in shown


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("hours_per_week", "61", "Een werkweek van meer dan 60 uur kan niet."),
        ("hours_per_week", "0", "Vul meer dan 0 uren per week in."),
        ("hours_per_week", "-8", "Vul meer dan 0 uren per week in."),
        ("ends_on", "31-8-2023", "De einddatum ligt voor de startdatum."),
        ("contract_ends_on", "31-8-2023", "Het contract eindigt voordat het begint."),
        ("birth_year", "2024", "Dit geboortejaar ligt in de toekomst."),
        ("birth_year", "2009", "jonger dan 15 jaar"),
        ("birth_year", "1900", "ouder dan 100 jaar"),
        ("birth_year", "85", "Schrijf het geboortejaar met vier cijfers"),
        ("target_group", "verzonnen", "Kies een van de mogelijkheden."),
        ("target_group", "", "Maak een keuze bij “Doelgroep”."),
        ("starts_on", "", "Vul “Eerste werkdag” in."),
    ],
)
async def test_bad_input_of_a_placement_is_told_on_its_field_and_loses_nothing(
    visitor: Browser, monkeypatch: pytest.MonkeyPatch, field: str, typed: str, sentence: str
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    shown = await ask_worth(visitor, status=422, **PLACEMENT | {"contract_starts_on": "1-9-2023"} | {field: typed})
    assert sentence in shown and f'id="error-{field}"' in shown
    assert 'value="1-9-2023"' in shown and 'name="policy" value="rijswijk-2023"' in shown
    assert "Uitkomst" not in shown


async def test_a_birth_year_to_come_is_refused_for_a_start_to_come(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    shown = await ask_worth(visitor, status=422, **PLACEMENT | {"starts_on": "1-9-2060", "ends_on": "", "birth_year": "2030"})
    assert "Dit geboortejaar ligt in de toekomst." in shown


async def test_a_training_and_a_purchase_count_by_their_costs(visitor: Browser) -> None:
    training = await ask_worth(visitor, **CHOICE | {"kind": "training", "block": "costs", "amount": "1.500", "calculate": "1"})
    assert "€ 1.500,00" in training
    aspirant = {"kind": "purchase", "policy": "haaglanden-2023", "block": "work_company", "amount": "999,99", "calculate": "1"}
    assert "€ 999,99" in await ask_worth(visitor, **aspirant)


@pytest.mark.parametrize("kind", ["training", "purchase"])
@pytest.mark.parametrize(("typed", "sentence"), [("0", "groter dan € 0,00"), ("-5", "groter dan € 0,00"), ("", "groter dan € 0,00")])
async def test_an_amount_that_cannot_be_is_told_on_its_field(visitor: Browser, kind: str, typed: str, sentence: str) -> None:
    block = {"training": "costs", "purchase": "work_company"}[kind]
    shown = await ask_worth(visitor, status=422, **CHOICE | {"kind": kind, "block": block, "amount": typed, "calculate": "1"})
    assert sentence in shown and 'id="error-amount"' in shown


async def test_an_activity_counts_by_hours_days_and_people(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch, policy_of(PUBLISHED))
    activity = {"policy": "voorbeeld", "kind": "activity", "block": "inzet", "calculate": "1"}
    assert "€ 1.000,00" in await ask_worth(visitor, **activity | {"hours": "4", "people": "3", "days": "1"})
    assert "€ 500,00" in await ask_worth(visitor, **activity | {"block": "dag", "days": "2"})
    for field, typed in (("hours", ""), ("people", "0"), ("days", "-")):
        given = activity | {"hours": "4", "people": "3", "days": "1"} | {field: typed}
        assert f'id="error-{field}"' in await ask_worth(visitor, status=422, **given)
    none = await ask_worth(visitor, status=422, policy="voorbeeld", kind="training")
    assert "telt dit niet mee" in none and 'id="error-kind"' in none


async def test_a_bonus_that_is_worth_its_costs_asks_for_them(visitor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch, policy_of(PUBLISHED))
    typed = PLACEMENT | {"policy": "voorbeeld", "target_group": "altijd", "hours_per_week": "36", "bonuses": ["taal"]}
    assert "Taalles: vul de gemaakte kosten in" in await ask_worth(visitor, status=422, **typed)
    # A whole year is 36.500; the lessons were 100.
    whole = typed | {"starts_on": "1-1-2023", "ends_on": "31-12-2023", "bonus_costs_taal": "100"}
    assert "€ 36.600,00" in await ask_worth(visitor, **whole)
    assert "€ 39.100,00" in await ask_worth(visitor, **whole | {"bonuses": ["taal", "vast"]})
    endless = await ask_worth(visitor, status=422, **whole | {"ends_on": ""})
    assert 'id="error-ends_on"' in endless
    until = await ask_worth(visitor, **whole | {"ends_on": "", "counted_until": "31-12-2023"})
    assert "€ 36.600,00" in until and "Verwacht" not in until


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"kind": "placement"}, "authority", "Kies een aanbestedende dienst, of kies zelf een beleid."),
        ({"kind": "placement", "authority": "GM0603"}, "awarded_on", "Vul de gunningsdatum in"),
        ({"kind": "placement", "authority": "GM0603", "awarded_on": "30-6-2023"}, "awarded_on", "Op 30 juni 2023 geldt dit beleid niet"),
        (
            {"kind": "placement", "policy": "rijswijk-2023", "awarded_on": "30-6-2023"},
            "awarded_on",
            "Op 30 juni 2023 geldt dit beleid niet",
        ),
        ({"kind": "verzonnen", "policy": "rijswijk-2023"}, "kind", "Kies een van de mogelijkheden."),
        ({"policy": "rijswijk-2023"}, "kind", "Maak een keuze bij “Soort bijdrage”."),
        ({"kind": "placement", "policy": "verzonnen"}, "policy", "Kies een van de mogelijkheden."),
    ],
)
async def test_a_choice_that_cannot_be_meant_is_told_on_its_field(
    visitor: Browser, typed: dict[str, str], field: str, sentence: str
) -> None:
    shown = await ask_worth(visitor, status=422, **typed)
    assert sentence in shown and f'id="error-{field}"' in shown


async def test_the_choice_leads_to_the_form_of_that_policy(visitor: Browser) -> None:
    assert "Kies eerst het beleid" in await ask_worth(visitor)
    assert "Kies eerst het beleid" in await ask_worth(visitor, onbekend="1")
    shown = await ask_worth(visitor, kind="placement", authority="GM0603", awarded_on="1-9-2023")
    assert 'name="authority" value="GM0603"' in shown and "Participatiewet" in shown
    assert "is iets niet goed ingevuld" not in shown


# ---------------------------------------------------------------- no account, nothing stored


async def test_nothing_is_stored_and_nobody_is_followed(visitor: Browser, query_counter: Any) -> None:
    query_counter.reset()
    await ask(visitor, **AWARD)
    await ask_worth(visitor, **PLACEMENT | {"birth_year": "1960"})
    await ask_worth(visitor, status=422, **PLACEMENT | {"birth_year": "2020"})
    assert [sql for sql in query_counter.statements if not sql.lstrip().upper().startswith(("SELECT", "WITH"))] == []
    assert SESSION not in visitor.client.cookies
    assert await UserSession.count() == 0


async def test_the_calculator_is_found_without_an_account_and_open_to_everybody(app: Litestar, visitor: Browser) -> None:
    for path in ("/", "/inloggen", "/privacy"):
        assert 'href="/rekenhulp"' in (await visitor.get(path)).text, path
    async with personas(app) as people:
        for person in people.signed_in:
            assert "€ 25.000,00" in await ask(person, **AWARD)


async def test_hostile_addresses_are_answered(visitor: Browser) -> None:
    for query in ("contract_sum=%00&calculate=1", "contract_sum=1&contract_sum=2&calculate=1", "calculate=1&bonuses=x", "%ff=%ff"):
        for path in ("/rekenhulp", "/rekenhulp/bijdrage"):
            assert (await visitor.get(f"{path}?{query}")).status_code in (200, 422), query
    script = await visitor.get("/rekenhulp?contract_sum=%3Cscript%3E&calculate=1")
    assert "<script>" not in script.text
