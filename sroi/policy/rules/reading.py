"""From the text of a policy file to a policy, or to every mistake in it with its line and what to do."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from gettext import gettext as _
from hashlib import sha256
from typing import Any

from sroi.errors import NotFound
from sroi.policy.rules import fields
from sroi.policy.rules.building import (
    blocks_of,
    bonus_of,
    cost_block_of,
    limit_of,
    milestone_of,
    needs_full_time,
    obligations_of,
    share_of,
    tables_of,
    withholding_of,
)
from sroi.policy.rules.schema import Anchor, Bonus, MilestoneRule, Owner, Policy, Provenance, ReferenceDate, Unit
from sroi.policy.rules.sections import Book, Mistake, PolicyMistakes
from sroi.policy.rules.selection import date_conflicts
from sroi.values import format_date

KINDS = ("blocks", "trainings", "purchases", "activities", "pso")
SHARED = (*KINDS, "bonuses", "limits", "milestones")
HEAD_STAND_INS: dict[str, Any] = {
    "title": "",
    "in_force_from": date.min,
    "in_force_until": None,
    "reference_date": ReferenceDate.AWARD,
    "blocks_from": None,
    "note": "",
}
TABLES = ("authority", "region", "obligation", "counting", "withholding", *SHARED)

BlocksText = Callable[[str], str]


def read_policy(*, name: str, text: str, blocks_text: BlocksText | None = None) -> Policy:
    """Return the policy in `text`; raise PolicyMistakes with every mistake.

    `blocks_text` returns the text of the file that `blocks_from` names, or raises NotFound with a sentence that names the known ones.
    """
    book, policy = _read(name, text, blocks_text)
    if policy is None or book.mistakes:
        raise PolicyMistakes(name, book.mistakes)
    return policy


def check_policy(*, name: str, text: str, blocks_text: BlocksText | None = None, others: Iterable[Policy] = ()) -> tuple[Mistake, ...]:
    """Return every mistake in `text`, gaps and overlaps in dates with the other versions of its owner included."""
    book, policy = _read(name, text, blocks_text)
    if policy is not None:
        for conflict in date_conflicts(policies=[policy, *(other for other in others if other.name != name)]):
            if name in (conflict.earlier, conflict.later):
                has_end = name == conflict.earlier and policy.in_force_until is not None
                book.note(("in_force_until" if has_end else "in_force_from",), conflict.message)
    return PolicyMistakes(name, book.mistakes).mistakes


def _read(name: str, text: str, blocks_text: BlocksText | None) -> tuple[Book, Policy | None]:
    """Return the book with every mistake, and the policy as far as it is sound; None when its head is not."""
    book = Book(name, text)
    if not book.tables and book.mistakes:
        return book, None
    own, has_head = _own(book, text)
    policy = _checked(book, _with_blocks(book, own, text, blocks_text))
    return book, policy if has_head else None


def _own(book: Book, text: str) -> tuple[Policy, bool]:
    """Return what the file says itself, with stand-ins for what its head lacks, and whether its head is sound."""
    top = book.section(book.tables, (), fields.FILE_KEYS, None, TABLES)
    parent = top.provenance
    owner = _owner(book)
    parts: dict[str, Any] = {
        "obligations": obligations_of(book, parent),
        "blocks": blocks_of(book, parent),
        "bonuses": tables_of(book, "bonuses", parent, bonus_of),
        "trainings": tables_of(book, "trainings", parent, cost_block_of),
        "purchases": tables_of(book, "purchases", parent, share_of(Unit.INVOICE)),
        "activities": tables_of(book, "activities", parent, cost_block_of),
        "pso": tables_of(book, "pso", parent, share_of(Unit.OBLIGATION)),
        "limits": tables_of(book, "limits", parent, limit_of),
        "withholding": withholding_of(book, parent),
        "milestones": tables_of(book, "milestones", parent, milestone_of),
    }
    has_head = book.require(top, fields.FILE_KEYS) and owner is not None
    policy = Policy(
        name=book.name,
        owner=owner or Owner(""),
        is_region="region" in book.tables and "authority" not in book.tables,
        origins=top.origins_of_all,
        sha256=policy_sha256(text),
        **{**HEAD_STAND_INS, **top.values},
        **parts,
    )
    return policy, has_head


def _owner(book: Book) -> Owner | None:
    present = [key for key in ("authority", "region") if key in book.tables]
    if len(present) != 1:
        asked = _('Zeg van wie dit beleid is: [authority] met name = "Gemeente Voorbeeldstad", of [region] met name = "Voorbeeldregio".')
        book.note((), asked + (_(" Niet allebei.") if present else ""))
        return None
    section = book.section(book.tables[present[0]], (present[0],), fields.OWNER_KEYS, Provenance("", True))
    return Owner(**section.values) if book.require(section, fields.OWNER_KEYS) else None


def _with_blocks(book: Book, own: Policy, text: str, blocks_text: BlocksText | None) -> Policy:
    """Return the policy with the blocks of the file that it names; its own ones hold over those of the same name."""
    if own.blocks_from is None:
        return own
    found = _blocks(book, own.blocks_from, blocks_text)
    if found is None:
        return own
    shared, shared_text = found
    _check_dates_of_blocks(book, own, shared)
    merged: dict[str, Any] = {key: {**getattr(shared, key), **getattr(own, key)} for key in SHARED}
    taken_over = frozenset(f"{key}.{name}" for key in SHARED for name in getattr(shared, key) if name not in getattr(own, key))
    return replace(own, **merged, sha256=policy_sha256(text, shared_text), taken_over=taken_over)


def _blocks(book: Book, name: str, blocks_text: BlocksText | None) -> tuple[Policy, str] | None:
    try:
        if blocks_text is None:
            raise NotFound(_("Het bestand {name} met bouwblokken is er niet.").format(name=name))
        text = blocks_text(name)
        shared = read_policy(name=name, text=text)
    except NotFound as error:
        book.note(("blocks_from",), str(error))
    except PolicyMistakes as error:
        first = error.mistakes[0]
        book.note(("blocks_from",), _("In {name} staan fouten. Verbeter die eerst: {first}").format(name=name, first=first))
    else:
        return shared, text
    return None


def _check_dates_of_blocks(book: Book, own: Policy, shared: Policy) -> None:
    """Note when the policy holds on a day on which its blocks do not; days of another kind cannot be compared."""
    if own.reference_date is not shared.reference_date or "in_force_from" not in book.sections[()].values:
        return
    if own.in_force_from < shared.in_force_from:
        message = _("{name} geldt pas vanaf {day}. Begin dit beleid niet eerder, of kies oudere bouwblokken.")
        book.note(("in_force_from",), message.format(name=shared.name, day=format_date(shared.in_force_from)))
    if shared.in_force_until is not None and (own.in_force_until is None or own.in_force_until > shared.in_force_until):
        message = _("{name} geldt tot {day}. Schrijf in_force_until = {until}, of kies nieuwere bouwblokken.")
        day = shared.in_force_until
        book.note(("in_force_until",), message.format(name=shared.name, day=format_date(day), until=day.isoformat()))


def _checked(book: Book, policy: Policy) -> Policy:
    """Note what refers to nothing, in a file whose tables are all read."""
    if policy.in_force_until is not None and policy.in_force_until <= policy.in_force_from:
        book.note(
            ("in_force_until",), _("Dit ligt niet na in_force_from. in_force_until is de eerste dag waarop het beleid niet meer geldt.")
        )
    if policy.is_region and "obligation" in book.tables:
        book.note(
            ("obligation",),
            _("Een regio heeft geen eigen verplichting. Schrijf [authority] in plaats van [region], of haal [obligation] weg."),
        )
    if policy.is_region and "withholding" in book.tables:
        book.note(("withholding",), _("Een regio houdt niets in. Schrijf [withholding] in het beleid van de aanbestedende dienst."))
    if not (policy.obligations or any(getattr(policy, key) for key in KINDS) or book.mistakes):
        book.note((), _("Dit beleid is leeg: schrijf [obligation], bouwblokken ([blocks.naam]) of allebei."))
    written = {key: {*getattr(policy, key), *_written(book, key)} for key in SHARED}
    for key in _written(book, "bonuses"):
        _check_names(book, ("bonuses", key), "replaces", written["bonuses"] - {key})
        _check_names(book, ("bonuses", key), "only_for", written["blocks"])
    for key in _written(book, "limits"):
        _check_names(book, ("limits", key), "kinds", set(KINDS))
        _check_names(book, ("limits", key), "blocks", {name for kind in KINDS for name in written[kind]})
    for bonus in policy.bonuses.values():
        _check_hours(book, policy, bonus)
    _check_circles(book, {key: bonus.replaces for key, bonus in policy.bonuses.items()})
    for key in policy.milestones:
        _check_milestone(book, key, policy.milestones, written["milestones"])
    return policy


def _written(book: Book, key: str) -> Iterable[str]:
    """Return the names of the tables as written, those with a mistake included."""
    tables = book.tables.get(key, {})
    return tables if isinstance(tables, dict) else ()


def _check_names(book: Book, path: tuple[str, ...], key: str, known: set[str]) -> None:
    """Note the names under a key that no table has; the table itself may have other mistakes."""
    section = book.sections.get(path)
    for name in sorted(section.values.get(key, frozenset()) - known) if section else ():
        _note_unknown_name(book, (*path, key), name, known)


def _note_unknown_name(book: Book, path: tuple[str, ...], name: str, known: set[str]) -> None:
    near = get_close_matches(name, known, 1)
    hint = _(" Bedoelt u {near}?").format(near=near[0]) if near else ""
    choices = ", ".join(sorted(known)) or _("geen")
    book.note(path, _("{name} bestaat niet.{hint} Kies uit: {known}.").format(name=name, hint=hint, known=choices))


def _check_hours(book: Book, policy: Policy, bonus: Bonus) -> None:
    """Note a bonus that goes by hours beside a block that does not say what a full working week is."""
    for key, block in policy.blocks.items():
        needs = bonus.fits(block) and needs_full_time(bonus.per, bonus.pro_rata_with(block))
        if needs and block.full_time_hours_per_week is None:
            message = _("Toeslag {bonus} gaat naar uren; schrijf full_time_hours_per_week bij dit bouwblok.").format(bonus=bonus.key)
            book.note(("blocks", key), message)


def _check_circles(book: Book, replaces: Mapping[str, frozenset[str]]) -> None:
    """Note bonuses that replace each other, directly or by way of others: then none would hold."""
    for key in replaces:
        reached, waiting = set[str](), list(replaces[key])
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += replaces.get(name, ())
        if key in reached:
            book.note(("bonuses", key, "replaces"), _("Deze toeslagen vervangen elkaar: dan telt er geen. Laat er een vervallen."))


def _check_milestone(book: Book, key: str, rules: Mapping[str, MilestoneRule], written: set[str]) -> None:
    """Note a milestone that is counted from nothing, from itself by way of others, or from something that comes back."""
    path, rule, anchors = ("milestones", key), rules[key], {str(anchor) for anchor in Anchor}
    if key in anchors:
        book.note(path, _("Zo heet al een dag van het contract. Kies een andere naam."))
        return
    if rule.after not in anchors | written:
        _note_unknown_name(book, (*path, "after"), rule.after, anchors | (written - {key}))
    passed, last = [key], rule
    while last.after in rules and last.after not in passed:
        passed.append(last.after)
        last = rules[last.after]
    if last.after == key:
        book.note(
            (*path, "after"), _("Deze mijlpalen tellen van elkaar: dan heeft er geen een dag. Tel er een van een dag van het contract.")
        )
    if rule.after in rules and rules[rule.after].every_months is not None:
        book.note((*path, "after"), _("{name} komt steeds terug, dus van welke keer telt u? Kies een andere dag.").format(name=rule.after))
    if rule.every_months is not None and last.after == Anchor.END:
        book.note((*path, "every_months"), _("Wat terugkomt, komt terug tot het einde van het contract. Tel van een eerdere dag."))


def policy_sha256(text: str, blocks_text: str | None = None) -> str:
    """Return the hash of a policy's text and of the blocks that it takes over."""
    parts = [text] if blocks_text is None else [text, blocks_text]
    if len(parts) == 1:
        return sha256(text.encode()).hexdigest()
    return sha256("".join(sha256(part.encode()).hexdigest() for part in parts).encode()).hexdigest()
