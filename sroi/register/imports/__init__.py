"""Importing files: upload, preview with a verdict a row, the row itself with its decision, and confirming."""

from sroi.register.imports.awarding import authorities_form, choose_for_all
from sroi.register.imports.columns import choose, columns_form
from sroi.register.imports.confirming import confirm, discard, undo
from sroi.register.imports.preview import import_preview
from sroi.register.imports.profiles import ask_to_delete, delete, profile_list, rename
from sroi.register.imports.progress import progress_part
from sroi.register.imports.rows import decide_row, row_page
from sroi.register.imports.upload import import_form, upload_file

ROUTES = (
    import_form,
    upload_file,
    import_preview,
    progress_part,
    confirm,
    undo,
    discard,
    row_page,
    decide_row,
    authorities_form,
    choose_for_all,
    columns_form,
    choose,
    profile_list,
    rename,
    ask_to_delete,
    delete,
)

__all__ = ["ROUTES"]
