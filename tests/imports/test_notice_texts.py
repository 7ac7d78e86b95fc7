"""What is dropped at the door of a notice, and numbers told apart by their form."""

import pytest

from imports.notices.parties import Numbers, numbers_of
from imports.notices.texts import EXCERPT_LENGTH, TITLE_LENGTH, excerpt, scrubbed, shown


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Mail naar j.jansen@gemeente.example.nl voor vragen.", "jansen"),
        ("Stuur het aan inkoop @ example.nl.", "example.nl"),
        ("Bel 070-326 1000.", "326"),
        ("Bel 070 3261000 of 06-12345678.", "12345678"),
        ("Bel (070) 326 10 00.", "326"),
        ("Bel 06 1234 5678 na 9 uur.", "1234"),
        ("Bel +31 70 326 10 00.", "326"),
        ("Bel 0031703261000.", "326"),
        ("Bel +32 2 123 45 67.", "123"),
        ("Telefoon: 326 1000", "326"),
        ("Contactpersoon: J. de Vries, afdeling inkoop", "Vries"),
        ("Contactpersoon is mevrouw A. van der Berg.", "Berg"),
        ("Vragen aan de heer P.J. Pietersen stellen.", "Pietersen"),
        ("Zijn nummer is 123456782.", "123456782"),
    ],
)
def test_mail_addresses_phone_numbers_and_contact_persons_are_dropped(text: str, gone: str) -> None:
    assert gone not in scrubbed(text)
    assert "weggelaten" in scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tender 219964 NX3, kenmerk 2023053171",
        "Van 01-02-2024 10:00 tot 06-02-2024 10.30 uur",
        "Voor 1.250.000,00 euro per jaar, 2024-2028",
        "CPV 45000000-7 en KVK 01234567",
        "EUR 105 000 000 of EUR 105000000 in 2024",
        "Perceel 0123456789012",
        "De contactpersoon klachtenregeling is bereikbaar",
        "Social return van 5% voor de inschrijver",
    ],
)
def test_numbers_and_words_that_tell_of_no_person_stay(text: str) -> None:
    assert scrubbed(text) == text


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("12345678", "NLD", Numbers(kvk_number="12345678")),
        ("KvK-nummer: 12345678", "NL", Numbers(kvk_number="12345678")),
        ("0106:12345678", "NLD", Numbers(kvk_number="12345678")),
        ("12345678 000012345678", "NLD", Numbers(kvk_number="12345678")),
        ("00000001003214345000", "NLD", Numbers(oin="00000001003214345000")),
        ("00000003123456780000", "", Numbers(oin="00000003123456780000")),
        ("12345678", "DNK", Numbers(other_number="12345678")),
        ("0832584553", "BEL", Numbers(other_number="0832584553")),
        ("NL001234567B01", "NLD", Numbers(other_number="NL001234567B01")),
        ("HRB 1234", "DEU", Numbers(other_number="HRB 1234")),
        ("9" * 5_000, "NLD", Numbers(other_number="9" * 99 + "…")),
        ("00000000", "NLD", Numbers(other_number="00000000")),
        ("n.v.t.", "NLD", Numbers()),
        ("Not available", "GBR", Numbers()),
        ("", "NLD", Numbers()),
    ],
)
def test_numbers_are_told_apart_by_their_form(text: str, country: str, expected: Numbers) -> None:
    assert numbers_of(text, country=country) == expected


def test_a_number_that_lost_its_zero_gets_it_back_and_that_is_told() -> None:
    read = numbers_of("1234567", country="NLD")
    assert (read.kvk_number, bool(read.note)) == ("01234567", True)


@pytest.mark.parametrize("text", ["123456782", "1234.56.782", "NL123456782B01"])
def test_what_may_be_a_citizen_service_number_is_dropped(text: str) -> None:
    read = numbers_of(text, country="NLD")
    assert (read.kvk_number, read.oin, read.other_number) == (None, None, None)
    assert read.note


def test_an_excerpt_keeps_the_sentence_that_was_found_and_is_not_too_long() -> None:
    text = f"{'Eerst iets anders. ' * 40}Er geldt social return. {'Daarna iets anders. ' * 40}".strip()
    start = text.index("social return")
    quoted = excerpt(text, start, start + len("social return"))
    assert "Er geldt social return." in quoted
    assert quoted.startswith("… ") and quoted.endswith(" …")
    assert len(quoted) <= EXCERPT_LENGTH + 4


def test_of_a_long_text_the_beginning_is_shown_without_what_tells_of_a_person() -> None:
    told = shown(f"Groenonderhoud {'en meer ' * 34}j.jansen@gemeente.example.nl {'en nog meer ' * 5_000}")
    assert len(told) == TITLE_LENGTH and told.endswith("…")
    assert "[e-mail" in told and "jansen" not in told
