"""Coverage: of the contracts above their threshold in a year of award, how many have an obligation, and why the others have none. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from gettext import gettext as _
from uuid import UUID

from sroi.contracts.rules import PLACEHOLDER_SUM, ContractType
from sroi.obligations.rules.assessing import reaches
from sroi.policy.rules import Base, ObligationRule, Policy


class CoveragePart(StrEnum):
    """Where a contract above its threshold stands; each stands in exactly one."""

    OBLIGATION = "obligation"
    EXEMPTED = "exempted"
    DRAFT = "draft"
    QUESTION = "question"
    NO_POLICY = "no_policy"
    SHORT = "short"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Coverage:
    """How many contracts of one year of award stand in each part."""

    year: int
    counts: Mapping[CoveragePart, int]

    @property
    def total(self) -> int:
        """Return how many contracts are above their threshold, or not known to be under it."""
        return sum(self.counts.values())

    @property
    def without(self) -> int:
        """Return how many of them have no obligation, are not exempted and are no draft."""
        accounted = (CoveragePart.OBLIGATION, CoveragePart.EXEMPTED, CoveragePart.DRAFT)
        return self.total - sum(self.counts[part] for part in accounted)

    @property
    def share_pct(self) -> Decimal | None:
        """Return the share with an obligation, in percent rounded down to one decimal, so that only all is 100; None without contracts."""
        if not self.total:
            return None
        return Decimal(int(Fraction(1000 * self.counts[CoveragePart.OBLIGATION], self.total))) / 10


@dataclass(frozen=True)
class CoveredContract:
    """A row of a part; sums in euros, `day` the day that puts it in its year: the award's, or for a draft what is known of it."""

    id: UUID
    day: date
    number: str
    title: str
    authority_name: str
    contractor_name: str
    contract_sum: Decimal | None
    owed: Decimal
    exempted: Decimal


def coverage_of(*, year: int, counts: Mapping[CoveragePart, int]) -> Coverage:
    """Return the coverage of a year; a part without contracts may be left out."""
    return Coverage(year, {part: counts.get(part, 0) for part in CoveragePart})


def draft_counts(*, policy: Policy | None, contract_type: ContractType | None, amounts: Mapping[Base, Decimal | None]) -> bool:
    """Return whether a draft is above the threshold of the policy that would cover it, or is not known to be under it.

    While its type is not known, one type whose threshold it passes is enough.
    """
    contract_sum = amounts.get(Base.CONTRACT_SUM)
    if contract_sum is None or contract_sum <= PLACEHOLDER_SUM or policy is None:
        return True
    rules = [policy.obligations.get(kind.value) for kind in ContractType if contract_type in (None, kind)]
    return any(rule is None or (isinstance(rule, ObligationRule) and _may_owe(rule, amounts)) for rule in rules)


def _may_owe(rule: ObligationRule, amounts: Mapping[Base, Decimal | None]) -> bool:
    amount = amounts.get(rule.compared_with)
    if amount is None or amount <= PLACEHOLDER_SUM:
        return True
    return reaches(rule, amount)


def coverage_label(part: CoveragePart) -> str:
    """Return the Dutch name of a part."""
    return {
        CoveragePart.OBLIGATION: _("Met verplichting"),
        CoveragePart.EXEMPTED: _("Vrijgesteld"),
        CoveragePart.DRAFT: _("Concept"),
        CoveragePart.QUESTION: _("Zonder: er staat een vraag open"),
        CoveragePart.NO_POLICY: _("Zonder: er geldt geen beleid"),
        CoveragePart.SHORT: _("Zonder: de looptijd is te kort"),
        CoveragePart.NOT_ASKED: _("Zonder: het beleid vraagt niets"),
    }[part]


def coverage_explanation(part: CoveragePart) -> str:
    """Return what stands in a part, in one sentence."""
    return {
        CoveragePart.OBLIGATION: _("Het contract heeft een verplichting en geen vrijstelling."),
        CoveragePart.EXEMPTED: _("De verplichting is helemaal of voor een deel vrijgesteld."),
        CoveragePart.DRAFT: _("Nog niet geregistreerd. De som ligt boven het drempelbedrag, of dat is nog niet te zeggen."),
        CoveragePart.QUESTION: _("Iemand moet eerst een vraag beantwoorden."),
        CoveragePart.NO_POLICY: _("Voor deze aanbestedende dienst staat op de gunningsdatum geen beleid in dit register."),
        CoveragePart.SHORT: _("De som ligt boven het drempelbedrag, maar het contract is korter dan het beleid vraagt."),
        CoveragePart.NOT_ASKED: _("Het beleid zegt dat dit soort opdrachten geen social return vraagt."),
    }[part]
