"""Policy files as people write them: every mistake is named with its line and what to do."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.errors import NotFound
from sroi.policy.queries import shipped_names, shipped_text
from sroi.policy.rules import PolicyMistakes, check_policy, read_policy
from sroi.policy.rules.lines import Path, line_numbers
from tests.policy.makers import COUNTING, HEAD, OWNER, block

GOOD_OBLIGATION = """
[obligation]
threshold = 100000
boundary_counts = false
base = "contract_sum"
rate_pct = 5
"""
TOP = HEAD + OWNER
NEXT = TOP.count("\n") + 1


def mistakes(text: str) -> list[tuple[int, str]]:
    return [(mistake.line, mistake.message) for mistake in check_policy(name="voorbeeld", text=text)]


def the_mistake(text: str) -> tuple[int, str]:
    found = mistakes(text)
    assert len(found) == 1, found
    return found[0]


def line_in(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_a_sound_file_has_no_mistakes() -> None:
    assert mistakes(TOP + GOOD_OBLIGATION + COUNTING + block("ww", "20000")) == []


@pytest.mark.parametrize(
    ("body", "fragment", "says"),
    [
        # unknown keys and tables
        (GOOD_OBLIGATION + "treshold = 5\n", "treshold", "Bedoelt u threshold?"),
        (GOOD_OBLIGATION + "zzz = 5\n", "zzz", "kies uit: agreed_rate_up_to_pct"),
        (GOOD_OBLIGATION + "\n[obligations.works]\nrate_pct = 5\n", "[obligations.works]", "Bedoelt u obligation?"),
        (GOOD_OBLIGATION + "\n[obligation.work]\nrate_pct = 5\n", "[obligation.work]", "Bedoelt u works?"),
        (COUNTING + block("ww", "20000", "cap_month = 12"), "cap_month ", "Bedoelt u cap_months?"),
        (GOOD_OBLIGATION.replace("= 5", '= { value = 5, bron = "x" }'), "rate_pct", "Onbekende sleutel bron"),
        # values
        (GOOD_OBLIGATION.replace("= 5", "= 105"), "rate_pct", "tussen 0 en 100; hier staat 105"),
        (GOOD_OBLIGATION.replace("= 5", "= -5"), "rate_pct", "tussen 0 en 100"),
        (GOOD_OBLIGATION.replace("= 5", '= "5%"'), "rate_pct", "getal zonder aanhalingstekens"),
        (GOOD_OBLIGATION.replace("= 5", "= nan"), "rate_pct", "getal zonder aanhalingstekens"),
        (GOOD_OBLIGATION.replace("= 5", "= true"), "rate_pct", "getal zonder aanhalingstekens"),
        (GOOD_OBLIGATION.replace("= 5", "= { to_confirm = true }"), "rate_pct", "Hier hoort een waarde"),
        (GOOD_OBLIGATION.replace("100000", "100000.001"), "threshold", "ten hoogste twee decimalen"),
        (GOOD_OBLIGATION.replace("100000", "100.000"), "threshold", "schrijf 150000, niet 150.000"),
        (GOOD_OBLIGATION.replace("100000", "1e300"), "threshold", "te groot"),
        (GOOD_OBLIGATION.replace("= 5", "= 1e400"), "rate_pct", "te groot"),
        (GOOD_OBLIGATION.replace("= 5", "= 0.0000001"), "rate_pct", "zes decimalen"),
        (GOOD_OBLIGATION.replace("= false", '= "nee"'), "boundary_counts", "true of false"),
        (
            GOOD_OBLIGATION.replace('"contract_sum"', '"omzet"'),
            "base",
            '"contract_sum" (opdrachtsom), "tender_sum" (inschrijfsom), "wage_sum" (loonsom)',
        ),
        (COUNTING.replace("36", "0") + block("ww", "20000"), "full_time", "boven 0"),
        (COUNTING.replace("= 12", '= "altijd"') + block("ww", "20000"), "cap_months", '"always"'),
        (COUNTING.replace("= 12", "= 0") + block("ww", "20000"), "cap_months", "van 1 tot en met"),
        (COUNTING + block("ww", "20000", 'pro_rata = "hours"'), "pro_rata", "lijst"),
        (COUNTING + block("ww", "20000", 'pro_rata = ["uren"]'), "pro_rata", "Kies uit"),
        (COUNTING + block("ww", "20000", "evidence = []"), "evidence", "lijst van teksten"),
        (COUNTING + block("ww", "20000", 'start_before_contract_months = "ooit"'), "start_before", '"any"'),
        (COUNTING + block("ww", "20000", "per_uur = 1\n", per="year"), "per_uur", "Onbekende sleutel"),
        (COUNTING + block("ww", "20000", per="maand"), "per =", '"month" (per maand)'),
        # what is missing
        (GOOD_OBLIGATION.replace("rate_pct = 5\n", "rate_pct = 5\n[obligation.works]\nto_confirm = 1\n"), "to_confirm", "true of false"),
        (COUNTING.replace("cap_months = 12", "") + block("ww", "20000"), "[blocks.ww]", "ontbreekt cap_months"),
        (COUNTING.replace("full_time_hours_per_week = 36", "") + block("ww", "20000"), "[blocks.ww]", "ontbreekt full_time_hours_per_week"),
        (COUNTING + "\n[blocks.ww]\nlabel = 'WW'\nper = 'year'\ncounts_as_placement = true\n", "[blocks.ww]", "ontbreekt value"),
        # what contradicts itself
        (GOOD_OBLIGATION + "lower_rates = [{ labour_share_below_pct = 30, rate_pct = 6 }]\n", "lower_rates", "onder rate_pct"),
        (GOOD_OBLIGATION + "brackets = [{ above = 1, rate_pct = 6 }]\n", "brackets", "brackets_apply_to"),
        (GOOD_OBLIGATION + "agreed_rate_up_to_pct = 4\n", "agreed_rate", "niet lager"),
        (GOOD_OBLIGATION + "\n[obligation.works]\napplies = false\ncap = 5\n", "cap", "applies = false"),
        (COUNTING + block("ww", "20000", "minimum_hours_per_week = 40"), "minimum_hours", "hoger dan een volledige werkweek"),
        (COUNTING + block("ww", "20000", 'pro_rata = ["hours"]', per="hour"), "pro_rata", "altijd naar de uren"),
        (COUNTING + block("ww", "20000", 'pro_rata = ["duration"]', per="once"), "pro_rata", "niet naar duur"),
        (COUNTING + block("w", "1", 'cap_months = "always"\nwage_cost_subsidy_extends_cap = true'), "wage_cost", "doet deze sleutel niets"),
        (GOOD_OBLIGATION + COUNTING, "[counting]", "Haal de tabel weg"),
        ('\n[trainings.a]\nlabel = "A"\nper = "costs"\nvalue = 5\n', "[trainings.a]", "telt het bedrag zelf"),
        ('\n[trainings.a]\nlabel = "A"\nper = "hour"\n', "[trainings.a]", "heeft een value"),
        ('\n[trainings.a]\nlabel = "A"\nper = "hour"\nvalue = 5\nshare_pct = 50\n', "share_pct", "doet niets"),
        ('\n[trainings.a]\nlabel = "A"\nper = "costs"\nper_person = true\n', "per_person", "doet niets"),
        ('\n[purchases.a]\nlabel = "A"\n', "[purchases.a]", "ontbreekt share_pct"),
        ('\n[purchases.a]\nlabel = ""\nshare_pct = 50\n', "label", "tekst tussen aanhalingstekens"),
        ("\n[purchases]\na = 5\n", "a = 5", "Hier hoort een tabel"),
    ],
)
def test_a_mistake_has_its_line_and_says_what_to_do(body: str, fragment: str, says: str) -> None:
    text = TOP + body
    line, message = the_mistake(text)
    assert line == line_in(text, fragment)
    assert says in message


BONUS = TOP + COUNTING + block("ww", "20000") + '\n[bonuses.a]\nlabel = "A"\n'


@pytest.mark.parametrize(
    ("bonus", "fragment", "says"),
    [
        ('per = "year"\n', "[bonuses.a]", "heeft een value"),
        ('per = "costs"\nvalue = 5\n', "[bonuses.a]", "tellen de kosten zelf"),
        ('per = "year"\nvalue = 5\nage_from = 50\n', "[bonuses.a]", "age_on"),
        ('per = "year"\nvalue = 5\nage_on = "start"\n', "[bonuses.a]", "age_on"),
        ('per = "year"\nvalue = 5\nage_from = 50\nage_below = 30\nage_on = "start"\n', "age_below", "Niemand is zo oud"),
        ('per = "year"\nvalue = 5\nage_from = 50\nage_on = "gisteren"\n', "age_on", "Kies uit"),
        ('per = "year"\nvalue = 5\nreplaces = ["b"]\n', "replaces", "b bestaat niet"),
        ('per = "year"\nvalue = 5\nreplaces = ["a"]\n', "replaces", "vervangen elkaar"),
        ('per = "year"\nvalue = 5\nonly_for = ["wia"]\n', "only_for", "wia bestaat niet. Kies uit: ww"),
        ('per = "costs"\npro_rata = ["hours"]\n', "pro_rata", "Kosten tellen altijd helemaal"),
    ],
)
def test_a_mistake_in_a_bonus_has_its_line(bonus: str, fragment: str, says: str) -> None:
    found = [(line, message) for line, message in mistakes(BONUS + bonus) if says in message]
    assert [line for line, _message in found] == [line_in(BONUS + bonus, fragment)]


@pytest.mark.parametrize(
    ("limit", "fragment", "says"),
    [
        ("maximum_pct = 25\n", "[limits.a]", "waarvoor dit maximum geldt"),
        ('kinds = ["activities"]\n', "[limits.a]", "niet allebei"),
        ('kinds = ["activities"]\nmaximum_pct = 25\nmaximum = 5\n', "[limits.a]", "niet allebei"),
        ('kinds = ["activiteiten"]\nmaximum_pct = 25\n', "kinds", "Kies uit: activities, blocks, pso"),
        ('blocks = ["wia"]\nmaximum_pct = 25\n', "blocks =", "wia bestaat niet"),
    ],
)
def test_a_mistake_in_a_limit_has_its_line(limit: str, fragment: str, says: str) -> None:
    text = TOP + COUNTING + block("ww", "20000") + '\n[limits.a]\nlabel = "A"\n' + limit
    line, message = the_mistake(text)
    assert line == line_in(text, fragment)
    assert says in message


def test_a_bonus_by_hours_beside_a_block_without_full_time_hours_is_a_mistake() -> None:
    text = TOP + block("uren", "10", "cap_months = 12", per="hour") + '\n[bonuses.a]\nlabel = "A"\nper = "year"\nvalue = 5\n'
    line, message = the_mistake(text)
    assert (line, "full_time_hours_per_week" in message) == (line_in(text, "[blocks.uren]"), True)


def test_a_mistake_in_a_list_over_several_lines_has_the_line_of_its_element() -> None:
    text = (
        TOP
        + GOOD_OBLIGATION
        + "lower_rates = [\n  { labour_share_below_pct = 30, rate_pct = 2 },\n  { labour_share_below_pct = 50, rate = 3 },\n]\n"
    )
    assert {line for line, _message in mistakes(text)} == {line_in(text, "rate = 3")}


def test_a_list_of_tables_may_be_written_with_double_brackets() -> None:
    part = "\n[[obligation.works.lower_rates]]\nlabour_share_below_pct = 30\nrate_pct = {pct}\n"
    assert mistakes(TOP + GOOD_OBLIGATION + part.format(pct=2)) == []
    text = TOP + GOOD_OBLIGATION + part.format(pct=2) + part.format(pct=101).replace("30", "40")
    assert the_mistake(text)[0] == line_in(text, "rate_pct = 101")


def test_the_same_bound_twice_is_a_mistake() -> None:
    rates = "lower_rates = [{ labour_share_below_pct = 30, rate_pct = 2 }, { labour_share_below_pct = 30, rate_pct = 3 }]\n"
    assert "staat er al" in the_mistake(TOP + GOOD_OBLIGATION + rates)[1]


def test_a_rule_without_source_or_to_confirm_is_a_mistake_of_its_table() -> None:
    text = HEAD.replace('source = "verzonnen voor de proef"', "") + OWNER + GOOD_OBLIGATION
    found = mistakes(text)
    assert [line for line, _message in found] == [1, line_in(text, "[obligation]")]
    assert all("to_confirm = true" in message for _line, message in found)
    confirmed = text.replace("= 2023-01-01", "= { value = 2023-01-01, to_confirm = true }").replace(
        "[obligation]", "[obligation]\nto_confirm = true"
    )
    assert mistakes(confirmed) == []


def test_the_nearest_source_holds() -> None:
    body = (
        GOOD_OBLIGATION.replace("= 5", "= { value = 5, to_confirm = true }")
        + '\n[obligation.works]\nsource = "besluit 12"\nthreshold = 5\n'
    )
    rule = read_policy(name="voorbeeld", text=TOP + body).obligations["works"]
    assert rule.origins.of("threshold").source == "besluit 12"
    assert not rule.origins.of("rate_pct").is_confirmed
    assert rule.origins.of("base").source == "verzonnen voor de proef"
    assert not rule.origins.of("threshold", "rate_pct").is_confirmed


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "ontbreekt title"),
        (HEAD + GOOD_OBLIGATION, 1, "Zeg van wie dit beleid is"),
        (HEAD + OWNER + "\n[region]\nname = 'R'\n" + GOOD_OBLIGATION, 1, "Zeg van wie dit beleid is"),
        (HEAD + "[region]\nname = 'R'\n" + GOOD_OBLIGATION, HEAD.count("\n") + 4, "Een regio heeft geen eigen verplichting"),
        (TOP, 1, "Dit beleid is leeg"),
        (HEAD.replace("2023-01-01", '"2023-01-01"') + OWNER + GOOD_OBLIGATION, 3, "zonder aanhalingstekens"),
        (HEAD + "in_force_until = 2023-01-01\n" + OWNER + GOOD_OBLIGATION, 4, "eerste dag waarop het beleid niet meer geldt"),
        (HEAD + "blocks_from = 'nergens'\n" + OWNER + GOOD_OBLIGATION, 4, "nergens"),
        (TOP + "[obligation\n", NEXT, "geen geldige TOML"),
        (TOP + "threshold = 150.000,00\n", NEXT, "geen punten of komma's"),
        (TOP + "[authority]\n", NEXT, "staat er al"),
        (TOP + 'a = """\nnooit dicht\n', NEXT, "wordt niet gesloten"),
        (TOP + "a = " + "[" * 5000, 1, "genest"),
        ("# regel\n" * 3000, 1, "te lang"),
    ],
)
def test_a_mistake_in_the_file_as_a_whole_has_a_line_too(text: str, line: int, says: str) -> None:
    found = [mistake for mistake in mistakes(text) if says in mistake[1]]
    assert len(found) == 1, mistakes(text)
    assert found[0][0] == line


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    text = TOP + GOOD_OBLIGATION.replace("= 5", "= 105").replace("threshold", "treshold") + COUNTING + block("ww", "-1")
    lines = [line for line, _message in mistakes(text)]
    assert lines == sorted(lines)
    assert {line_in(text, "treshold"), line_in(text, "105"), line_in(text, "-1")} <= set(lines)


