"""Whether rules compute the same: what is left of them without their sources, names and notes."""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from typing import Any, cast

WORDS = frozenset({"origins", "label", "note", "evidence", "checklist"})


def essence_of(rule: Any) -> Hashable:
    """Return what a rule computes by, to compare with another: equal when both give the same amounts to the same facts."""
    if isinstance(rule, tuple):
        return tuple(essence_of(part) for part in rule)
    if is_dataclass(rule):
        return type(rule).__name__, *(essence_of(getattr(rule, field.name)) for field in fields(rule) if field.name not in WORDS)
    return cast(Hashable, rule)
