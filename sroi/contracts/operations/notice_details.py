"""What a person sees of a row of a file beside the facts of its contract, and what a notice is judged by, as the row keeps that.

In: a row that a reader gave. Out: values that JSON knows, or JSON.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Raw

from imports import ContractRow, Notice
from imports.notices.draft import PackedTexts
from imports.notices.texts import shortened
from imports.register_rows import Texts

NOTHING: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
LONG_TEXTS, TEXT_LENGTH = 4_000, 300  # from how many bytes of a row its texts are cut off, and where each is

_EACH = msgspec.json.Decoder(list[Raw])


def details_of_notice(row: ContractRow, notice: Notice, target_key: str) -> dict[str, Any]:
    """Return what is kept of a notice; `target_key` is that of the contract that it changes, or empty."""
    return {
        "target_key": target_key,
        "kind": notice.kind,
        "notice_id": notice.notice_id,
        "version": notice.version,
        "published_on": str(notice.published_on or ""),
        "changes": notice.changes or "",
        "changed_on": str(notice.changed_on or ""),
        "sum_before": str(notice.sum_before or ""),
        "reason": notice.reason,
        "currency": row.currency,
        "framework_maximum": str(notice.framework_maximum or ""),
        "estimated_sum": str(notice.estimated_sum or ""),
        "end_is_open": row.end_is_open,
        "lots": [[lot.identifier, lot.title] for lot in notice.lots],
        "clauses": [[clause.where, clause.text] for clause in notice.social_clauses],
        "raw": _as_json(row.raw),
        "origins": _as_json(row.origins),
    }


def texts_of_register(rows: Sequence[Mapping[str, str]]) -> list[Raw]:
    """Return the cells of rows by field as JSON, or nothing for a notice: two lists, made of all rows at once.

    One by one, or as dicts, that takes three times as long.
    """
    kept = msgspec.json.encode([(texts.fields, texts.texts) if isinstance(texts, Texts) else NOTHING for texts in rows])
    return [each if len(each) < LONG_TEXTS else _cut_off(each) for each in _EACH.decode(kept)]


def _cut_off(texts: Raw) -> Raw:
    fields, cells = msgspec.json.decode(texts)
    return Raw(msgspec.json.encode((fields, [shortened(cell, TEXT_LENGTH) for cell in cells])))


def _as_json(texts: Mapping[str, str]) -> Raw | dict[str, str]:
    """Return texts as they are packed: as JSON, which takes a fifth of the memory, until then; or one dict that many rows share."""
    if isinstance(texts, dict):
        return texts
    return Raw(texts.json if isinstance(texts, PackedTexts) else msgspec.json.encode(dict(texts)))
