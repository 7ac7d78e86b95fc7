"""Errors of another kind than those of `region.py`: what machines, other offices and other lists do to a region's list.

Each `Kind` takes an invented region with some of the usual errors (`base`) and changes rows of the partner's list once more. None of them
was looked at when the weights of matching were set; its thresholds were looked at with seed 1 alone.
- scanned: read from paper by a machine: `rn` for `m`, `0` for `o`, a space lost, in names, places, groups, invoice numbers; a digit of
  a day or of the hours taken for another.
- other office: one employer in twelve by the name on its sign, others with words cut to one, three or four letters or with a word added;
  target groups by one of several other names in each row; villages for municipalities, or the name of the region; hours of a month.
- shifted columns: employer, target group, residence and label one column on or back; day and month exchanged, a year or a month off, the
  day of registration or the first of the month for the day of the start.
- other order: words of an employer in any order, joined, or with an office behind them; days and hours off.
- gaps: no end at all; hours, residence, label and token missing in many rows.
- no tokens: no token and no label in the whole list.
- little in common: the same, and of the rows that the register has too the list has one in five; six in a hundred stand in it twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.invented.region import USUAL, Model, Region, region
from sroi.reconciliation.rules.matching.rows import Row

MISREAD = (("rn", "m"), ("m", "rn"), ("l", "1"), ("i", "l"), ("o", "0"), ("e", "c"), ("s", "5"), ("b", "8"), ("g", "9"), ("cl", "d"))
MISREAD += (("d", "cl"), ("w", "vv"), ("h", "b"), ("t", "f"), (" ", ""))
DIGITS = str.maketrans("17380656", "71836065")
GROUPS = {
    "Participatiewet": ("PW", "P-wet", "Bijstand"),
    "WW": ("WW", "Werkloosheidswet", "WW < 1 jaar"),
    "Banenafspraak": ("Doelgroepregister", "Garantiebaan", "Banenafspraak"),
    "WIA": ("WIA/WAO", "Arbeidsongeschikt", "WIA"),
    "Wajong": ("Wajong", "Jonggehandicapt"),
    "PRO/VSO": ("VSO", "Praktijkonderwijs"),
    "BBL": ("Leerling BBL", "BBL-leerling"),
    "Statushouder": ("Statushouders", "Vluchteling", "Inburgeraar"),
    "Niet-uitkeringsgerechtigd": ("NUG", "Nugger"),
}
VILLAGES = {
    "Den Haag": ("Ypenburg", "'s-Gravenhage", "Scheveningen"),
    "Westland": ("Naaldwijk", "Monster"),
    "Pijnacker-Nootdorp": ("Pijnacker", "Nootdorp"),
    "Midden-Delfland": ("Schipluiden", "Den Hoorn"),
    "Leidschendam-Voorburg": ("Voorburg", "Leidschendam"),
}
SIGNS = ("Groene", "Blauwe", "Vrije", "Snelle", "Jonge"), ("Hand", "Poort", "Haven", "Linde", "Werkplaats")
ADDED = ("Holding", "Groep", "Beheer", "Nederland", "Haaglanden", "Personeel", "Services")
OFFICES = (" Rijswijk", " (Den Haag)", " vestiging Delft", " afd. personeel", " t.a.v. HR")


@dataclass(frozen=True)
class Kind:
    """What is done to each row of the partner's list, after the errors of `base`; `kept` is the share of common rows that it keeps."""

    name: str
    base: Model
    changed: Callable[[Random, Row], Row]
    kept: float = 1.0


def other_region(*, seed: int, rows: int, kind: Kind) -> Region:
    """Return a region with so many rows in either list, the partner's with the errors of this kind; fewer where not all are kept."""
    found, random = region(seed=seed, rows=rows, model=kind.base), Random(7 * seed + 1)
    own = set(found.own_event.values())
    kept = {event for event in sorted(set(found.partner_event.values())) if event not in own or random.random() < kind.kept}
    partner = [kind.changed(random, row) for row in found.partner if found.partner_event[row.key] in kept]
    return Region(found.own, partner, found.own_event, {row.key: found.partner_event[row.key] for row in partner})


# ---------------------------------------------------------------- read by a machine


def _scanned(random: Random, row: Row) -> Row:
    for field, share in (("employer", 0.35), ("residence", 0.12), ("target_group", 0.12), ("invoice", 0.12), ("label", 0.08)):
        if random.random() < share:
            row = replace(row, **{field: _misread(random, getattr(row, field))})
    if random.random() < 0.12 and row.start:
        row = replace(row, start=_misread_day(random, row.start))
    if random.random() < 0.12 and row.end:
        row = replace(row, end=_misread_day(random, row.end))
    if random.random() < 0.08 and row.hours:
        row = replace(row, hours=Decimal(str(int(row.hours)).translate(DIGITS)))
    return row


