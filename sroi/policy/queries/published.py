"""Reads of the published policies. One query tells which there are and what of them is confirmed; a text is read and parsed once a process.

Published texts never change, and a policy is remembered by its hash and its confirmations: what is remembered stays true when another
process publishes or confirms.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sroi.database import fetch
from sroi.policy.queries.shipped import policy_not_found
from sroi.policy.rules import BlocksText, Policy, read_policy, with_confirmations
from sroi.policy.tables import PolicyVersion

MOST_KEPT = 500
INDEX = """
SELECT policy_version.name, policy_version.sha256, policy_version.blocks_from, policy_confirmation.rule,
    policy_confirmation.decision_reference
FROM policy_version
LEFT JOIN policy_confirmation ON policy_confirmation.policy_sha256 = policy_version.sha256
ORDER BY policy_version.name, policy_confirmation.rule
"""
Decisions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Version:
    """What a policy is remembered by: its hash, and the rules that were confirmed in its own text and in that of its blocks."""

    name: str
    sha256: str
    blocks_from: str | None
    confirmed: Decisions
    of_blocks: Decisions


_parsed: dict[_Version, Policy] = {}


async def policies() -> tuple[Policy, ...]:
    """Return every published policy, by name."""
    return tuple((await _policies(await _versions())).values())


async def policy(*, name: str) -> Policy:
    """Return a published policy by its name; raise PolicyNotFound that names the known ones."""
    return (await policies_by_name(names=[name]))[name]


async def policies_by_name(*, names: Iterable[str]) -> dict[str, Policy]:
    """Return the published policies of these names, however many; raise PolicyNotFound that names the known ones."""
    wanted, versions = set(names), await _versions()
    unknown = wanted - versions.keys()
    if unknown:
        raise policy_not_found(name=min(unknown), known=tuple(versions))
    return await _policies({name: versions[name] for name in sorted(wanted)})


async def text_lookup() -> BlocksText:
    """Return what finds the text of a published policy by its name, for a policy that takes over its blocks."""
    rows = await PolicyVersion.select(PolicyVersion.name, PolicyVersion.text).order_by(PolicyVersion.name)
    texts: dict[str, str] = {row["name"]: row["text"] for row in rows}

    def blocks_text(name: str) -> str:
        if name not in texts:
            raise policy_not_found(name=name, known=tuple(texts))
        return texts[name]

    return blocks_text


async def _versions() -> dict[str, _Version]:
    rows = {name: tuple(of_name) for name, of_name in groupby(await fetch(INDEX), key=lambda row: str(row["name"]))}
    decisions = {name: _decisions(of_name) for name, of_name in rows.items()}
    return {name: _version(rows[name][0], decisions) for name in sorted(rows)}


def _decisions(rows: tuple[dict[str, Any], ...]) -> Decisions:
    return tuple((row["rule"], row["decision_reference"]) for row in rows if row["rule"] is not None)


def _version(row: dict[str, Any], decisions: dict[str, Decisions]) -> _Version:
    return _Version(row["name"], row["sha256"], row["blocks_from"], decisions[row["name"]], decisions.get(row["blocks_from"], ()))


async def _policies(versions: dict[str, _Version]) -> dict[str, Policy]:
    missing = [version for version in versions.values() if version not in _parsed]
    if missing:
        texts = await _texts(missing)
        if len(_parsed) > MOST_KEPT:
            _parsed.clear()
        _parsed.update({version: _read(version, texts) for version in missing})
    return {name: _parsed[version] for name, version in versions.items()}


def _read(version: _Version, texts: dict[str, str]) -> Policy:
    read = read_policy(name=version.name, text=texts[version.name], blocks_text=texts.__getitem__)
    assert read.sha256 == version.sha256, f"the text of policy {version.name} is not the one that was published"
    return with_confirmations(read, dict(version.confirmed), of_blocks=dict(version.of_blocks))


async def _texts(versions: list[_Version]) -> dict[str, str]:
    """Return the texts of versions and of the blocks that they take over, in one query."""
    names = {name for version in versions for name in (version.name, version.blocks_from) if name is not None}
    rows = await PolicyVersion.select(PolicyVersion.name, PolicyVersion.text).where(PolicyVersion.name.is_in(sorted(names)))
    return {row["name"]: row["text"] for row in rows}
