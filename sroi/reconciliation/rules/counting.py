"""From rows to the tables of the report, by pandas: each person once, by the contract that the goal prefers.

Money stays exact: whole cents as int64.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from sroi.contracts.rules import Scope
from sroi.fulfilment.rules import employer_key
from sroi.reconciliation.rules.facts import UNKNOWN, Fact, GoalRule, Preferred, Stage, value_label
from sroi.reconciliation.rules.report import (
    ContractLine,
    ContractRow,
    CountLine,
    Euros,
    EurosLine,
    JudgedPlacement,
    PlacementVerdict,
    YearReport,
    YearRows,
    standing_of,
)
from sroi.values import MONTHS, from_cents, search_text, to_cents

if TYPE_CHECKING:
    from pandas import DataFrame, Series

SCOPES = [Scope.LOCAL.value, Scope.REGIONAL.value]
EUROS = ["owed", "approved", "in_review", "remaining", "surplus"]
# The earliest contract first; what comes after the number only makes the order certain.
BY_EARLIEST_CONTRACT = ["awarded_on", "contract_number", "authority_name", "starts_on", "first_claim"]
# What comes before that order, the largest value first.
BEFORE = {Preferred.EARLIEST: [], Preferred.LATEST: ["awarded_on"], Preferred.LARGEST: ["contract_sum"]}
FLAGS = ["is_approved", "counts_as_placement", "is_full_time"]
FACTS = [fact.value for fact in Fact]
PLACEMENT_COLUMNS = [
    "person",
    "contract_id",
    "contract_number",
    "awarded_on",
    "authority_name",
    "scope",
    "starts_on",
    "first_claim",
    "target_group_label",
    "employer_name",
    "employer_kvk_number",
    "is_approved",
    "counts_as_placement",
    "is_full_time",
    "contract_sum",
]


def year_report_of(*, rows: YearRows, on: date) -> YearReport:
    """Return the report of a year from its rows, with contracts as they stand on a day."""
    return _report(rows, on, *_told_apart(rows))


def judged_placements(*, rows: YearRows) -> tuple[JudgedPlacement, ...]:
    """Return every placement of a year with its verdict, those that count first, by the same counting as the report."""
    counted, waiting, _unknown = _told_apart(rows)
    return _judged(rows, counted, waiting)


def judged_report_of(*, rows: YearRows, on: date) -> tuple[YearReport, tuple[JudgedPlacement, ...]]:
    """Return both, of one counting."""
    counted, waiting, unknown = _told_apart(rows)
    return _report(rows, on, counted, waiting, unknown), _judged(rows, counted, waiting)


def _report(rows: YearRows, on: date, counted: "DataFrame", waiting: "DataFrame", unknown: "DataFrame") -> YearReport:
    lines = _contract_lines(rows.contracts, counted, on)
    contracts = _contract_frame(lines)
    by_scope = counted["scope"].value_counts()
    report = YearReport(
        year=rows.year,
        on=on,
        goal=rows.goal,
        recorded=rows.recorded,
        local=int(by_scope.get(Scope.LOCAL.value, 0)),
        regional=int(by_scope.get(Scope.REGIONAL.value, 0)),
        total=len(counted),
        employers=_employers(counted),
        pending=len(waiting),
        euros=_euros(contracts[EUROS].sum()),
        contracts=lines,
        full_time=int(counted["is_full_time"].sum()),
        part_time=int((~counted["is_full_time"]).sum()),
        employer_names=tuple(sorted(set(counted["employer_name"]), key=search_text)),
        months=_months(counted),
        target_groups=_lines_of(counted, "target_group_label"),
        placed_by=_lines_of(counted, "authority_name"),
        residences=_lines_of_fact(counted, Fact.RESIDENCE),
        delivering_wsps=_lines_of_fact(counted, Fact.DELIVERING_WSP),
        claiming_authorities=_lines_of_fact(counted, Fact.CLAIMING_AUTHORITY),
        unknown=len(unknown),
        authorities=_euros_lines(contracts, "authority_id", "authority_name"),
        contractors=_euros_lines(contracts, "contractor_id", "contractor_name"),
        history=tuple(result for result in rows.history if result.year < rows.year),
    )
    return _as_recorded(report) if rows.recorded else report


def _judged(rows: YearRows, counted: "DataFrame", waiting: "DataFrame") -> tuple[JudgedPlacement, ...]:
    numbers = {**_number_by_person(waiting), **_number_by_person(counted)}
    is_counted, is_waiting = set(counted.index), set(waiting.index)
    judged = []
    for position, placement in enumerate(rows.placements):
        if rows.recorded:
            verdict = PlacementVerdict.YEAR_IS_RECORDED
        elif position in is_counted:
            verdict = PlacementVerdict.COUNTED
        elif not placement.counts_as_placement:
            verdict = PlacementVerdict.NO_PLACEMENT
        elif (admitted := rows.rule.admits(placement.facts)) is not True:
            verdict = PlacementVerdict.FACT_IS_UNKNOWN if admitted is None else PlacementVerdict.NOT_BY_THE_RULE
        elif position in is_waiting:
            verdict = PlacementVerdict.PENDING
        else:
            verdict = PlacementVerdict.SAME_PERSON
        number = numbers[placement.person] if verdict is PlacementVerdict.SAME_PERSON else ""
        judged.append(JudgedPlacement(placement, verdict, number, rows.rule))
    order = list(PlacementVerdict)
    return tuple(sorted(judged, key=lambda one: (order.index(one.verdict), one.placement.starts_on, one.placement.first_claim)))


def _told_apart(rows: YearRows) -> "tuple[DataFrame, DataFrame, DataFrame]":
    """Return one row for each person who counts, for each who only waits, and for each of whom the deciding fact is unknown.

    The index is the place among the placements of the year. In a recorded year nobody is counted.
    """
    from pandas import DataFrame

    placements, rule = () if rows.recorded else rows.placements, rows.rule
    values = [
        (*(getattr(one, column) for column in PLACEMENT_COLUMNS), one.counted_on(rule.moment), *map(one.facts.of, Fact))
        for one in placements
    ]
    columns = [*PLACEMENT_COLUMNS, "counted_on", *(f"fact_{name}" for name in FACTS)]
    frame = DataFrame(values, columns=columns, dtype=object).astype(dict.fromkeys(FLAGS, bool))
    frame["scope"] = frame["scope"].map(str)
    frame = _preferred_first(frame[frame["counts_as_placement"]], rule)
    admitted = frame[f"fact_{rule.fact}"].map(rule.admits_value)
    known = frame[admitted.isin([True])]
    counted = (known if rule.stage is Stage.REPORTED else known[known["is_approved"]]).drop_duplicates("person")
    waiting = known[~known["person"].isin(counted["person"])].drop_duplicates("person")
    unknown = frame[admitted.isna() & ~frame["person"].isin(known["person"])].drop_duplicates("person")
    return counted, waiting, unknown


def _preferred_first(frame: "DataFrame", rule: GoalRule) -> "DataFrame":
    """Return the rows with those on the contract that the goal prefers first."""
    before = BEFORE[rule.preferred]
    rest = [column for column in BY_EARLIEST_CONTRACT if column not in before]
    return frame.sort_values([*before, *rest], ascending=[False] * len(before) + [True] * len(rest), kind="stable")


def _number_by_person(frame: "DataFrame") -> dict[str, str]:
    return dict(zip(frame["person"], frame["contract_number"], strict=True))


def _employers(counted: "DataFrame") -> int:
    """Return how many employers there are: by KVK number; by name where no placement at that name has one."""
    numbers, names = counted["employer_kvk_number"], counted["employer_name"].map(employer_key)
    has_number = numbers.notna()
    number_by_name = dict(zip(names[has_number], numbers[has_number], strict=True))
    keys = numbers.where(has_number, names.map(lambda name: number_by_name.get(name, name)))
    return int(keys.nunique())


def _by_scope(counted: "DataFrame", labels: "Series") -> "DataFrame":
    from pandas import crosstab

    return crosstab(labels, counted["scope"]).reindex(columns=SCOPES, fill_value=0)


def _count_line(label: str, local: int, regional: int, key: str | None = None) -> CountLine:
    return CountLine(label, int(local), int(regional), int(local) + int(regional), label if key is None else key)


def _months(counted: "DataFrame") -> tuple[CountLine, ...]:
    numbers = counted["counted_on"].map(lambda day: day.month)
    table = _by_scope(counted, numbers).reindex(range(1, 13), fill_value=0)
    return tuple(_count_line(MONTHS[number - 1], local, regional, str(number)) for number, local, regional in table.itertuples())


def _lines_of(counted: "DataFrame", column: str) -> tuple[CountLine, ...]:
    lines = [_count_line(label, local, regional) for label, local, regional in _by_scope(counted, counted[column]).itertuples()]
    return tuple(sorted(lines, key=lambda line: (-line.total, search_text(line.label))))


def _lines_of_fact(counted: "DataFrame", fact: Fact) -> tuple[CountLine, ...]:
    return tuple(
        replace(line, label=value_label(fact, line.label), key=line.label or UNKNOWN) for line in _lines_of(counted, f"fact_{fact}")
    )


def _contract_lines(contracts: Sequence[ContractRow], counted: "DataFrame", on: date) -> tuple[ContractLine, ...]:
    persons = counted["contract_id"].value_counts().to_dict()
    lines = [
        ContractLine(
            contract=contract,
            euros=Euros(
                owed=contract.balance.owed,
                approved=contract.balance.approved,
                in_review=contract.in_review,
                remaining=contract.balance.remaining,
                surplus=contract.balance.surplus,
            ),
            standing=standing_of(balance=contract.balance, period=contract.period, on=on),
            placements=int(persons.get(contract.id, 0)),
        )
        for contract in contracts
    ]
    return tuple(sorted(lines, key=lambda line: (search_text(line.contract.authority_name), line.contract.number)))


def _contract_frame(lines: Sequence[ContractLine]) -> "DataFrame":
    from pandas import DataFrame

    labels = ["authority_id", "authority_name", "contractor_id", "contractor_name"]
    rows = [
        (
            *(getattr(line.contract, label) for label in labels),
            line.placements,
            *(to_cents(getattr(line.euros, name)) for name in EUROS),
        )
        for line in lines
    ]
    whole = dict.fromkeys(["placements", *EUROS], "int64")
    return DataFrame(rows, columns=[*labels, "placements", *EUROS], dtype=object).astype(whole)


def _euros(cents: "Series") -> Euros:
    return Euros(**{name: from_cents(int(cents[name])) for name in EUROS})


def _euros_lines(contracts: "DataFrame", key: str, label: str) -> tuple[EurosLine, ...]:
    groups = contracts.groupby(key, sort=False)
    sums, sizes, names = groups[["placements", *EUROS]].sum(), groups.size(), groups[label].first()
    lines = [EurosLine(names[one], int(sizes[one]), int(row["placements"]), _euros(row)) for one, row in sums.iterrows()]
    return tuple(sorted(lines, key=lambda line: search_text(line.label)))


def _as_recorded(report: YearReport) -> YearReport:
    recorded = report.recorded
    assert recorded is not None
    return replace(
        report,
        local=recorded.local,
        regional=recorded.regional,
        total=recorded.total,
        employers=recorded.employers,
        full_time=0,
        part_time=0,
        employer_names=(),
        months=(),
        target_groups=(),
        placed_by=(),
        residences=(),
        delivering_wsps=(),
        claiming_authorities=(),
    )
