"""Two known tools for record linkage on the same rows: splink and recordlinkage. Needs the group `bench` (`uv sync --group bench`).

Both get the plain values, spelling brought together as ours does, and a set-up after their own documentation: splink trains its
weights on the rows themselves and adjusts for common employers; recordlinkage adds up how alike the values are. Of both the best pair of
each row is taken, one to one, at the threshold that gives the best F1 on these very rows: more than a user of theirs could know.
"""

import logging
import warnings
from collections.abc import Callable, Iterable
from time import process_time
from typing import Any

import pandas as pd

from benchmarks.invented.region import Region
from sroi.reconciliation.rules.matching.columns import plain_employer, plain_letters, plain_place
from sroi.reconciliation.rules.matching.rows import Row

Scored = list[tuple[float, str, str]]
UNKNOWN = 0.5  # what recordlinkage is told where one of two values is missing
Quality = Callable[[Region, list[tuple[str, str]]], tuple[float, float]]


def frame(rows: Iterable[Row]) -> pd.DataFrame:
    """Return rows as both tools take them: None where nothing is known."""
    held = [
        {
            "unique_id": row.key,
            "kind": row.kind.value,
            "invoice": plain_letters(row.invoice) or None,
            "person": row.person,
            "employer": plain_employer(row.employer) or None,
            "start": row.start,
            "month": row.start and row.start.strftime("%Y-%m"),
            "finish": row.end,
            "hours": None if row.hours is None else float(row.hours),
            "target_group": plain_letters(row.target_group) or None,
            "residence": plain_place(row.residence) or None,
            "amount": None if row.amount is None else float(row.amount),
            "label": plain_letters(row.label) or None,
        }
        for row in rows
    ]
    return pd.DataFrame(held)


def with_splink(found: Region) -> Scored:
    """Return every pair that splink predicts, with its probability."""
    from splink import DuckDBAPI, Linker, block_on

    own, partner = (
        rows.assign(start=pd.to_datetime(rows["start"]), finish=pd.to_datetime(rows["finish"]))
        for rows in (frame(found.own), frame(found.partner))
    )
    api = DuckDBAPI()
    linker: Any = Linker(
        [api.register(own, dataset_display_name="own"), api.register(partner, dataset_display_name="partner")],
        _splink_settings(),
        log_level=logging.ERROR,
    )
    linker.training.estimate_probability_two_random_records_match([block_on("person")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("person"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("employer", "start"))
    predicted = linker.inference.predict(threshold_match_probability=0.05).as_pandas_dataframe()
    own_keys = set(own["unique_id"])
    rows = zip(predicted["match_probability"], predicted["unique_id_l"], predicted["unique_id_r"], strict=True)
    return [(score, a, b) if a in own_keys else (score, b, a) for score, a, b in rows]


def _splink_settings() -> Any:
    """Return what splink compares, and the pairs that it looks at."""
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.ExactMatch("person").configure(term_frequency_adjustments=True),
            cl.ExactMatch("invoice").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("employer", [0.93, 0.85]).configure(term_frequency_adjustments=True),
            cl.AbsoluteDateDifferenceAtThresholds("start", input_is_string=False, metrics=["day", "day", "month"], thresholds=[3, 16, 2]),
            cl.AbsoluteDateDifferenceAtThresholds("finish", input_is_string=False, metrics=["day", "month"], thresholds=[3, 2]),
            cl.ExactMatch("hours"),
            cl.JaroWinklerAtThresholds("target_group", [0.9]),
            cl.JaroWinklerAtThresholds("residence", [0.9]),
            cl.ExactMatch("amount"),
            cl.ExactMatch("label").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("person"),
            block_on("invoice"),
            block_on("employer", "kind"),
            block_on("start", "hours", "kind"),
            block_on("start", "residence", "target_group"),
            block_on("start", "amount"),
            block_on("substr(employer, 1, 4)", "month", "kind"),
        ],
    )


def with_recordlinkage(found: Region) -> Scored:
    """Return every pair that recordlinkage compares, with how alike its values are on average."""
    import recordlinkage

    own, partner = (
        rows.assign(start=pd.to_datetime(rows["start"]).astype("datetime64[ns]")).set_index("unique_id")
        for rows in (frame(found.own), frame(found.partner))
    )
    pairs = None
    for keys in (
        ["person"],
        ["invoice"],
        ["employer", "kind"],
        ["start", "hours", "kind"],
        ["start", "residence", "target_group"],
        ["start", "amount"],
    ):
        index = recordlinkage.Index()
        index.block(keys)
        made = index.index(own.dropna(subset=keys), partner.dropna(subset=keys))
        pairs = made if pairs is None else pairs.union(made)
    compare = recordlinkage.Compare()
    for name in ("person", "invoice", "hours", "amount", "label"):
        compare.exact(name, name, label=name, missing_value=UNKNOWN)
    for name in ("employer", "target_group", "residence"):
        compare.string(name, name, method="jarowinkler", label=name, missing_value=UNKNOWN)
    compare.date("start", "start", label="start", missing_value=UNKNOWN)
    likeness = compare.compute(pairs, own, partner).mean(axis=1)
    return [(score, a, b) for (a, b), score in likeness.items()]


def one_to_one(scored: Scored, least: float) -> list[tuple[str, str]]:
    """Return the best pairs of which each row has one at most."""
    own, partner, kept = set[str](), set[str](), []
    for score, a, b in sorted(scored, reverse=True):
        if score >= least and a not in own and b not in partner:
            own.add(a)
            partner.add(b)
            kept.append((a, b))
    return kept


def report_tools(found: Region, quality: Quality) -> None:
    """Print one line for each tool."""
    for name, link in (("splink", with_splink), ("recordlinkage", with_recordlinkage)):
        begin = process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            scored = link(found)
        took = process_time() - begin
        best = max(
            (quality(found, one_to_one(scored, least)) for least in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 0.999)), key=_f1
        )
        print(
            f"    {name:20} precision {best[0]:.4f}, recall {best[1]:.4f} at its best threshold, in {took:.2f} s of processor time",
            flush=True,
        )


def _f1(found: tuple[float, float]) -> float:
    precision, recall = found
    return 2 * precision * recall / max(precision + recall, 1e-9)
