"""Reads of contracts, authorities, CPV codes and imports."""

from sroi.contracts.queries.contracts import (
    Authority,
    ContractFilter,
    authorities,
    call_offs,
    contract,
    contract_ids_by_number,
    contracts_by_id,
    contracts_of_tender,
    contracts_page,
    facts_by_id,
    find_contract_id,
    home_authority,
    member_of,
)
from sroi.contracts.queries.events import contract_events, events_of_contracts
from sroi.contracts.queries.lists import CpvCode, cpv_code, find_cpv_codes, municipalities
from sroi.contracts.queries.subcontracts import contract_to_report, running_subcontract, subcontracts_of_contract, subcontracts_of_viewer

__all__ = [
    "Authority",
    "ContractFilter",
    "CpvCode",
    "authorities",
    "call_offs",
    "contract",
    "contract_events",
    "contract_ids_by_number",
    "contract_to_report",
    "contracts_by_id",
    "contracts_of_tender",
    "contracts_page",
    "cpv_code",
    "events_of_contracts",
    "facts_by_id",
    "find_contract_id",
    "find_cpv_codes",
    "home_authority",
    "member_of",
    "municipalities",
    "running_subcontract",
    "subcontracts_of_contract",
    "subcontracts_of_viewer",
]
