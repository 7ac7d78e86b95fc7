"""A policy file with many mistakes at once: none hides another, and lines that are no TOML say what to write instead."""

import pytest

from sroi.policy.rules import check_policy, read_policy
from sroi.policy.rules.syntax import MOST_PROBLEMS
from tests.policy.makers import COUNTING, HEAD, OWNER, block

TOP = HEAD + OWNER
OBLIGATION = """
[obligation]
threshold = 100000
boundary_counts = false
base = "contract_sum"
rate_pct = 5
"""
EVERYTHING_WRONG = """\
title = "Vol fouten"
source = "verzonnen"
in_force_from = 2025-01-01
in_force_until = 2024-01-01
reference_date = "gunning"
blocks_from = "nergens"
[authority]
name = "Gemeente Foutstad"
[obligation]
treshold = 150000
boundary_counts = "nee"
base = "contract_sum"
rate_pct = 105
brackets = [{ above = 1000, rate_pct = 3 }]
[counting]
full_time_hours_per_week = 90
[blocks.participatiewet]
label = "Participatiewet"
value = "40000"
per = "jaar"
counts_as_placement = true
[blocks.ww]
label = "WW"
value = -20000
per = "year"
counts_as_placement = true
[blocks."Met Spaties"]
label = "WIA"
value = 30.000
per = "year"
cap_months = 12
counts_as_placement = 1
[bonuses.oud]
label = "Vanaf 55 jaar"
value = "veel"
per = "year"
age_from = 55
replaces = ["jong"]
only_for = ["participatiwet"]
[limits.samen]
label = ""
kinds = ["activiteit"]
blocks = ["nergens"]
maximum_pct = 25
maximum = 5
[trainings.cursus]
label = "Cursus"
per = "costs"
value = 5
counts_as_placement = "nee"
[milestones.plan]
label = "Plan"
after = "start"
days = -1
months = 1
"""
EVERY_LINE = [
    (4, "Dit ligt niet na in_force_from"),
    (5, "Kies uit"),
    (6, "nergens"),
    (9, "ontbreekt threshold"),
    (10, "Bedoelt u threshold?"),
    (11, "true of false"),
    (13, "tussen 0 en 100"),
    (14, "brackets_apply_to"),
    (16, "ten hoogste 60"),
    (17, "ontbreekt cap_months"),
    (19, "getal zonder aanhalingstekens"),
    (20, "Kies uit"),
    (22, "ontbreekt cap_months"),
    (24, "niet negatief"),
    (27, "kleine letters"),
    (29, "schrijf 150000, niet 150.000"),
    (32, "true of false"),
    (33, "age_on"),
    (35, "getal zonder aanhalingstekens"),
    (38, "jong bestaat niet"),
    (39, "Bedoelt u participatiewet?"),
    (40, "niet allebei"),
    (41, "tekst tussen aanhalingstekens"),
    (42, "activiteit bestaat niet. Bedoelt u activities?"),
    (43, "nergens bestaat niet"),
    (46, "telt het bedrag zelf"),
    (50, "true of false"),
    (51, "niet allebei"),
    (54, "heel getal"),
]


def found(text: str) -> list[tuple[int, str]]:
    return [(mistake.line, mistake.message) for mistake in check_policy(name="voorbeeld", text=text)]


def test_no_mistake_hides_another() -> None:
    told = found(EVERYTHING_WRONG)
    assert [line for line, _message in told] == [line for line, _says in EVERY_LINE]
    for (line, message), (_line, says) in zip(told, EVERY_LINE, strict=True):
        assert says in message, (line, message)


def test_a_gap_in_dates_is_told_beside_other_mistakes() -> None:
    later = read_policy(name="later", text=HEAD.replace("2023-01-01", "2025-01-01") + OWNER + OBLIGATION)
    text = HEAD + "in_force_until = 2024-06-01\n" + OWNER + OBLIGATION.replace("= 5", "= 105")
    told = [(mistake.line, mistake.message) for mistake in check_policy(name="eerder", text=text, others=[later])]
    assert [line for line, _message in told] == [4, 14]
    assert "daartussen geldt geen beleid" in told[0][1]