def test_a_mistake_in_a_list_names_its_element_as_a_person_counts() -> None:
    rates = "lower_rates = [{ labour_share_below_pct = 30, rate_pct = 2 }, { labour_share_below_pct = 130, rate_pct = 2 }]\n"
    (mistake,) = check_policy(name="voorbeeld", text=TOP + GOOD_OBLIGATION + rates)
    assert mistake.where == "obligation.lower_rates.2.labour_share_below_pct"


def test_reading_a_file_with_mistakes_raises_them_in_words() -> None:
    with pytest.raises(PolicyMistakes, match=r"voorbeeld: Regel \d+, obligation\.rate_pct: Een percentage"):
        read_policy(name="voorbeeld", text=TOP + GOOD_OBLIGATION.replace("= 5", "= 105"))


# ---------------------------------------------------------------- blocks of a region

REGION = HEAD + "\n[region]\nname = 'Voorbeeldregio'\n" + COUNTING + block("ww", "20000") + block("wia", "30000")


def from_region(name: str) -> str:
    if name != "regio":
        raise NotFound(f"{name} bestaat niet. Kies uit: regio.")
    return REGION


def test_an_authority_takes_the_blocks_of_its_region_and_its_own_hold_over_them() -> None:
    head = HEAD + "blocks_from = 'regio'\n"
    own = COUNTING + block("ww", "15000") + "\n[bonuses.b]\nlabel = 'B'\nvalue = 1\nper = 'once'\nonly_for = ['wia']\n"
    read = read_policy(name="stad", text=head + OWNER + GOOD_OBLIGATION + own, blocks_text=from_region)
    assert {key: int(block.value) for key, block in read.blocks.items()} == {"ww": 15000, "wia": 30000}
    assert read.bonuses["b"].only_for == {"wia"}


