"""What is known of contracts -> the columns of their rows, with the firms, tenders and frameworks that they refer to.

In: the facts of a set of contracts. Out: what the register knows of what they refer to, in a fixed number of queries, and columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.accounts.operations import Firm, add_firms, known_firms
from sroi.accounts.rules import other_firm
from sroi.contracts.operations.tenders import Tenders, ensure_tenders
from sroi.contracts.rules import ContractFacts, ContractRole, ContractStatus, UnableToRegister, refused_at, searchable
from sroi.database import fetch, keys, one_of
from sroi.values import is_same_name, search_text, to_cents


@dataclass(frozen=True)
class References:
    """What contracts refer to: firms by KVK number, tenders by authority and reference, frameworks as authority and id."""

    firms: dict[str, Firm]
    tenders: Tenders
    frameworks: frozenset[tuple[UUID, UUID]]

    def firm_of(self, facts: ContractFacts) -> Firm | None:
        """Return the contractor, when both its name and its number are known."""
        return self.firms.get(facts.kvk_number) if facts.kvk_number and facts.contractor_name else None

    def tender_of(self, facts: ContractFacts) -> UUID | None:
        """Return the tender that a contract was awarded by."""
        return self.tenders.get((facts.authority_id, facts.tender_reference)) if facts.tender_reference else None


async def references(*, facts: Sequence[ContractFacts], now: datetime) -> References:
    """Return what contracts refer to, with what is new among it added; raise UnableToRegister for what cannot be referred to."""
    firms = await _firms(facts, now)
    frameworks = await _frameworks(facts)
    for at, one in enumerate(facts):
        if one.role is ContractRole.CALL_OFF and one.framework_id is not None and (one.authority_id, one.framework_id) not in frameworks:
            with refused_at(at):
                raise UnableToRegister(_("Deze raamovereenkomst is er niet bij deze aanbestedende dienst."), field="framework")
    return References(firms, await ensure_tenders(facts=facts, now=now), frameworks)


async def _firms(facts: Sequence[ContractFacts], now: datetime) -> dict[str, Firm]:
    """Return the firm of each KVK number; refuse a number of another firm: a slip of the pen would hand the contract to its portal."""
    known = await known_firms(kvk_numbers={one.kvk_number for one in facts if one.kvk_number})
    names = {number: firm.name for number, firm in known.items()}
    for at, one in enumerate(facts):
        if not one.kvk_number or not one.contractor_name:
            continue
        name = names.setdefault(one.kvk_number, one.contractor_name)
        if name is not one.contractor_name and not is_same_name(name, one.contractor_name):
            with refused_at(at):
                raise UnableToRegister(other_firm(one.kvk_number, name), field="contractor_name")
    return known | await add_firms(names={number: name for number, name in names.items() if number not in known}, now=now)


async def _frameworks(facts: Iterable[ContractFacts]) -> frozenset[tuple[UUID, UUID]]:
    wanted = {one.framework_id for one in facts if one.framework_id is not None}
    if not wanted:
        return frozenset()
    sql = f"SELECT authority, id FROM contract WHERE role = 'framework' AND {one_of('id', kind='uuid')}"
    return frozenset((row["authority"], row["id"]) for row in await fetch(sql, keys(wanted)))


def columns_of(facts: ContractFacts, status: ContractStatus, now: datetime, known: References) -> dict[str, Any]:
    """Return what stands in the row of a contract, by column."""
    firm, is_call_off = known.firm_of(facts), facts.role is ContractRole.CALL_OFF
    # A firm is shown by the name that it is known by, which may be another than was typed here: both are found.
    words = searchable(facts) if firm is None else f"{searchable(facts)} {search_text(firm.name)}"
    return {
        "authority": facts.authority_id,
        "number": facts.number or None,
        "tender": known.tender_of(facts),
        "title": facts.title,
        "contract_type": facts.contract_type.value if facts.contract_type else None,
        "contractor": firm.id if firm else None,
        "contractor_name": facts.contractor_name,
        "cpv_code": facts.cpv_code,
        "contract_sum_cents": _cents(facts.contract_sum),
        "tender_sum_cents": _cents(facts.tender_sum),
        "wage_sum_cents": _cents(facts.wage_sum),
        "labour_share_bp": _hundredths(facts.labour_share_pct),
        "agreed_rate_bp": _hundredths(facts.agreed_rate_pct),
        "published_on": facts.published_on,
        "awarded_on": facts.awarded_on,
        "award_date_is_assumed": facts.award_date_is_assumed,
        "starts_on": facts.starts_on,
        "ends_before": facts.ends_before,
        "extension_options": facts.extension_options,
        "role": facts.role.value,
        "framework": facts.framework_id if is_call_off else None,
        "status": status.value,
        "search_text": words.strip(),
        "registered_at": now if status is ContractStatus.REGISTERED else None,
    }


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else to_cents(amount)


def _hundredths(percentage: Decimal | None) -> int | None:
    return None if percentage is None else int(percentage * 100)
