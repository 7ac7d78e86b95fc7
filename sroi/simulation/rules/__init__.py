"""What a draft policy changes over the portfolio. Pure."""

from sroi.simulation.rules.drafts import Draft, Effect, with_blocks_of
from sroi.simulation.rules.portfolio import (
    SHOWN,
    ChangeKind,
    ClaimChange,
    ClaimRow,
    Claims,
    ContractChange,
    ContractRow,
    Held,
    Simulation,
    change_label,
)
from sroi.simulation.rules.simulating import combined, held_contracts, simulate_claims, simulate_contracts, valued_again

__all__ = [
    "SHOWN", "ChangeKind", "ClaimChange", "ClaimRow", "Claims", "ContractChange", "ContractRow", "Draft", "Effect", "Held", "Simulation",
    "change_label", "combined", "held_contracts", "simulate_claims", "simulate_contracts", "valued_again", "with_blocks_of",
]  # fmt: skip
