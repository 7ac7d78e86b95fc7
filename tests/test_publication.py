"""What the repository says about itself to the world: publiccode.yml, the licence, and one version everywhere."""

import json
import tomllib
from pathlib import Path

import jsonschema
import yaml

HOUSE = Path(__file__).parents[1]
PUBLICCODE = yaml.safe_load((HOUSE / "publiccode.yml").read_text())
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]


def test_publiccode_validates_against_the_dutch_schema() -> None:
    schema = json.loads((HOUSE / "tests" / "golden" / "publiccode" / "schema.json").read_text())
    jsonschema.validators.validator_for(schema)(schema).validate(PUBLICCODE)


def test_the_licence_is_the_whole_eupl_in_english() -> None:
    text = (HOUSE / "LICENSE").read_text()
    assert text.startswith("# EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [f"## {number}. " in text for number in range(1, 16)] == [True] * 15
    assert "## Appendix" in text


def test_licence_and_version_are_the_same_everywhere() -> None:
    package = json.loads((HOUSE / "package.json").read_text())
    assert PUBLICCODE["legal"]["license"] == PROJECT["license"] == package["license"] == "EUPL-1.2"
    assert PUBLICCODE["softwareVersion"] == PROJECT["version"] == package["version"]


def test_the_lock_of_the_styles_names_no_registry() -> None:
    packages = json.loads((HOUSE / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
