"""What a proposal amounts to, by tables of cases computed by hand: nothing, the exact limit, a cent over it, and days of change."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sroi.contracts.rules import ContractStatus
from sroi.ledger.rules import Entry, EntryKind
from sroi.policy.rules import Valuation
from sroi.settlement.rules import DecisionKind, Situation, UnableToSettle, least_remaining, least_surplus, value_of_decision
from sroi.values import NO_BREAK_SPACE, Period
from tests.policy.makers import policy_of
from tests.settlement.makers import (
    ANOTHER_FIRM,
    DELFT,
    OBLIGATION,
    OTHER,
    PSO,
    approved,
    contract_record,
    entry,
    exempted,
    labels,
    owed,
    proposal,
    situation,
)

EXEMPTION, PART, HARDSHIP = DecisionKind.EXEMPTION, DecisionKind.PARTIAL_EXEMPTION, DecisionKind.HARDSHIP
CREDIT, TRANSFER, WITHHOLDING = DecisionKind.PSO_CREDIT, DecisionKind.TRANSFER, DecisionKind.WITHHOLDING
OWED = owed("62500.00")


def valued(stands: Situation, kind: DecisionKind, **asked: Any) -> Valuation:
    return value_of_decision(proposal=proposal(kind, **asked), situation=stands)


def worth(stands: Situation, kind: DecisionKind, **asked: Any) -> str:
    return str(valued(stands, kind, **asked).amount)


def refused(stands: Situation, kind: DecisionKind, **asked: Any) -> tuple[str | None, str]:
    with pytest.raises(UnableToSettle) as refusal:
        value_of_decision(proposal=proposal(kind, **asked), situation=stands)
    return refusal.value.field, refusal.value.message.replace(NO_BREAK_SPACE, " ")


# ---------------------------------------------------------------- the least, from a day on

LIFE = (
    owed("1000.00", "2023-01-01"),
    approved("200.00", "2023-03-01"),
    exempted("300.00", "2023-04-01"),
    exempted("-300.00", "2023-07-01"),
    approved("900.00", "2023-09-01"),
    owed("500.00", "2023-10-01"),
)


@pytest.mark.parametrize(
    ("since", "until", "remaining"),
    [
        ("2022-12-31", None, "0.00"),  # before anything is owed
        ("2023-01-01", "2023-03-01", "1000.00"),
        ("2023-01-01", "2023-03-02", "800.00"),
        ("2023-03-01", "2023-09-01", "500.00"),  # the exemption of April, not yet taken back
        ("2023-07-01", "2023-09-01", "800.00"),
        ("2023-07-01", None, "0.00"),  # in September more is delivered than owed
        ("2023-10-01", None, "400.00"),
    ],
)
def test_what_is_to_be_delivered_is_the_least_of_a_day_and_the_days_after(since: str, until: str | None, remaining: str) -> None:
    end = None if until is None else date.fromisoformat(until)
    assert least_remaining(LIFE, since=date.fromisoformat(since), until=end) == Decimal(remaining)


@pytest.mark.parametrize(
    ("ledger", "since", "surplus"),
    [
        ((), "2023-01-01", "0.00"),
        ((owed("1000.00"), approved("1000.00")), "2023-12-01", "0.00"),
        ((owed("1000.00"), approved("1000.01")), "2023-12-01", "0.01"),
        ((owed("1000.00"), approved("1000.01")), "2023-10-30", "0.00"),  # the day before it was delivered
        ((owed("1000.00"), approved("1500.00"), owed("200.00", "2024-01-01")), "2023-12-01", "300.00"),  # later more is owed
        ((owed("1000.00"), exempted("1000.00"), owed("-400.00", "2023-11-01")), "2023-12-01", "0.00"),  # nothing was delivered
        ((owed("1000.00"), exempted("900.00"), approved("300.00")), "2023-12-01", "200.00"),
        ((owed("1000.00"), exempted("1000.00"), approved("300.00"), owed("-400.00", "2023-11-01")), "2023-12-01", "300.00"),
        (
            (owed("1000.00"), approved("1500.00"), entry(EntryKind.TRANSFERRED, "-500.00", "2023-11-01")),
            "2023-12-01",
            "0.00",
        ),  # it went already
    ],
)
def test_a_surplus_is_what_was_delivered_and_stays_over(ledger: tuple[Entry, ...], since: str, surplus: str) -> None:
    assert least_surplus(ledger, since=date.fromisoformat(since)) == Decimal(surplus)


# ---------------------------------------------------------------- exemption and hardship


@pytest.mark.parametrize(
    ("ledger", "amount"),
    [
        ((OWED,), "62500.00"),
        ((OWED, approved("62499.99")), "0.01"),
        ((OWED, approved("10000.00"), exempted("500.00")), "52000.00"),
        ((OWED, owed("7500.00", "2023-12-16")), "62500.00"),  # what comes tomorrow is not exempted today
        ((OWED, owed("-7500.00", "2023-12-16")), "55000.00"),
        ((OWED, exempted("31250.00"), exempted("-31250.00", "2024-06-01")), "31250.00"),  # a credit that runs until June
    ],
)
def test_an_exemption_is_all_that_is_still_to_be_delivered(ledger: tuple[Entry, ...], amount: str) -> None:
    found = valued(situation(*ledger), EXEMPTION)
    assert str(found.amount) == amount
    assert labels(found.steps) == ["Nog te leveren", "Vrijstelling"]


@pytest.mark.parametrize("ledger", [(), (OWED, approved("62500.00")), (OWED, approved("70000.00")), (owed("5.00", "2023-12-16"),)])
@pytest.mark.parametrize("kind", [EXEMPTION, PART, HARDSHIP])
def test_where_nothing_is_to_be_delivered_nothing_is_exempted(ledger: tuple[Entry, ...], kind: DecisionKind) -> None:
    assert "niets meer te leveren" in refused(situation(*ledger), kind, amount="1.00")[1]


@pytest.mark.parametrize("kind", [PART, HARDSHIP])
def test_a_named_amount_goes_up_to_what_is_to_be_delivered(kind: DecisionKind) -> None:
    stands = situation(OWED, approved("2500.00"))
    for amount in ("0.01", "59999.99", "60000.00"):
        assert worth(stands, kind, amount=amount) == amount
    assert refused(stands, kind, amount="60000.01") == (
        "amount",
        "Vanaf 15 december 2023 is nog € 60.000,00 te leveren. Meer vrijstellen kan niet.",
    )


@pytest.mark.parametrize("amount", [None, "0.00", "-0.01"])
@pytest.mark.parametrize("kind", [PART, HARDSHIP])
def test_an_amount_is_above_zero(kind: DecisionKind, amount: str | None) -> None:
    assert refused(situation(OWED), kind, amount=amount) == ("amount", "Vul een bedrag groter dan € 0,00 in.")


def test_an_amount_has_whole_cents() -> None:
    assert refused(situation(OWED), PART, amount="1.005")[0] == "amount"


@pytest.mark.parametrize("kind", DecisionKind)
def test_nothing_is_decided_about_a_draft_or_a_day_before_the_award(kind: DecisionKind) -> None:
    draft = situation(OWED, contract=contract_record(status=ContractStatus.DRAFT))
    assert "concept" in refused(draft, kind)[1]
    field, message = refused(situation(OWED), kind, on="2023-08-14")
    assert (field, "15 augustus 2023" in message) == ("effective_on", True)


def test_the_day_of_the_award_is_early_enough() -> None:
    assert worth(situation(OWED), EXEMPTION, on="2023-08-15") == "62500.00"


# ---------------------------------------------------------------- PSO credit


@pytest.mark.parametrize(
    ("ledger", "level", "until", "amount"),
    [
        ((OWED,), "trede_1", "2024-06-01", "15625.00"),
        ((OWED,), "trede_2", "2024-06-01", "31250.00"),
        ((owed("62500.01"),), "trede_2", "2024-06-01", "31250.01"),  # 31.250,005 half up
        ((OWED, approved("31250.00")), "trede_2", "2024-06-01", "31250.00"),  # exactly what remains
        ((OWED, approved("31250.01")), "trede_2", "2024-06-01", "31249.99"),  # no more than what remains
        # What is delivered after the certificate expired does not hold it back; on its last day it does.
        ((OWED, approved("60000.00", "2024-06-01")), "trede_2", "2024-06-01", "31250.00"),
        ((OWED, approved("60000.00", "2024-05-31")), "trede_2", "2024-06-01", "2500.00"),
        # A certificate that outlives the contract is not taken back, so all later days count.
        ((OWED, approved("60000.00", "2025-10-01")), "trede_2", "2025-09-01", "2500.00"),
        ((OWED, approved("60000.00", "2025-10-01")), "trede_2", "2025-08-31", "31250.00"),
    ],
)
def test_a_pso_credit_is_its_share_of_the_obligation_and_no_more_than_what_remains(
    ledger: tuple[Entry, ...], level: str, until: str, amount: str
) -> None:
    assert worth(situation(*ledger), CREDIT, pso_level=level, until=until) == amount


def test_a_pso_credit_says_when_it_expires_and_that_nobody_adopted_that() -> None:
    found = valued(situation(OWED), CREDIT, pso_level="trede_2", until="2024-06-01")
    assert labels(found.steps) == ["Beleid", "Bouwblok", "Waarde", "Nog te leveren", "Geldigheid", "Korting"]
    validity = next(step for step in found.steps if step.label == "Geldigheid")
    assert "tot en met 31 mei 2024" in validity.explanation
    assert not validity.is_confirmed


def test_the_policy_s_limit_on_pso_holds() -> None:
    limited = policy_of(OBLIGATION + PSO + "[limits.pso]\nlabel = 'PSO'\nkinds = ['pso']\nmaximum_pct = 30\n")
    found = valued(situation(OWED, policy=limited), CREDIT, pso_level="trede_2", until="2024-06-01")
    assert str(found.amount) == "18750.00"
    assert "Maximum" in labels(found.steps)


@pytest.mark.parametrize(
    ("asked", "field", "says"),
    [
        ({"pso_level": None, "until": "2024-06-01"}, "pso_level", "Kies de trede"),
        ({"pso_level": "trede_9", "until": "2024-06-01"}, "pso_level", "Kies de trede"),
        ({"pso_level": "niets", "until": "2024-06-01"}, "pso_level", "€ 0,00 waard"),
        ({"pso_level": "trede_1"}, "expires_on", "Vul in tot en met welke dag"),
        ({"pso_level": "trede_1", "until": "2023-12-15"}, "expires_on", "al verlopen"),
    ],
)
def test_a_pso_credit_needs_a_level_and_a_day_on_which_it_expires(asked: dict[str, Any], field: str, says: str) -> None:
    found, message = refused(situation(OWED), CREDIT, **asked)
    assert (found, says in message) == (field, True)


def test_a_certificate_of_one_day_counts() -> None:
    assert worth(situation(OWED), CREDIT, pso_level="trede_1", until="2023-12-16") == "15625.00"


@pytest.mark.parametrize(
    ("earlier", "is_free"),
    [
        (Period(date(2023, 1, 1), date(2023, 12, 15)), True),  # the day before
        (Period(date(2023, 1, 1), date(2023, 12, 16)), False),
        (Period(date(2024, 6, 1), date(2024, 9, 1)), True),
        (Period(date(2024, 5, 31), date(2024, 9, 1)), False),
        (Period(date(2023, 1, 1)), False),  # one that is not taken back
    ],
)
def test_two_certificates_do_not_count_for_the_same_days(earlier: Period, is_free: bool) -> None:
    stands = situation(OWED, credits=(earlier,))
    if is_free:
        assert worth(stands, CREDIT, pso_level="trede_1", until="2024-06-01") == "15625.00"
    else:
        assert refused(stands, CREDIT, pso_level="trede_1", until="2024-06-01")[0] == "effective_on"


def test_without_a_policy_or_with_one_that_knows_no_pso_there_is_no_credit() -> None:
    asked: dict[str, Any] = {"pso_level": "trede_1", "until": "2024-06-01"}
    assert "geen verplichting" in refused(situation(OWED, policy=None), CREDIT, **asked)[1]
    assert "zegt niet wat een PSO-certificaat waard is" in refused(situation(OWED, policy=policy_of(OBLIGATION)), CREDIT, **asked)[1]


# ---------------------------------------------------------------- transfer

TARGET = contract_record(OTHER, number="2023-099")


def with_target(*ledger: Entry, target_owes: str = "5000.00", **more: Any) -> Situation:
    return situation(*ledger, target=more.pop("target", TARGET), target_entries=(owed(target_owes),), **more)


@pytest.mark.parametrize(
    ("target_owes", "amount", "says"),
    [
        ("5000.00", "0.01", ""),
        ("5000.00", "1000.00", ""),  # the whole surplus
        ("5000.00", "1000.01", "een overschot van € 1.000,00"),
        ("800.00", "800.00", ""),  # all that the other must deliver
        ("800.00", "800.01", "Contract 2023-099 moet vanaf 15 december 2023 nog € 800,00 leveren"),
        ("0.00", "0.01", "nog € 0,00 leveren"),
        ("5000.00", "0.00", "groter dan € 0,00"),
        ("5000.00", "-1.00", "groter dan € 0,00"),
    ],
)
def test_a_surplus_moves_up_to_what_is_over_here_and_lacking_there(target_owes: str, amount: str, says: str) -> None:
    stands = with_target(OWED, approved("63500.00"), target_owes=target_owes)
    if not says:
        assert worth(stands, TRANSFER, amount=amount) == amount
    else:
        field, message = refused(stands, TRANSFER, amount=amount)
        assert (field, says in message) == ("amount", True)


def test_without_a_surplus_nothing_moves() -> None:
    assert "geen overschot" in refused(with_target(OWED, approved("62500.00")), TRANSFER, amount="1.00")[1]
    assert "geen overschot" in refused(with_target(OWED, exempted("62500.00"), owed("-5.00", "2023-11-01")), TRANSFER, amount="1.00")[1]


@pytest.mark.parametrize(
    "target",
    [
        None,
        contract_record(),
        replace(TARGET, contractor_id=ANOTHER_FIRM),
        replace(TARGET, contractor_id=None),
        replace(TARGET, status=ContractStatus.DRAFT),
    ],
    ids=["none", "itself", "another firm's", "nobody's", "a draft"],
)
def test_a_surplus_goes_to_another_registered_contract_of_the_same_contractor(target: Any) -> None:
    assert refused(with_target(OWED, approved("63500.00"), target=target), TRANSFER, amount="1.00")[0] == "other_contract_id"


def test_a_surplus_between_two_authorities_is_pointed_out() -> None:
    ledger = (OWED, approved("63500.00"))
    assert labels(valued(with_target(*ledger), TRANSFER, amount="1.00").steps)[-1] == "Over te zetten"
    elsewhere = contract_record(OTHER, authority_id=DELFT, authority_name="Gemeente Delft")
    step = valued(with_target(*ledger, target=elsewhere), TRANSFER, amount="1.00").steps[-1]
    assert "Gemeente Delft" in step.explanation
    assert not step.is_confirmed


# ---------------------------------------------------------------- the final account

ENDED = date(2023, 11, 30)


@pytest.mark.parametrize(
    ("ledger", "amount"),
    [
        ((OWED,), "39062.50"),
        ((OWED, approved("62400.00")), "62.50"),
        ((OWED, approved("62499.93")), "0.04"),  # 0,07 x 62,5% = 0,04375
        ((OWED, approved("62499.99")), "0.01"),  # 0,01 x 62,5% = 0,00625
        ((OWED, exempted("30000.00"), approved("20000.00")), "7812.50"),
    ],
)
def test_a_withholding_is_the_policy_s_share_of_the_shortfall(ledger: tuple[Entry, ...], amount: str) -> None:
    found = valued(situation(*ledger, cure_period_ends_on=ENDED), WITHHOLDING)
    assert str(found.amount) == amount
    assert labels(found.steps) == ["Beleid", "Hersteltermijn", "Verplichting", "Telt al mee", "Tekort", "Percentage", "Inhouding"]
    assert [step.source for step in found.steps if step.label == "Percentage"] == ["Besluit 12"]


@pytest.mark.parametrize(
    ("ends_on", "effective_on", "field", "says"),
    [
        (None, "2023-12-15", None, "nog geen hersteltermijn"),
        (date(2023, 12, 16), "2023-12-15", None, "loopt tot en met 16 december 2023"),
        (date(2023, 12, 15), "2023-12-15", None, "loopt tot en met 15 december 2023"),  # its last day is today
        (ENDED, "2023-11-30", "effective_on", "na de hersteltermijn"),
        (ENDED, "2023-12-16", "effective_on", "niet later dan vandaag"),
    ],
)
def test_nothing_is_withheld_before_the_cure_period_has_ended(
    ends_on: date | None, effective_on: str, field: str | None, says: str
) -> None:
    found, message = refused(situation(OWED, cure_period_ends_on=ends_on), WITHHOLDING, on=effective_on)
    assert (found, says in message) == (field, True)


@pytest.mark.parametrize(("ends_on", "effective_on"), [(date(2023, 12, 14), "2023-12-15"), (ENDED, "2023-12-01")])
def test_something_is_withheld_from_the_day_after_the_cure_period(ends_on: date, effective_on: str) -> None:
    assert worth(situation(OWED, cure_period_ends_on=ends_on), WITHHOLDING, on=effective_on) == "39062.50"


def test_claims_that_wait_are_reviewed_before_anything_is_withheld() -> None:
    stands = situation(OWED, cure_period_ends_on=ENDED, in_review=Decimal("1500.00"))
    assert "opgaven van samen € 1.500,00" in refused(stands, WITHHOLDING)[1]


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (None, "geen verplichting"),
        (policy_of(OBLIGATION), "zegt niet welk deel"),
        (policy_of(OBLIGATION + "[withholding]\nshare_pct = 0\n"), "wordt niets ingehouden"),
    ],
)
def test_a_policy_that_withholds_nothing_is_followed(policy: Any, says: str) -> None:
    assert says in refused(situation(OWED, policy=policy, cure_period_ends_on=ENDED), WITHHOLDING)[1]


def test_where_nothing_lacks_nothing_is_withheld() -> None:
    assert "niets meer te leveren" in refused(situation(OWED, approved("62500.00"), cure_period_ends_on=ENDED), WITHHOLDING)[1]
