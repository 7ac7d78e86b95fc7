"""Texts without what tells of a person: the quick look beforehand misses nothing that the patterns find."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.notices import texts
from imports.notices.texts import scrubbed

PATTERNS = ("_MAIL", "_LABELLED_PHONE", "_ABROAD", "_DUTCH_PHONE", "_CONTACT", "_ADDRESSED", "_NINE_DIGITS")


@pytest.mark.parametrize("name", PATTERNS)
def test_what_a_pattern_finds_is_looked_at(name: str) -> None:
    pattern = getattr(texts, name)

    @settings(max_examples=25)
    @given(st.from_regex(pattern))
    def is_looked_at(text: str) -> None:
        plain = " ".join(text.split())
        assert texts._TELLING.search(plain) or not pattern.search(plain)

    is_looked_at()


@pytest.mark.parametrize(
    "text", ["Onderhoud van groen", "Perceel 1 en 2", "2026-01-28", "EUR 1.250.000,00", "Artikel 2.81 Aanbestedingswet"]
)
def test_a_text_that_tells_of_nobody_stays_as_it_is(text: str) -> None:
    assert scrubbed(text) == text
