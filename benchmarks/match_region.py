"""How good the matching of the region's lists is, and how long it takes, beside two known tools on the same rows in one run.

Thresholds and weights were set on seed 1; what is reported comes of five other seeds, and of four other error models. The error
model stands in `benchmarks/invented/region.py`. A pair counts as proposed when its verdict is `matched`; it is right when both rows are
about one event, and found when at least one pair of an event that both lists have is proposed.

    python -m benchmarks.match_region [ROWS] [--tools]

`--tools` runs splink and recordlinkage as well, which `uv sync --no-dev --group bench` installs.
"""

import sys
from time import perf_counter

from benchmarks.invented.region import HARSHER, USUAL, Model, Region, region
from sroi.reconciliation.rules.matching import Verdict, match

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


def report(seed: int, rows: int, model: Model) -> Region:
    """Print one line, and return the region that it is about."""
    found = region(seed=seed, rows=rows, model=model)
    begin = perf_counter()
    pairs = ours(found)
    took = perf_counter() - begin
    precision, recall = quality(found, pairs)
    print(f"{model.name:24} seed {seed}: precision {precision:.4f}, recall {recall:.4f}, {len(pairs)} pairs in {took:.2f} s")
    return found


def main() -> None:
    """Print the quality for each seed and model."""
    numbers = [argument for argument in sys.argv[1:] if argument.isdecimal()]
    rows = int(numbers[0]) if numbers else 10_000
    for seed in SEEDS:
        found = report(seed, rows, USUAL)
        if "--tools" in sys.argv:
            from benchmarks.invented.tools import report_tools

            report_tools(found, quality)
    for model in HARSHER:
        report(SEEDS[0], rows, model)


if __name__ == "__main__":
    main()
