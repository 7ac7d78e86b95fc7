"""The organisations that people work for: municipalities, the WSP and contractors."""

from typing import Any
from uuid import UUID

from litestar import get
from litestar.response import Response

from sroi.access import Permission
from sroi.accounts.queries import organisations_page
from sroi.accounts.queries.organisations import PAGE_SIZE
from sroi.web.pages import page
from sroi.web.paging import cursor_of, paged
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, query_text


@get("/organisaties", opt=permits(Permission.MANAGE_ACCOUNTS))
async def organisation_list(request: WebRequest) -> Response[Any]:
    """Show a page of organisations whose name or KVK number holds the text of the search field."""
    text = query_text(request, "zoek")
    after = cursor_of(request, str, UUID)
    found = await organisations_page(viewer=request.viewer, text=text, after=after, size=PAGE_SIZE + 1)
    listed = paged(request, found=found, size=PAGE_SIZE, key=lambda row: row[1])
    return page(request, "admin/organisations.html", organisations=listed, text=text)
