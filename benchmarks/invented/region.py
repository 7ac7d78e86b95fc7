"""An invented region whose truth is known: the own register and the region's list, with the errors of people who type.

What is true. Employers are unequal: a few have hundreds of starts, most have one. A quarter of the starts is on the first of a
month and a fifth belongs to a group that starts on one day at one employer. Nearly a fifth of the persons has two placements, some at
the same employer. Six in ten rows are in both lists, the others in one. One row in fourteen is a training, one in twelve a purchase.

What goes wrong. Each row of the region's list goes through the errors of a `Model`, and each row of the own list through the same at a
third of their rate; a row may meet several:
- spelling: one to `edits` letters of the employer (or supplier) left out, doubled, replaced or exchanged;
- style: another legal form, capitals, `&` for `en`, words in another order, the municipality with `Gemeente` before it;
- start: some days off (at most `days_off`), day and month exchanged, another year, a month off; the end follows or not;
- hours: another usual number, the digits exchanged, four or fewer off;
- target group or residence: another one, or empty; employer empty;
- swapped: two of employer, target group and residence in each other's column, or start and end;
- token: missing on `no_token` of the rows in either list, and another one where the name was misspelled at the door;
- label of the person: in half of the rows either list has one of its own; initials otherwise;
- invoice number of a purchase: in another notation, missing, or mistyped; amounts with VAT, or with two digits exchanged;
- other hands (in a model of its own): a letter of the employer hit on the key beside it; a word of its name left out or cut short to four
  letters with a point; hours rounded to whole days of eight, or 40 for 36 as another collective agreement counts full time;
- repetition: a row that stands in a list twice, the second time with errors of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from string import ascii_lowercase

from sroi.reconciliation.rules.matching.rows import Row, RowKind

YEAR = date(2023, 1, 1)
PLACES = ("Rijswijk", "Den Haag", "Delft", "Westland", "Zoetermeer", "Leidschendam-Voorburg", "Pijnacker-Nootdorp", "Midden-Delfland")
PLACES += ("Lansingerland", "Wassenaar", "Voorschoten")
GROUPS = ("Participatiewet", "WW", "Banenafspraak", "WIA", "Wajong", "PRO/VSO", "BBL", "Statushouder", "Niet-uitkeringsgerechtigd")
HOURS = (8, 12, 16, 20, 24, 24, 28, 32, 32, 32, 36, 36, 36, 38, 40)
SECTORS = ("Schoonmaak", "Groenvoorziening", "Wegenbouw", "Bakkerij", "Catering", "Beveiliging", "Installatie", "Logistiek", "Zorg")
SECTORS += ("Drukkerij", "Metaal", "Transport", "Sloopwerken", "Hoveniers", "Elektro", "Bouw", "Textiel", "Facilitair", "ICT Diensten")
NAMES = ("de Vries", "Jansen", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "van Leeuwen", "Dekker")
NAMES += ("Brouwer", "de Wit", "Dijkstra", "Smits", "de Graaf", "van der Meer", "Kok", "Jacobs", "Vermeulen", "van den Berg", "Schouten")
NAMES += ("Hoekstra", "Koster", "Prins", "Blom", "Huisman", "Postma", "Kuiper", "Veenstra", "Kramer", "van den Brink", "Scholten")
FORMS = (" B.V.", " BV", " b.v.", "", " N.V.", " V.O.F.")


@dataclass(frozen=True)
class Model:
    """How often each error is made, as a share of the rows of the region's list."""

    name: str = "usual"
    spelling: float = 0.15
    edits: int = 2
    style: float = 0.40
    start: float = 0.10
    days_off: int = 10
    end: float = 0.10
    hours: float = 0.06
    target_group: float = 0.04
    residence: float = 0.05
    swapped: float = 0.02
    no_employer: float = 0.01
    no_token: float = 0.30
    other_token: float = 0.02
    other_label: float = 0.50
    invoice: float = 0.15
    amount: float = 0.05
    repeated: float = 0.02
    keyboard: float = 0.0
    words: float = 0.0
    rounded: float = 0.0


