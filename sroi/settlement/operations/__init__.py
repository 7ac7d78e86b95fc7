"""Writes of settlement: decisions about a balance, and undoing an import on which nothing was decided or built yet."""

from sroi.settlement.operations.decisions import adopt, propose, reject, withdraw
from sroi.settlement.operations.undoing import begin_undoing, mail_undoing_given_up, undo_behind_page, undo_import

__all__ = ["adopt", "begin_undoing", "mail_undoing_given_up", "propose", "reject", "undo_behind_page", "undo_import", "withdraw"]
