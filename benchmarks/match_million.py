"""How long matching takes for a million placements, and how much memory: beside a bare loop that only lays both lists side by side.

Makes two lists of half a million rows (see `benchmarks/invented/region.py`), matches them, and in the same run looks up each row of one
list among the keys of the other (person, invoice, employer with day). Prints both times, their ratio, and the most memory, which counts
the invented rows that a caller has anyway.

    python -m benchmarks.match_million [ROWS OF BOTH LISTS]
"""

import sys
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

from benchmarks.invented.region import Region, region
from benchmarks.match_region import quality
from sroi.reconciliation.rules.matching.matching import match
from sroi.reconciliation.rules.matching.rows import Verdict


def bare_loop(found: Region) -> int:
    """Return how many rows of the list have a key in common with one of ours."""
    known: set[object] = set()
    for row in found.own:
        known |= {row.person, row.invoice, (row.employer, row.start)}
    return sum(1 for row in found.partner if row.person in known or row.invoice in known or (row.employer, row.start) in known)


def main() -> None:
    """Print the times, their ratio, and the memory."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    found = region(seed=7, rows=rows // 2)
    made = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    begin = perf_counter()
    bare_loop(found)
    bare = perf_counter() - begin
    begin, begin_cpu = perf_counter(), process_time()
    matching = match(own=found.own, partner=found.partner)
    took, cpu = perf_counter() - begin, process_time() - begin_cpu
    pairs = [(one.pair.own, one.pair.partner) for one in matching.own if one.verdict is Verdict.MATCHED and one.pair]
    precision, recall = quality(found, pairs)
    print(f"rows {len(found.own) + len(found.partner)}, pairs {len(pairs)}, precision {precision:.4f}, recall {recall:.4f}")
    print(f"bare loop {bare:.2f} s, matching {took:.2f} s ({cpu:.2f} s of processor time), ratio {took / bare:.1f}")
    print(f"most memory: {getrusage(RUSAGE_SELF).ru_maxrss // 1024} MB, of which {made} MB invented rows")


if __name__ == "__main__":
    main()
