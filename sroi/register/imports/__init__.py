"""Importing files: upload, preview with a verdict a row, the row itself with its decision, and confirming."""

from sroi.register.imports.preview import confirm, import_preview, undo
from sroi.register.imports.rows import decide_row, row_page
from sroi.register.imports.upload import import_form, upload_file

ROUTES = (import_form, upload_file, import_preview, confirm, undo, row_page, decide_row)

__all__ = ["ROUTES"]
