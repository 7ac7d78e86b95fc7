"""A policy rule by rule, in words: what holds, where it comes from, and what nobody has confirmed yet. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from sroi.policy.rules import fields
from sroi.policy.rules.fields import Key
from sroi.policy.rules.schema import NoObligation, ObligationRule, Origins, Policy
from sroi.policy.rules.words import Names, anchor_labels, key_label, value_in_words

# The tables of a policy that hold tables by name, in the order in which people read them.
TABLES: dict[str, Mapping[str, Key]] = {
    "blocks": fields.BLOCK_KEYS,
    "bonuses": fields.BONUS_KEYS,
    "trainings": fields.COST_KEYS,
    "purchases": fields.PURCHASE_KEYS,
    "activities": fields.COST_KEYS,
    "pso": fields.SHARE_KEYS,
    "limits": fields.LIMIT_KEYS,
    "milestones": fields.MILESTONE_KEYS,
}
RATES: dict[str, Mapping[str, Key]] = {"lower_rates": fields.LOWER_RATE_KEYS, "brackets": fields.BRACKET_KEYS}
# What holds where a policy says nothing, and people ought to see.
DEFAULTS = frozenset({"reference_date", "compared_with", "pro_rata", "start_before_contract_months"})


@dataclass(frozen=True)
class PolicyRule:
    """One rule of a policy, in words. `path` names it, `stands_in` is the policy whose text says it: this one, or that of its blocks."""

    path: str
    section: str
    label: str
    value: str
    source: str
    is_confirmed: bool
    stands_in: str


@dataclass(frozen=True)
class RuleChange:
    """A rule that differs between two policies; `before` is None for one that is new, `after` for one that is gone."""

    path: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class _Table:
    """One table of a policy: where it stands, what it is called, and the keys that it may have."""

    path: str
    section: str
    content: Any
    keys: Mapping[str, Key]

    @property
    def origins(self) -> Origins:
        found: Origins = self.content.origins
        return found


def rules_of(policy: Policy) -> tuple[PolicyRule, ...]:
    """Return every rule that a policy states or that holds where it says nothing, in the order in which people read a policy."""
    names = _names(policy)
    return tuple(_rule(policy, table, key, names) for table in _tables(policy) for key in _keys(table) if table.keys[key].is_rule)


def open_rules(policy: Policy) -> tuple[PolicyRule, ...]:
    """Return the rules that nobody has confirmed yet, those of the blocks that are taken over included."""
    return tuple(rule for rule in rules_of(policy) if not rule.is_confirmed)


def diff_policies(before: Policy, after: Policy) -> tuple[RuleChange, ...]:
    """Return what differs between two policies, in words: rules, and the names and notes that people see."""
    old, new = _words(before), _words(after)
    paths = dict.fromkeys((*old, *new))
    return tuple(
        RuleChange(path, (new.get(path) or old[path])[0], old[path][1] if path in old else None, new[path][1] if path in new else None)
        for path in paths
        if old.get(path, ("", None))[1] != new.get(path, ("", None))[1]
    )


def _words(policy: Policy) -> dict[str, tuple[str, str]]:
    """Return the label and the value of everything that a policy says, by path."""
    names = _names(policy)
    rules = (_rule(policy, table, key, names) for table in _tables(policy) for key in _keys(table))
    return {rule.path: (f"{rule.section}: {rule.label}", rule.value) for rule in rules}


def _names(policy: Policy) -> Names:
    kinds = {name: _section(name) for name in TABLES}
    return kinds | anchor_labels() | {name: table.label for kind in TABLES for name, table in getattr(policy, kind).items()}


def _tables(policy: Policy) -> Iterator[_Table]:
    yield _Table("", _("Beleid"), policy, fields.FILE_KEYS)
    for contract_type, rule in policy.obligations.items():
        yield from _obligation(f"obligation.{contract_type}", _contract_type(contract_type), rule)
    for kind, keys in TABLES.items():
        for name, table in getattr(policy, kind).items():
            yield _Table(f"{kind}.{name}", f"{_section(kind)} – {table.label}", table, keys)
    if policy.withholding is not None:
        yield _Table("withholding", _("Inhouding"), policy.withholding, fields.WITHHOLDING_KEYS)


def _obligation(path: str, section: str, rule: ObligationRule | NoObligation) -> Iterator[_Table]:
    if isinstance(rule, NoObligation):
        yield _Table(path, section, rule, {key: fields.OBLIGATION_KEYS[key] for key in ("applies", "note")})
        return
    yield _Table(path, section, rule, {key: spec for key, spec in fields.OBLIGATION_KEYS.items() if key != "applies"})
    for kind, keys in RATES.items():
        for number, rate in enumerate(getattr(rule, kind), 1):
            words = _("lager percentage") if kind == "lower_rates" else _("hoger bedrag")
            yield _Table(f"{path}.{kind}.{number}", f"{section} – {words} {number}", rate, keys)


def _keys(table: _Table) -> Iterator[str]:
    """Yield the keys that a table states, and those that hold where it says nothing."""
    for key in table.keys:
        is_default = key in DEFAULTS and bool(getattr(table.content, key) or key == "start_before_contract_months")
        is_none_owed = key == "applies" and isinstance(table.content, NoObligation)
        if key in table.origins.values or is_default or is_none_owed or (key == "note" and getattr(table.content, key)):
            yield key


def _rule(policy: Policy, table: _Table, key: str, names: Names) -> PolicyRule:
    is_stated = key in table.origins.values or key == "applies"
    provenance = table.origins.of(key)
    value = _("geen social return") if key == "applies" else value_in_words(key=key, value=getattr(table.content, key), names=names)
    is_taken_over = table.path in policy.taken_over and policy.blocks_from is not None
    return PolicyRule(
        path=f"{table.path}.{key}".removeprefix("."),
        section=table.section,
        label=key_label(key),
        value=value,
        source=provenance.source if is_stated else _("geldt als het beleid niets zegt"),
        is_confirmed=provenance.is_confirmed or not is_stated,
        stands_in=(policy.blocks_from or "") if is_taken_over else policy.name,
    )


def _contract_type(contract_type: str) -> str:
    return {
        "works": _("Verplichting bij werken"),
        "services": _("Verplichting bij diensten"),
        "supplies": _("Verplichting bij leveringen"),
    }.get(contract_type, contract_type)


def _section(kind: str) -> str:
    return {
        "blocks": _("Bouwblok"),
        "bonuses": _("Toeslag"),
        "trainings": _("Scholing"),
        "purchases": _("Sociale inkoop"),
        "activities": _("Maatschappelijke activiteit"),
        "pso": _("PSO-certificaat"),
        "limits": _("Maximum"),
        "milestones": _("Mijlpaal"),
    }[kind]
