"""`sroi serve`: the web application, with the database at its newest version."""

import click

from sroi.cli.parameters import run, whole

HOST = "127.0.0.1"
PORT = 8000


@click.command("serve", help="Start de webapplicatie. Voer eerst sroi db upgrade uit.")
@click.option("--host", default=HOST, show_default=True)
@click.option("--port", default=PORT, show_default=True, type=whole(1, 65535))
def command(host: str, port: int) -> None:
    """Serve until stopped."""
    serve(host=host, port=port)


async def _is_ready() -> None:
    """Need nothing but a database at its newest version, which `run` checks."""


def serve(*, host: str, port: int) -> None:
    """Serve the application that the environment describes."""
    import uvicorn

    run(_is_ready())

    uvicorn.run("sroi.app:create_app", factory=True, host=host, port=port, log_level="warning", server_header=False)
