"""Rules that an official confirmed after publication: shown as such, with the decision; the policy itself stays as it is. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sroi.policy.rules.describing import TABLES
from sroi.policy.rules.schema import NoObligation, ObligationRule, Origins, Policy, Provenance

Confirmed = Mapping[str, str]
NOTHING: Confirmed = {}
# Words about the rules need no confirmation.
WORDS = frozenset({"title", "label", "note"})


def with_confirmations(policy: Policy, confirmed: Confirmed, *, of_blocks: Confirmed = NOTHING) -> Policy:
    """Return a policy whose confirmed rules say so and name the decision; its text, hash and values stay the same.

    `confirmed` gives the decision by the path of a rule that stands in this policy, `of_blocks` of one in the policy of its blocks.
    """
    if not confirmed and not of_blocks:
        return policy

    def table(path: str, content: Any) -> Any:
        return replace(content, origins=_overlaid(content.origins, path, of_blocks if path in policy.taken_over else confirmed))

    tables: dict[str, Any] = {
        kind: {name: table(f"{kind}.{name}", content) for name, content in getattr(policy, kind).items()} for kind in TABLES
    }
    obligations = {name: _obligation(f"obligation.{name}", rule, confirmed) for name, rule in policy.obligations.items()}
    held = policy.withholding
    withholding = None if held is None else replace(held, origins=_overlaid(held.origins, "withholding", confirmed))
    origins = _overlaid(policy.origins, "", confirmed)
    return replace(policy, origins=origins, obligations=obligations, withholding=withholding, **tables)


def _obligation(path: str, rule: ObligationRule | NoObligation, confirmed: Confirmed) -> ObligationRule | NoObligation:
    if isinstance(rule, NoObligation):
        return replace(rule, origins=Origins(_confirmed(rule.origins.table, confirmed.get(f"{path}.applies"))))
    rates: dict[str, Any] = {
        kind: tuple(
            replace(rate, origins=_overlaid(rate.origins, f"{path}.{kind}.{number}", confirmed))
            for number, rate in enumerate(getattr(rule, kind), 1)
        )
        for kind in ("lower_rates", "brackets")
    }
    return replace(rule, origins=_overlaid(rule.origins, path, confirmed), **rates)


def _overlaid(origins: Origins, path: str, confirmed: Confirmed) -> Origins:
    """Return the provenance of a table with its confirmed values; what it does not state rests on all that it does."""
    decisions = {key: confirmed.get(f"{path}.{key}".removeprefix(".")) for key in origins.values}
    values = {key: _confirmed(provenance, decisions[key]) for key, provenance in origins.values.items()}
    given = [decision for decision in decisions.values() if decision is not None]
    was_open = [key for key, provenance in origins.values.items() if not provenance.is_confirmed and key not in WORDS]
    is_all = bool(was_open) and all(decisions[key] is not None for key in was_open)
    return Origins(_confirmed(origins.table, "; ".join(dict.fromkeys(given)) if is_all else None), values)


def _confirmed(provenance: Provenance, decision: str | None) -> Provenance:
    if decision is None or provenance.is_confirmed:
        return provenance
    return Provenance(f"{provenance.source}; {decision}" if provenance.source else decision, True)