USUAL = Model()
HARSHER = (
    replace(USUAL, name="heavy typing errors", spelling=0.45, edits=4, swapped=0.05, invoice=0.30, other_token=0.05),
    replace(
        USUAL,
        name="several errors a row",
        spelling=0.30,
        start=0.20,
        end=0.20,
        hours=0.12,
        target_group=0.08,
        residence=0.10,
        swapped=0.04,
        amount=0.10,
        no_token=0.50,
    ),
    replace(USUAL, name="other dates and gaps", start=0.20, days_off=45, end=0.40, no_employer=0.10, residence=0.20, no_token=0.60),
    replace(USUAL, name="other hands", spelling=0.05, keyboard=0.25, words=0.15, rounded=0.10),
)


@dataclass(frozen=True)
class Region:
    """Both lists, and the truth: for each key of either list the event that the row is about."""

    own: list[Row]
    partner: list[Row]
    own_event: dict[str, int]
    partner_event: dict[str, int]


def region(*, seed: int, rows: int = 10_000, model: Model = USUAL, employers: int | None = None) -> Region:
    """Return a region with so many rows in either list."""
    random = Random(seed)
    repeated = round(rows * model.repeated)
    single = rows - repeated
    shared = round(single * 0.6)
    events = _events(random, 2 * single - shared, employers or max(rows // 4, 10))
    gentle = replace(model, **{name: getattr(model, name) / 3 for name in RATES})
    own, own_event = _list("E", random, events[:single], 0, gentle, repeated)
    partner, partner_event = _list("R", random, events[single - shared :], single - shared, model, repeated)
    return Region(own, partner, own_event, partner_event)


RATES = (
    "spelling",
    "style",
    "start",
    "end",
    "hours",
    "target_group",
    "residence",
    "swapped",
    "no_employer",
    "other_token",
    "invoice",
    "amount",
    "keyboard",
    "words",
    "rounded",
)
# The letters of a keyboard row by row: beside each stands the key that is hit by mistake.
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _list(sign: str, random: Random, events: list[Row], first: int, model: Model, repeated: int) -> tuple[list[Row], dict[str, int]]:
    numbered = [(first + number, event) for number, event in enumerate(events)]
    numbered += random.sample(numbered, repeated)
    random.shuffle(numbered)
    rows, truth = [], {}
    for place, (number, event) in enumerate(numbered):
        key = f"{sign}{place:07}"
        rows.append(replace(_mistyped(random, event, model), key=key))
        truth[key] = number
    return rows, truth


def _events(random: Random, number: int, employers: int) -> list[Row]:
    names = _employers(random, employers)
    weights = [1 / (place + 3) ** 0.9 for place in range(len(names))]
    drawn = random.choices(names, weights, k=number)
    groups = [(random.choice(names[: len(names) // 10 + 1]), _day(random)) for _group in range(max(number // 60, 1))]
    events: list[Row] = []
    for place, employer in enumerate(drawn):
        again = events[-1] if events and random.random() < 0.16 and events[-1].kind is RowKind.PLACEMENT else None
        kind = random.choices(tuple(RowKind), (84, 7, 9))[0]
        events.append(_event(random, place, kind, employer, again, random.choice(groups) if random.random() < 0.2 else None))
    random.shuffle(events)
    return events


def _event(random: Random, place: int, kind: RowKind, employer: str, again: Row | None, group: tuple[str, date] | None) -> Row:
    start = _day(random)
    if kind is RowKind.PURCHASE:
        invoice = f"{random.choice(('F', 'INV', '2023', ''))}-{random.randrange(1, 40_000):05}"
        return Row("", kind, invoice=invoice, employer=employer, start=start, amount=Decimal(random.randrange(10_000, 2_000_000)) / 100)
    if kind is RowKind.TRAINING:
        amount = Decimal(random.choice((250, 495, 750, 1200, 1500, 2400)) + random.randrange(0, 50))
        return Row("", kind, employer=employer, start=start, end=start + timedelta(days=random.randrange(1, 90)), amount=amount)
    if group is not None:
        employer, start = group
    if again is not None and random.random() < 0.3:
        employer = again.employer
    person = again.person if again else f"{random.getrandbits(128):032x}"
    return Row(
        "",
        kind,
        person=person,
        label=again.label if again else f"{random.choice(ascii_lowercase).upper()}.{random.choice(ascii_lowercase).upper()}.",
        employer=employer,
        start=start,
        end=start + timedelta(days=random.choice((91, 183, 365))) if random.random() < 0.5 else None,
        hours=Decimal(random.choice(HOURS)),
        target_group=again.target_group if again else random.choices(GROUPS, (30, 18, 15, 8, 8, 7, 6, 5, 3))[0],
        residence=again.residence if again else random.choices(PLACES, (25, 22, 12, 9, 9, 6, 5, 4, 4, 2, 2))[0],
    )


def _employers(random: Random, number: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < number:
        name = f"{random.choice(SECTORS)} {random.choice(NAMES)}"
        if random.random() < 0.6:
            name = f"{name} {random.choice(('& Zn', '& Co', *NAMES, *PLACES))}"
        if name in names:
            name = f"{name} {_word(random)}"
        names[name] = None
    return [f"{name}{random.choice(FORMS)}" for name in names]


def _word(random: Random) -> str:
    return "".join(random.choice(("ba", "do", "ri", "ka", "lo", "me", "nu", "so", "ti", "ve", "wa", "ze")) for _part in range(3)).title()


def _day(random: Random) -> date:
    if random.random() < 0.25:
        return date(2023, random.randrange(1, 13), 1)
    day = YEAR + timedelta(days=random.randrange(365))
    return day - timedelta(days=day.weekday()) if random.random() < 0.4 and day.month > 1 else day


# ---------------------------------------------------------------- errors


def _mistyped(random: Random, row: Row, model: Model) -> Row:
    """Return a row as somebody typed it."""
    steps: tuple[tuple[float, Callable[[Random, Row, Model], Row]], ...] = (
        (model.style, _restyled),
        (model.spelling, _misspelled),
        (model.no_employer, lambda _random, one, _model: replace(one, employer="")),
        (model.start, _other_start),
        (model.end, _other_end),
        (model.hours, _other_hours),
        (model.target_group, _other_group),
        (model.residence, _other_residence),
        (model.invoice, _other_invoice),
        (model.amount, _other_amount),
        (model.swapped, _swapped),
        (model.other_token, lambda _random, one, _model: replace(one, person=one.person and one.person[::-1])),
        (model.other_label, lambda chance, one, _model: replace(one, label=one.label and f"K-{chance.randrange(1, 400):02}")),
        (model.no_token, lambda _random, one, _model: replace(one, person=None)),
    )
    other_hands: tuple[tuple[float, Callable[[Random, Row, Model], Row]], ...] = (
        (model.keyboard, _mishit),
        (model.words, _shortened),
        (model.rounded, _rounded),
    )
    # Drawn where a model has them alone, so that the regions of the others stay what they are.
    for rate, mistake in (*steps, *(one for one in other_hands if one[0])):
        if random.random() < rate:
            row = mistake(random, row, model)
    return row


def _mishit(random: Random, row: Row, _model: Model) -> Row:
    places = [place for place, letter in enumerate(row.employer) if letter.lower() in "".join(KEYS)]
    if not places:
        return row
    place = random.choice(places)
    keys = next(keys for keys in KEYS if row.employer[place].lower() in keys)
    at = keys.index(row.employer[place].lower())
    beside = keys[at + 1] if at == 0 or (at < len(keys) - 1 and random.random() < 0.5) else keys[at - 1]
    return replace(row, employer=row.employer[:place] + beside + row.employer[place + 1 :])


def _shortened(random: Random, row: Row, _model: Model) -> Row:
    words = row.employer.split()
    long = [place for place, word in enumerate(words) if len(word) > 5]
    if not long or len(words) < 3:
        return row
    place = random.choice(long)
    kept = [f"{words[place][:4]}."] if random.random() < 0.6 else []
    return replace(row, employer=" ".join([*words[:place], *kept, *words[place + 1 :]]))


def _rounded(random: Random, row: Row, _model: Model) -> Row:
    if row.hours is None:
        return row
    days = max(round(row.hours / 8), 1)
    return replace(row, hours=Decimal(40) if row.hours == 36 else Decimal(8 * days))


def _restyled(random: Random, row: Row, _model: Model) -> Row:
    name = row.employer
    for form in FORMS:
        name = name.removesuffix(form) if form else name
    words = name.replace("&", random.choice(("&", "en"))).split()
    if random.random() < 0.1:
        words = [*words[1:], words[0]]
    name = " ".join(words) + random.choice(FORMS)
    place = f"Gemeente {row.residence}" if row.residence and random.random() < 0.3 else row.residence
    return replace(row, employer=random.choice((str, str.upper, str.lower))(name), residence=place)


def _misspelled(random: Random, row: Row, model: Model) -> Row:
    name = row.employer
    for _edit in range(random.randrange(1, model.edits + 1)):
        name = _edited(random, name)
    return replace(row, employer=name)


def _edited(random: Random, text: str) -> str:
    place = random.randrange(max(len(text) - 4, 1))
    kind = random.randrange(4)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place : place + 1] + text[place:]
    if kind == 2:
        return text[:place] + random.choice(ascii_lowercase) + text[place + 1 :]
    return text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]


def _other_start(random: Random, row: Row, model: Model) -> Row:
    assert row.start is not None
    start, chosen = row.start, random.random()
    if chosen < 0.55:
        start += timedelta(days=random.choice((-1, 1)) * random.randrange(1, model.days_off + 1))
    elif chosen < 0.80 and start.day <= 12:
        start = date(start.year, start.day, start.month)
    elif chosen < 0.90:
        start = date(start.year + random.choice((-1, 1)), start.month, min(start.day, 28))
    else:
        start = date(start.year, start.month % 12 + 1, min(start.day, 28))
    moves = row.end is not None and random.random() < 0.3
    return replace(row, start=start, end=row.end + (start - row.start) if moves and row.end else row.end)


def _other_end(random: Random, row: Row, _model: Model) -> Row:
    if row.end is None or random.random() < 0.4:
        return replace(row, end=None)
    return replace(row, end=row.end + timedelta(days=random.choice((-31, -30, -1, 1, 30, 31, 61))))


def _other_hours(random: Random, row: Row, _model: Model) -> Row:
    if row.hours is None:
        return row
    chosen = random.random()
    if chosen < 0.3:
        return replace(row, hours=None)
    if chosen < 0.6:
        return replace(row, hours=Decimal(random.choice(HOURS)))
    if chosen < 0.8:
        return replace(row, hours=max(row.hours + random.randrange(-4, 5), Decimal(1)))
    return replace(row, hours=Decimal(str(int(row.hours)).zfill(2)[::-1]))


def _other_group(random: Random, row: Row, _model: Model) -> Row:
    return replace(row, target_group=random.choice(("", *GROUPS))) if row.target_group else row


def _other_residence(random: Random, row: Row, _model: Model) -> Row:
    return replace(row, residence=random.choice(("", "", *PLACES))) if row.residence else row


def _other_invoice(random: Random, row: Row, _model: Model) -> Row:
    if not row.invoice:
        return row
    changed = random.choice((row.invoice.replace("-", " "), row.invoice.replace("-", ""), "", _edited(random, row.invoice)))
    return replace(row, invoice=changed)


def _other_amount(random: Random, row: Row, _model: Model) -> Row:
    if row.amount is None:
        return row
    if random.random() < 0.6:
        return replace(row, amount=round(row.amount * Decimal("1.21"), 2))
    digits = f"{row.amount:.2f}"
    return replace(row, amount=Decimal(digits[1] + digits[0] + digits[2:]))


def _swapped(random: Random, row: Row, _model: Model) -> Row:
    chosen = random.randrange(4)
    if chosen == 0 and row.end is not None:
        return replace(row, start=row.end, end=row.start)
    if chosen == 1:
        return replace(row, employer=row.residence, residence=row.employer)
    if chosen == 2:
        return replace(row, target_group=row.residence, residence=row.target_group)
    return replace(row, employer=row.target_group, target_group=row.employer)
