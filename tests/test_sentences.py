"""Sentences are translated without a look at the disk for each of them."""

import os
from gettext import gettext as _

import pytest

import sroi  # noqa: F401  makes it so


def test_only_the_first_sentence_looks_for_a_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    _("Vul de titel van de opdracht in.")
    looked: list[object] = []
    monkeypatch.setattr(os.path, "exists", lambda path: looked.append(path))
    assert _("Vul het contractnummer in.") == "Vul het contractnummer in."
    assert looked == []