def test_the_hash_covers_the_policy_and_the_blocks_that_it_takes_over() -> None:
    text = HEAD + "blocks_from = 'regio'\n" + OWNER + GOOD_OBLIGATION
    hashes = {
        read_policy(name="stad", text=text, blocks_text=from_region).sha256,
        read_policy(name="stad", text=text + "# anders\n", blocks_text=from_region).sha256,
        read_policy(name="stad", text=text, blocks_text=lambda name: from_region(name) + "# anders\n").sha256,
    }
    assert len(hashes) == 3
    assert read_policy(name="naam", text=text, blocks_text=from_region).sha256 in hashes


def test_a_policy_cannot_hold_on_days_on_which_its_blocks_do_not() -> None:
    text = HEAD.replace("2023-01-01", "2022-01-01") + "blocks_from = 'regio'\n" + OWNER + GOOD_OBLIGATION
    (mistake,) = check_policy(name="stad", text=text, blocks_text=from_region)
    assert (mistake.line, "geldt pas vanaf 1 januari 2023" in mistake.message) == (3, True)
    ended = REGION.replace("in_force_from = 2023-01-01", "in_force_from = 2023-01-01\nin_force_until = 2024-01-01")
    (mistake,) = check_policy(name="stad", text=text.replace("2022", "2023"), blocks_text=lambda _name: ended)
    assert "in_force_until = 2024-01-01" in mistake.message


