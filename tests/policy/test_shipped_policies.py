"""The shipped files say what their sources say."""

from decimal import Decimal

import pytest

from sroi.policy.queries import shipped_policies, shipped_policy
from sroi.policy.rules import NoObligation, ObligationRule, Policy

# Copied by hand from the tables that each file names as its source: euros a year.
TABLES = {
    "haaglanden-2023": {
        "no_benefit_jobseeker": 5000,
        "no_benefit_youth_without_qualification": 10000,
        "internship_mbo_hbo": 5000,
        "internship_vso_pro": 7500,
        "bbl_up_to_level_2": 25000,
        "bbl_level_3_and_up": 15000,
        "ww": 20000,
        "wia": 30000,
        "participatiewet": 40000,
        "banenafspraak": 50000,
    },
    "leiden-2023": {
        "no_benefit_without_disability": 5000,
        "no_benefit_with_disability": 10000,
        "bol_internship": 10000,
        "bbl": 25000,
        "pro_vso": 25000,
        "ww": 15000,
        "wia": 40000,
        "wajong": 25000,
        "participatiewet_without_disability": 30000,
        "participatiewet_with_disability_garantiebaan": 50000,
        "wsw": 50000,
    },
    "utrecht": {
        "participatiewet": 40000,
        "doelgroepregister": 50000,
        "pro_vso_or_mbo_level_1": 35000,
        "wia_wao": 40000,
        "ww": 20000,
        "bbl_level_2_3_4": 35000,
        "bol_level_2_3_4": 20000,
        "no_benefit": 10000,
    },
}
CAPS = {"wia": 24, "internship_vso_pro": 24, "participatiewet": 24, "banenafspraak": None}


def rule_of(rules: Policy, contract_type: str) -> ObligationRule:
    rule = rules.obligations[contract_type]
    assert not isinstance(rule, NoObligation)
    return rule


@pytest.mark.parametrize("name", TABLES)
def test_the_values_are_those_of_the_source(name: str) -> None:
    assert {key: block.value for key, block in shipped_policy(name).blocks.items()} == TABLES[name]


def test_the_region_counts_people_as_its_footnote_says() -> None:
    for key, block in shipped_policy("haaglanden-2023").blocks.items():
        assert block.cap_months == CAPS.get(key, 12), key
        assert block.full_time_hours_per_week == 36
        assert block.start_before_contract_months == 12
    assert not shipped_policy("haaglanden-2023").blocks["bbl_up_to_level_2"].origins.of("cap_months").is_confirmed
    assert shipped_policy("haaglanden-2023").blocks["wia"].origins.of("cap_months").is_confirmed


@pytest.mark.parametrize("contract_type", ["works", "services", "supplies"])
def test_rijswijk_owes_above_its_threshold_and_shows_what_is_confirmed(contract_type: str) -> None:
    rule = rule_of(shipped_policy("rijswijk-2023"), contract_type)
    assert (rule.threshold, rule.boundary_counts, rule.rate_pct) == (Decimal(150000), False, Decimal(5))
    assert [(lower.labour_share_below_pct, lower.rate_pct) for lower in rule.lower_rates] == [(Decimal(30), Decimal(2))]
    assert rule.origins.of("threshold").is_confirmed == (contract_type == "works")
    assert not rule.origins.of("rate_pct").is_confirmed
    assert not rule.lower_rates[0].origins.of("rate_pct").is_confirmed


def test_authorities_of_a_region_share_its_blocks() -> None:
    rijswijk, den_haag, region = (shipped_policy(name) for name in ("rijswijk-2023", "den-haag-2023", "haaglanden-2023"))
    assert rijswijk.blocks == den_haag.blocks == region.blocks
    assert len({rijswijk.sha256, den_haag.sha256, region.sha256}) == 3


def test_stages_never_count_as_placements_unless_the_policy_says_so() -> None:
    for rules in shipped_policies():
        for key, block in rules.blocks.items():
            assert block.counts_as_placement != ("internship" in key or key.startswith("bol_")), (rules.name, key)
        for others in (rules.trainings, rules.purchases, rules.activities, rules.pso):
            assert not any(block.counts_as_placement for block in others.values())


def test_whatever_has_no_source_is_marked_to_confirm() -> None:
    for rules in shipped_policies():
        parts = [rules, *rules.obligations.values(), *rules.blocks.values(), *rules.bonuses.values(), *rules.trainings.values()]
        for part in [*parts, *rules.purchases.values(), *rules.activities.values(), *rules.pso.values()]:
            for provenance in part.origins.values.values():
                assert provenance.source or not provenance.is_confirmed
