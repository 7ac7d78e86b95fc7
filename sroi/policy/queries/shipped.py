"""Reads of the policies that come with the register, for use without a database. They are the first published versions."""

from functools import cache
from gettext import gettext as _
from importlib.resources import files

from sroi.errors import NotFound
from sroi.policy.rules import Policy, read_policy

VERSIONS = files("sroi.policy") / "versions"


class PolicyNotFound(NotFound):
    """There is no policy of this name."""


def policy_not_found(*, name: str, known: tuple[str, ...]) -> PolicyNotFound:
    """Return the refusal of a name, which names the known ones."""
    return PolicyNotFound(_("Beleid {name} bestaat niet. Kies uit: {known}.").format(name=name, known=", ".join(known)))


@cache
def shipped_names() -> tuple[str, ...]:
    """Return the names of all shipped policies, in alphabetical order."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in VERSIONS.iterdir() if entry.name.endswith(".toml")))


def shipped_text(name: str) -> str:
    """Return the text of a shipped policy; raise PolicyNotFound that names the known ones."""
    if name not in shipped_names():
        raise policy_not_found(name=name, known=shipped_names())
    return (VERSIONS / f"{name}.toml").read_text(encoding="utf-8")


@cache
def shipped_policy(name: str) -> Policy:
    """Return a shipped policy by its name; raise PolicyNotFound that names the known ones."""
    return read_policy(name=name, text=shipped_text(name), blocks_text=shipped_text)


def shipped_policies() -> tuple[Policy, ...]:
    """Return every shipped policy."""
    return tuple(shipped_policy(name) for name in shipped_names())