def test_a_source_that_is_missing_is_told_once_a_table() -> None:
    text = HEAD.replace("source", "# source") + OWNER + OBLIGATION + "lower_rates = [{ labour_share_below_pct = 30, rate_pct = 2 }]\n"
    assert [line for line, message in found(text) if "to_confirm = true" in message] == [1, text.splitlines().index("[obligation]") + 1]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("threshold = 150.000,00", "geen punten of komma's voor de duizendtallen"),
        ("threshold = 1.500.000", "geen punten of komma's voor de duizendtallen"),
        ("threshold = 150000,-", "geen punten of komma's voor de duizendtallen"),
        ("threshold = € 150000", "zonder euroteken"),
        ("threshold = 0150000", "zonder nul vooraan"),
        ("rate_pct = 5%", "zonder %-teken"),
        ("base = contract_sum", "tussen aanhalingstekens"),
        ("boundary_counts = nee", "ja is true en nee is false"),
        ("base = “contract_sum”", "rechte aanhalingstekens"),
        ('base = "contract_sum', "begint en eindigt met een aanhalingsteken"),
        ("source = { value = 2023-02-29 }", "Deze datum bestaat niet"),
        ("threshold = 01-07-2023", "jaar-maand-dag"),
        ("de gemeente vraagt social return", "woord = waarde"),
        ("threshold 150000", "woord = waarde"),
        ("= 5", "het =-teken"),
    ],
)
def test_a_line_that_is_no_toml_says_what_to_write(line: str, says: str) -> None:
    text = TOP + "\n[obligation]\n" + line + "\n"
    told = [message for number, message in found(text) if number == text.count("\n")]
    assert len(told) == 1, told
    assert told[0].startswith("Dit is geen geldige TOML. ")
    assert says in told[0]


def test_lines_that_are_no_toml_do_not_hide_the_other_mistakes_and_are_not_missed_as_well() -> None:
    text = TOP + OBLIGATION.replace("100000", "100.000,00").replace("= 5", "= 5%") + COUNTING + block("ww", "-5") + "\n[blocks.wia\n"
    rows = text.splitlines()
    lines = [rows[line - 1] for line, _message in found(text)]
    assert lines == [
        "threshold = 100.000,00",
        "rate_pct = 5%",
        "value = -5",
        "[blocks.wia",
        "[blocks.wia",
        "[blocks.wia",
        "[blocks.wia",
        "[blocks.wia",
    ]
    assert not any("ontbreekt threshold" in message or "ontbreekt rate_pct" in message for _line, message in found(text))


def test_a_block_that_stands_there_twice_is_told_on_its_second_line_beside_other_mistakes() -> None:
    text = TOP + COUNTING + block("ww", "20000") + block("wia", "-5") + block("ww", "30000") + "\n[bonuses.b]\nlabel = 'B'\nper = 'once'\n"
    rows = [line for line, _message in found(text)]
    twice = len(text[: text.rindex("[blocks.ww]")].splitlines()) + 1
    assert rows == [text.splitlines().index("value = -5") + 1, twice, text.splitlines().index("[bonuses.b]") + 1]


def test_a_list_that_is_never_closed_is_told_where_it_begins() -> None:
    text = TOP + COUNTING + block("ww", "20000", 'evidence = ["arbeidsovereenkomst",') + block("wia", "-5")
    (first, second) = found(text)
    assert (text.splitlines()[first[0] - 1][:8], "wordt niet gesloten" in first[1]) == ("evidence", True)
    assert text.splitlines()[second[0] - 1] == "value = -5"


def test_a_text_that_is_no_policy_at_all_is_told_without_end() -> None:
    told = found("Beleidsregels social return\n" * 1500)
    assert 1 < len(told) <= MOST_PROBLEMS + 1
    assert all("geen geldige TOML" in message for _line, message in told)
