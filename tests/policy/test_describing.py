"""A policy in words, rule by rule; what nobody confirmed; and how two policies differ."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import get_origin, get_type_hints

import pytest

from sroi.policy.queries import shipped_policies, shipped_policy
from sroi.policy.rules import Policy, diff_policies, open_rules, rules_of, with_confirmations
from sroi.policy.rules import fields as policy_fields
from sroi.policy.rules.describing import TABLES
from sroi.policy.rules.words import key_label
from tests.policy.makers import COUNTING, HEAD, block, policy_of

OBLIGATION = "\n[obligation]\nthreshold = 150000\nboundary_counts = false\nbase = 'contract_sum'\nrate_pct = 5\n"
RATES = "lower_rates = [{ labour_share_below_pct = 30, rate_pct = 2 }]\n"


def in_words(rules: Policy) -> dict[str, str]:
    return {rule.path: f"{rule.section}: {rule.label}: {rule.value}" for rule in rules_of(rules)}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("in_force_from", "Beleid: Geldig vanaf: 1 juli 2023"),
        ("obligation.works.threshold", "Verplichting bij werken: Drempelbedrag: € 150.000,00"),
        ("obligation.services.boundary_counts", "Verplichting bij diensten: Precies het drempelbedrag is verplicht: nee"),
        ("obligation.supplies.rate_pct", "Verplichting bij leveringen: Percentage: 5%"),
        ("obligation.works.lower_rates.1.rate_pct", "Verplichting bij werken – lager percentage 1: Percentage: 2%"),
        ("blocks.wia.value", "Bouwblok – WIA: Waarde: € 30.000,00"),
        ("blocks.wia.per", "Bouwblok – WIA: Per: per jaar"),
        ("blocks.wia.cap_months", "Bouwblok – WIA: Telt ten hoogste: 24 maanden"),
        ("blocks.wia.full_time_hours_per_week", "Bouwblok – WIA: Volledige werkweek: 36 uur per week"),
        ("bonuses.age_55_plus.age_from", "Toeslag – 55 jaar of ouder: Vanaf: 55 jaar"),
        ("bonuses.age_55_plus.age_on", "Toeslag – 55 jaar of ouder: Leeftijd op: de eerste dag van de plaatsing"),
        ("purchases.aspirant.share_pct", "Sociale inkoop – Aspirant sociale onderneming: Aandeel dat telt: 100%"),
        ("trainings.costs.per", "Scholing – Training of scholing: Per: de gemaakte kosten"),
    ],
)
def test_a_rule_is_told_in_words(path: str, words: str) -> None:
    assert in_words(shipped_policy("rijswijk-2023"))[path].replace("\xa0", " ") == words


def test_values_that_mean_none_or_a_list_are_told_in_words() -> None:
    rules = policy_of(
        COUNTING
        + block("wia", "30000", 'cap_months = "always"\nstart_before_contract_months = "any"\nevidence = ["contract", "verklaring"]')
        + "\n[bonuses.vast]\nlabel = 'Vast contract'\nvalue = 1\nper = 'once'\n"
        + "\n[bonuses.beter]\nlabel = 'Beter'\nvalue = 2\nper = 'once'\nreplaces = ['vast']\nonly_for = ['wia']\n"
        + "\n[limits.samen]\nlabel = 'Samen'\nkinds = ['activities', 'pso']\nmaximum_pct = 25\n"
    )
    told = {path: text.rsplit(": ", 1)[1] for path, text in in_words(rules).items()}
    assert told["blocks.wia.cap_months"] == "altijd"
    assert told["blocks.wia.start_before_contract_months"] == "elke start"
    assert told["blocks.wia.evidence"] == "contract, verklaring"
    assert told["bonuses.beter.replaces"] == "Vast contract"
    assert told["bonuses.beter.only_for"] == "wia"
    assert told["limits.samen.kinds"] == "Maatschappelijke activiteit, PSO-certificaat"


def test_a_type_that_owes_nothing_says_so() -> None:
    rules = policy_of(OBLIGATION + "\n[obligation.supplies]\napplies = false\n")
    assert in_words(rules)["obligation.supplies.applies"] == "Verplichting bij leveringen: Verplichting: geen social return"
    assert "obligation.supplies.threshold" not in in_words(rules)


def test_what_holds_where_the_policy_is_silent_is_shown_and_needs_no_confirmation() -> None:
    head = HEAD.replace('source = "verzonnen voor de proef"\n', "to_confirm = true\n")
    rules = {rule.path: rule for rule in rules_of(policy_of(OBLIGATION, head=head))}
    silent = rules["obligation.works.compared_with"]
    assert (silent.value, silent.source, silent.is_confirmed) == ("opdrachtsom", "geldt als het beleid niets zegt", True)
    assert not rules["obligation.works.threshold"].is_confirmed


def test_a_rule_of_blocks_that_are_taken_over_stands_in_their_policy() -> None:
    stands = {rule.path: rule.stands_in for rule in rules_of(shipped_policy("rijswijk-2023"))}
    assert stands["blocks.wia.value"] == "haaglanden-2023"
    assert stands["trainings.costs.per"] == "rijswijk-2023"  # its own holds over that of the region
    assert stands["obligation.works.threshold"] == "rijswijk-2023"


def test_every_key_and_table_of_a_policy_has_words() -> None:
    specs = [spec for name, spec in vars(policy_fields).items() if name.endswith("_KEYS") and name != "OWNER_KEYS"]
    keys = {key for spec in specs for key in spec}
    assert [key for key in sorted(keys) if key_label(key) == key] == []
    hints = get_type_hints(Policy)
    kinds = {field.name for field in fields_of(Policy) if get_origin(hints[field.name]) is Mapping}
    assert kinds == {"obligations", *TABLES}


def test_the_open_rules_are_those_without_a_source() -> None:
    text = OBLIGATION.replace("rate_pct = 5", "rate_pct = { value = 5, to_confirm = true }")
    assert [rule.path for rule in open_rules(policy_of(text))] == [
        "obligation.works.rate_pct",
        "obligation.services.rate_pct",
        "obligation.supplies.rate_pct",
    ]


@pytest.mark.parametrize("name", [rules.name for rules in shipped_policies()])
def test_confirming_every_open_rule_leaves_nothing_to_confirm_and_the_same_values(name: str) -> None:
    held = shipped_policy(name)
    decided = {rule.path: "Besluit 12" for rule in open_rules(held)}
    confirmed = with_confirmations(held, decided, of_blocks=decided)
    assert decided
    assert open_rules(confirmed) == ()
    assert (confirmed.sha256, diff_policies(held, confirmed)) == (held.sha256, ())
    parts = [*confirmed.obligations.values(), *confirmed.blocks.values(), *confirmed.bonuses.values(), *confirmed.activities.values()]
    assert all(part.origins.of("what the policy does not say").is_confirmed for part in parts)


def test_one_confirmed_rule_leaves_its_neighbours_open_and_names_the_decision() -> None:
    held = with_confirmations(shipped_policy("haaglanden-2023"), {"blocks.bbl_up_to_level_2.cap_months": "Besluit 12"})
    provenance = held.blocks["bbl_up_to_level_2"].origins.of("cap_months")
    assert (provenance.is_confirmed, provenance.source) == (True, "Besluit 12")
    assert not held.blocks["bbl_level_3_and_up"].origins.of("cap_months").is_confirmed
    rijswijk = with_confirmations(shipped_policy("rijswijk-2023"), {"obligation.works.base": "Besluit 13"})
    works = rijswijk.obligations["works"].origins
    assert (works.of("base").source, works.of("base").is_confirmed, works.of("rate_pct").is_confirmed) == ("Besluit 13", True, False)
    assert not rijswijk.obligations["services"].origins.of("base").is_confirmed


def test_a_confirmation_of_the_region_does_not_reach_what_an_authority_says_itself() -> None:
    rijswijk = with_confirmations(shipped_policy("rijswijk-2023"), {}, of_blocks={"trainings.costs.per": "Besluit 12"})
    assert not rijswijk.trainings["costs"].origins.of("per").is_confirmed


def test_rules_that_are_new_gone_or_changed_are_told_in_old_and_new_words() -> None:
    before = policy_of(OBLIGATION + RATES + COUNTING + block("ww", "20000"))
    after = policy_of(OBLIGATION.replace("= 5", "= 4") + COUNTING + block("ww", "20000") + "\n[pso.trede]\nlabel = 'T'\nshare_pct = 50\n")
    changes = {change.path: (change.before, change.after) for change in diff_policies(before, after)}
    assert changes["obligation.works.rate_pct"] == ("5%", "4%")
    assert changes["obligation.works.lower_rates.1.rate_pct"] == ("2%", None)
    assert changes["pso.trede.share_pct"] == (None, "50%")
    assert not [path for path in changes if path.startswith("blocks.")]
    reverse = {change.path: (change.after, change.before) for change in diff_policies(after, before)}
    assert reverse == changes


def test_a_default_that_is_written_out_is_no_difference() -> None:
    silent, written = (policy_of(OBLIGATION + more) for more in ("", "compared_with = 'contract_sum'\n"))
    assert diff_policies(silent, written) == ()


def test_a_new_name_for_people_is_a_difference_and_a_new_source_is_none() -> None:
    one, other = policy_of(COUNTING + block("ww", "1")), policy_of(COUNTING + block("ww", "1").replace('label = "ww"', 'label = "WW"'))
    assert [(change.path, change.before, change.after) for change in diff_policies(one, other)] == [("blocks.ww.label", "ww", "WW")]
    assert diff_policies(one, policy_of(COUNTING + block("ww", "1"), head=HEAD.replace("verzonnen", "bedacht"))) == ()
