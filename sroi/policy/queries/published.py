"""Reads of the published policies. One query tells which there are; a text is read and parsed once a process, by its hash.

Published texts never change, so what is remembered stays true when another process publishes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sroi.database import fetch
from sroi.policy.queries.shipped import policy_not_found
from sroi.policy.rules import Policy, read_policy
from sroi.policy.tables import PolicyVersion

MOST_KEPT = 500
INDEX = "SELECT name, sha256, blocks_from FROM policy_version ORDER BY name"


@dataclass(frozen=True)
class _Version:
    """What a parsed policy is remembered by."""

    name: str
    sha256: str
    blocks_from: str | None


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


async def _versions() -> dict[str, _Version]:
    return {row["name"]: _Version(**row) for row in await fetch(INDEX)}


async def _policies(versions: dict[str, _Version]) -> dict[str, Policy]:
    missing = [version for version in versions.values() if version not in _parsed]
    if missing:
        texts = await _texts(missing)
        if len(_parsed) > MOST_KEPT:
            _parsed.clear()
        for version in missing:
            read = read_policy(name=version.name, text=texts[version.name], blocks_text=texts.__getitem__)
            assert read.sha256 == version.sha256, f"the text of policy {version.name} is not the one that was published"
            _parsed[version] = read
    return {name: _parsed[version] for name, version in versions.items()}


async def _texts(versions: list[_Version]) -> dict[str, str]:
    """Return the texts of versions and of the blocks that they take over, in one query."""
    names = {name for version in versions for name in (version.name, version.blocks_from) if name is not None}
    rows = await PolicyVersion.select(PolicyVersion.name, PolicyVersion.text).where(PolicyVersion.name.is_in(sorted(names)))
    return {row["name"]: row["text"] for row in rows}
