"""What commands share: parameters in the house's own values, the acting user, and a connected run."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from decimal import Decimal
from gettext import gettext as _
from pathlib import Path
from typing import Any, TypeVar

import click

from sroi.access import Viewer
from sroi.values import local_day, parse_birth_year, parse_date, parse_decimal, parse_euros, parse_percentage

T = TypeVar("T")


class Parsed(click.ParamType[Any]):
    """A parameter that one of the house's parsers reads; its ValueError is the message."""

    def __init__(self, name: str, parse: Callable[[str], Any]) -> None:
        self.name = name
        self._parse = parse

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value, or fail with the parser's sentence."""
        if not isinstance(value, str):
            return value
        try:
            return self._parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


EUROS = Parsed("bedrag", parse_euros)
DAY = Parsed("datum", parse_date)
NUMBER = Parsed("getal", parse_decimal)
PERCENTAGE = Parsed("percentage", parse_percentage)
BIRTH_YEAR = Parsed("jaar", lambda text: parse_birth_year(text, today=today()))


def whole(lowest: int, highest: int | None = None) -> Parsed:
    """Return the type of a whole number that is not below `lowest`, nor above `highest` if there is one."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise ValueError(_("{text!r} is geen getal.").format(text=text)) from None
        if highest is None and number < lowest:
            raise ValueError(_("{number} kan hier niet. Kies een getal vanaf {lowest}.").format(number=number, lowest=lowest))
        if highest is not None and not lowest <= number <= highest:
            told = _("{number} kan hier niet. Kies een getal van {lowest} tot en met {highest}.")
            raise ValueError(told.format(number=number, lowest=lowest, highest=highest))
        return number

    return Parsed("getal", parse)


as_json = click.option("--json", "as_json", is_flag=True, help="Antwoord in JSON.")
as_user = click.option("--as", "as_email", metavar="EMAIL", required=True, help="E-mailadres van de gebruiker die dit doet.")


def now() -> datetime:
    """Return the moment at which the command runs, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day on which the command runs, in the Netherlands, wherever the server keeps its clock."""
    return local_day(now())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work with the database connected; raise click.ClickException when the database cannot be used."""
    return asyncio.run(_connected(work))


async def _connected(work: Coroutine[Any, Any, T]) -> T:
    from sroi.database import connected
    from sroi.database.migrations import migration_names, pending_migrations

    try:
        async with connected():
            missing = await pending_migrations()
            if missing == migration_names():
                raise click.ClickException(_("De database is leeg. Voer eerst uit: sroi db upgrade."))
            if missing:
                raise click.ClickException(_("De database is van een oudere versie. Voer eerst uit: sroi db upgrade."))
            return await work
    finally:
        work.close()


def has_database() -> bool:
    """Return whether there is a database to ask: a file that is there, or a server that the environment names."""
    from sroi.database.engines import SQLITE_SCHEME
    from sroi.settings import Settings

    url = Settings.from_env().database_url
    return not url.startswith(SQLITE_SCHEME) or Path(url.removeprefix(SQLITE_SCHEME)).is_file()


async def user(email: str) -> Viewer:
    """Return the viewer that a command acts as; raise AccountNotFound when there is no such active account."""
    from sroi.accounts.queries import viewer_by_email

    return await viewer_by_email(email=email)


def echo_json(answer: dict[str, Any]) -> None:
    """Print an answer as JSON, readable; amounts as strings with two decimals."""
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else str(value)
