"""Whether the application and its database answer, for who watches over the server."""

import logging
from typing import Any

from litestar import get
from litestar.response import Response

from sroi.database import fetch
from sroi.web.permissions import PUBLIC

logger = logging.getLogger(__name__)


@get("/gezond", opt=PUBLIC | {"exclude_from_auth": True})
async def health_check() -> Response[Any]:
    """Return JSON: status 200 when the database answers, 503 when it does not."""
    try:
        await fetch("SELECT 1 AS answer")
    except Exception as error:  # whatever the driver raises, the answer is that the database is gone
        logger.error("the database does not answer", exc_info=error)
        return Response({"status": "error", "database": "error"}, status_code=503)
    return Response({"status": "ok", "database": "ok"})
