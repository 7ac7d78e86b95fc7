"""Reads of the policies that come with the register."""

from functools import cache
from gettext import gettext as _
from importlib.resources import files

from sroi.errors import NotFound
from sroi.policy.rules import Policy, read_policy

VERSIONS = files("sroi.policy") / "versions"


class PolicyNotFound(NotFound):
    """There is no policy of this name."""


@cache
def policy_names() -> tuple[str, ...]:
    """Return the names of all policies, in alphabetical order."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in VERSIONS.iterdir() if entry.name.endswith(".toml")))


def policy_text(name: str) -> str:
    """Return the text of a policy file; raise PolicyNotFound that names the known ones."""
    if name not in policy_names():
        raise PolicyNotFound(_("Beleid {name} bestaat niet. Kies uit: {known}.").format(name=name, known=", ".join(policy_names())))
    return (VERSIONS / f"{name}.toml").read_text(encoding="utf-8")


@cache
def policy(name: str) -> Policy:
    """Return a policy by its name; raise PolicyNotFound that names the known ones."""
    return read_policy(name=name, text=policy_text(name), blocks_text=policy_text)


def policies() -> tuple[Policy, ...]:
    """Return every policy."""
    return tuple(policy(name) for name in policy_names())
