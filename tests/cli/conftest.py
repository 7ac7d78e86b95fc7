"""The fixtures of the command line."""

from pathlib import Path

import pytest

from tests.cli.commands import sroi


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an upgraded database, an officer and an administrator."""
    found = tmp_path_factory.mktemp("cli")
    assert sroi(found, "db", "upgrade").returncode == 0
    for role, email in (("procurement_officer", "inkoper@gemeente.example"), ("reviewer", "wsp@gemeente.example")):
        words = ["user", "add", "--email", email, "--name", "Voorbeeld", "--role", role, "--organisation", "Gemeente Voorbeeld"]
        added = sroi(found, *words, SROI_NEW_PASSWORD="een lang wachtwoord")
        assert added.returncode == 0, added.stderr
    return found
