"""The steps that explain an amount, in words and figures, so that a person can compute it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

import msgspec

from sroi.policy.rules.schema import Provenance


class Step(msgspec.Struct, frozen=True):
    """One step of a computation. `figure` is its outcome as shown; `is_confirmed` is False while nobody adopted the rule."""

    label: str
    explanation: str
    figure: str
    source: str = ""
    is_confirmed: bool = True

    @classmethod
    def by(cls, provenance: Provenance, *, label: str, explanation: str, figure: str) -> Self:
        """Return a step that rests on a rule of this provenance."""
        return cls(label, explanation, figure, provenance.source, provenance.is_confirmed)


STEPS = msgspec.json.Decoder(tuple[Step, ...])


@dataclass(frozen=True)
class Valuation:
    """An amount in euros, the steps that explain it, and what a person should look at."""

    amount: Decimal
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()


def steps_to_json(steps: Iterable[Step]) -> str:
    """Return the steps as one JSON text, to be kept beside the amount that they explain."""
    return msgspec.json.encode(list(steps)).decode()


def steps_from_json(text: str) -> tuple[Step, ...]:
    """Return the steps that `steps_to_json` wrote."""
    return STEPS.decode(text)