def _misread(random: Random, text: str) -> str:
    for _sign in range(random.randrange(1, 4)):
        seen = [(at, read, as_) for read, as_ in MISREAD for at in range(len(text)) if text.lower().startswith(read, at)]
        if seen:
            at, read, as_ = random.choice(seen)
            text = text[:at] + as_ + text[at + len(read) :]
    return text


def _misread_day(random: Random, day: date) -> date | None:
    digits, place = f"{day:%d%m%Y}", random.randrange(4)
    digits = digits[:place] + digits[place].translate(DIGITS) + digits[place + 1 :]
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


# ---------------------------------------------------------------- another office


def _of_other_office(random: Random, row: Row) -> Row:
    firm = Random(row.employer.casefold().replace(".", ""))
    if row.employer and firm.random() < 0.08:
        row = replace(row, employer=f"{firm.choice(SIGNS[0])} {firm.choice(SIGNS[1])} {firm.randrange(99)}")
    elif row.employer and random.random() < 0.2:
        row = replace(row, employer=_abbreviated(random, row.employer))
    row = replace(row, target_group=random.choice(GROUPS.get(row.target_group, (row.target_group,))))
    if row.residence in VILLAGES and random.random() < 0.3:
        row = replace(row, residence=random.choice(VILLAGES[row.residence]))
    elif row.residence and random.random() < 0.05:
        row = replace(row, residence="Haaglanden")
    if row.hours and random.random() < 0.6:
        row = replace(row, hours=round(row.hours * 52 / 12, 1))
    return row


def _abbreviated(random: Random, name: str) -> str:
    words = name.split()
    for _word in range(random.randrange(1, 3)):
        place = random.randrange(len(words))
        if len(words[place]) > 4:
            words[place] = words[place][: random.choice((1, 3, 4))] + random.choice((".", ""))
    return " ".join([*words, random.choice(ADDED)] if random.random() < 0.4 else words)


# ---------------------------------------------------------------- columns, dates, order, gaps


def _in_shifted_columns(random: Random, row: Row) -> Row:
    if random.random() < 0.06:
        texts, on = (row.employer, row.target_group, row.residence, row.label), random.choice((1, 2, 3))
        employer, target_group, residence, label = texts[-on:] + texts[:-on]
        row = replace(row, employer=employer, target_group=target_group, residence=residence, label=label)
    if random.random() < 0.2:
        row = _on_another_day(random, row)
    if random.random() < 0.3 and row.end:
        row = replace(row, end=row.end + timedelta(days=random.choice((-30, -1, 1, 30))))
    return row


def _on_another_day(random: Random, row: Row) -> Row:
    day = row.start
    if day is None:
        return row
    registered = day + timedelta(days=random.randrange(1, 31))
    swapped = date(day.year, day.day, day.month) if day.day <= 12 else registered
    year = date(day.year + random.choice((-1, 1)), day.month, min(day.day, 28))
    month = date(day.year, day.month % 12 + 1, min(day.day, 28))
    days = (swapped, month, year, registered, day.replace(day=1))
    return replace(row, start=random.choices(days, (30, 20, 15, 20, 15))[0])


def _in_other_order(random: Random, row: Row) -> Row:
    words = row.employer.split()
    if random.random() < 0.4:
        random.shuffle(words)
    name = (random.choice(("", "-", " - ", "/")) if random.random() < 0.15 else " ").join(words)
    row = replace(row, employer=name + (random.choice(OFFICES) if name and random.random() < 0.1 else ""))
    if random.random() < 0.1:
        row = _on_another_day(random, row)
    if random.random() < 0.1 and row.hours:
        row = replace(row, hours=row.hours + random.choice((-4, -2, 2, 4)))
    return row


def _with_gaps(random: Random, row: Row) -> Row:
    gaps = {"hours": None, "residence": "", "label": "", "person": None}
    missing = {name: gap for (name, gap), share in zip(gaps.items(), (0.3, 0.3, 0.5, 0.5), strict=True) if random.random() < share}
    return replace(row, end=None, **missing)


def _without_token(_random: Random, row: Row) -> Row:
    return replace(row, person=None, label="")


FEW = replace(USUAL, spelling=0.05, style=0.3, start=0.03, end=0.05, hours=0.03, target_group=0.02, residence=0.03, swapped=0.0)
KINDS = (
    Kind("scanned", replace(USUAL, spelling=0.0, start=0.03), _scanned),
    Kind("other office", FEW, _of_other_office),
    Kind("shifted columns", FEW, _in_shifted_columns),
    Kind("other order", USUAL, _in_other_order),
    Kind("gaps", USUAL, _with_gaps),
    Kind("no tokens", USUAL, _without_token),
    Kind("little in common", replace(USUAL, repeated=0.06), _without_token, kept=0.2),
)