def test_mistakes_in_the_file_with_blocks_are_said_at_blocks_from() -> None:
    text = HEAD + "blocks_from = 'regio'\n" + OWNER + GOOD_OBLIGATION
    (mistake,) = check_policy(name="stad", text=text, blocks_text=lambda _name: REGION.replace("20000", "-1"))
    assert mistake.line == 4
    assert "Verbeter die eerst" in mistake.message


# ---------------------------------------------------------------- lines

KEYS = st.sampled_from(["a", "b", "c d", "é", "x.y"])
SCALARS = st.one_of(
    st.integers(-5, 5).map(str), st.sampled_from(['"t"', "true", "2023-07-01", '"""\nx = 1\n[no]\n"""', "'''\n# no\n'''", '"#"'])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[ # lijst\n" + ",\n".join(items) + "\n]"),
        st.dictionaries(KEYS, SCALARS.filter(lambda scalar: "\n" not in scalar), max_size=2).map(
            lambda table: "{ " + ", ".join(f'"{key}" = {value}' for key, value in table.items()) + " }"
        ),
    ),
    max_leaves=4,
)


def paths_of(value: object, path: Path = ()) -> set[Path]:
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {path for path in [path] if path}.union(*(paths_of(item, (*path, key)) for key, item in inner))


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3), st.booleans())
def test_every_key_of_any_file_has_the_line_it_stands_on(tables: dict[str, dict[str, str]], is_array: bool) -> None:
    opening, closing = ("[[", "]]") if is_array else ("[", "]")
    text = "".join(
        f'\n# commentaar\n{opening}"{name}"{closing}\n' + "".join(f'"{key}" = {value}\n' for key, value in table.items())
        for name, table in tables.items()
    )
    found = line_numbers(text)
    assert found.keys() == paths_of(tomllib.loads(text))
    rows = text.splitlines()
    for path, line in found.items():
        last_key = next(part for part in reversed(path) if isinstance(part, str))
        if isinstance(path[-1], str) and len(path) <= 3:
            assert f'"{last_key}"' in rows[line - 1]


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_file_reads_without_mistakes(name: str) -> None:
    assert check_policy(name=name, text=shipped_text(name), blocks_text=shipped_text) == ()


@settings(deadline=None)
@given(
    st.sampled_from(shipped_names()),
    st.integers(0, 5000),
    st.sampled_from(["", "= 1\n", "= {}\n", "[blocks]\n", '= "x"\n', "= [1]\n", "= 1e400\n"]),
)
def test_a_file_that_is_cut_off_and_scribbled_on_gives_mistakes_and_never_a_traceback(name: str, cut: int, scribble: str) -> None:
    text = shipped_text(name)
    broken = text[: cut % len(text)] + scribble
    for mistake in check_policy(name=name, text=broken, blocks_text=shipped_text):
        assert 1 <= mistake.line <= broken.count("\n") + 1
        assert mistake.message
