"""How good the matching of the region's lists is, and how long it takes, beside two known tools on the same rows in one run.

Thresholds and weights were set on seed 1; what is reported comes of five other seeds, of harsher error models and of errors of other
kinds. The models stand in `benchmarks/invented/region.py` and `other_errors.py`. A pair counts as proposed when its verdict is `matched`;
it is right when both rows are about one event, and found when at least one pair of an event that both lists have is proposed.

    python -m benchmarks.match_region [ROWS] [--tools]

`--tools` runs splink and recordlinkage as well, which `uv sync --no-dev --group bench` installs.
"""

import sys
from time import process_time

from benchmarks.invented.other_errors import KINDS, other_region
from benchmarks.invented.region import HARSHER, USUAL, Region, region
from sroi.reconciliation.rules.matching.matching import match
from sroi.reconciliation.rules.matching.rows import Verdict

SEEDS = (2, 3, 4, 5, 6)


def quality(found: Region, pairs: list[tuple[str, str]]) -> tuple[float, float]:
    """Return precision and recall of proposed pairs."""
    events = [(found.own_event[own], found.partner_event[partner]) for own, partner in pairs]
    right = [own for own, partner in events if own == partner]
    shared = set(found.own_event.values()) & set(found.partner_event.values())
    return len(right) / max(len(events), 1), len(set(right)) / len(shared)


def ours(found: Region) -> list[tuple[str, str]]:
    """Return the pairs that the register proposes as the same."""
    matching = match(own=found.own, partner=found.partner)
    return [(one.pair.own, one.pair.partner) for one in matching.own if one.verdict is Verdict.MATCHED and one.pair]


def report(name: str, seed: int, found: Region) -> None:
    """Print one line about a region."""
    begin = process_time()
    pairs = ours(found)
    took = process_time() - begin
    precision, recall = quality(found, pairs)
    print(
        f"{name:24} seed {seed}: precision {precision:.4f}, recall {recall:.4f}, {len(pairs)} pairs in {took:.2f} s of processor time",
        flush=True,
    )


def main() -> None:
    """Print the quality for each seed and model."""
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    rows = int(numbers[0]) if numbers else 10_000
    for seed in SEEDS:
        found = region(seed=seed, rows=rows)
        report(USUAL.name, seed, found)
        if "--tools" in sys.argv:
            from benchmarks.invented.tools import report_tools

            report_tools(found, quality)
    for model in HARSHER:
        for seed in SEEDS:
            report(model.name, seed, region(seed=seed, rows=rows, model=model))
    for kind in KINDS:
        for seed in SEEDS:
            report(kind.name, seed, other_region(seed=seed, rows=rows, kind=kind))


if __name__ == "__main__":
    main()
