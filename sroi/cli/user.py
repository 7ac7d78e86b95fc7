"""`sroi user`: accounts, made at the command line of the server."""

from gettext import gettext as _

import click

from sroi.access import ACCOUNT_ROLES, OPERATOR, Role
from sroi.cli.parameters import now, run, user
from sroi.values import parse_kvk_number


@click.group("user", help="Voeg een gebruiker toe.")
def command() -> None:
    """Hold the commands for accounts together."""


@command.command("add", help="Voeg een gebruiker toe die meteen kan inloggen.")
@click.option("--email", required=True)
@click.option("--name", required=True, help="Naam van de gebruiker.")
@click.option("--role", required=True, type=click.Choice([role.value for role in ACCOUNT_ROLES]))
@click.option("--organisation", required=True, help="Naam van de organisatie.")
@click.option("--kvk-number", help="KVK-nummer van de organisatie; nodig voor een opdrachtnemer.")
@click.option("--as", "as_email", metavar="EMAIL", help="Beheerder die dit doet; zonder: de server zelf.")
@click.password_option(prompt="Wachtwoord", envvar="SROI_NEW_PASSWORD", help="Wachtwoord; zonder wordt ernaar gevraagd.")
def add(email: str, name: str, role: str, organisation: str, kvk_number: str | None, as_email: str | None, password: str) -> None:
    """Add an account."""
    if role == Role.CONTRACTOR and kvk_number is None:
        raise click.UsageError(_("Geef voor een opdrachtnemer het KVK-nummer met --kvk-number."))
    try:
        number = parse_kvk_number(kvk_number).number if kvk_number else None
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    run(_add(email, name, Role(role), organisation, number, as_email, password))
    click.echo(_("{email} kan nu inloggen.").format(email=email))


async def _add(email: str, name: str, role: Role, organisation: str, kvk_number: str | None, as_email: str | None, password: str) -> None:
    from sroi.accounts.operations import add_user_to
    from sroi.accounts.rules import OrganisationDetails

    await add_user_to(
        viewer=await user(as_email) if as_email else OPERATOR,
        email=email,
        name=name,
        role=role,
        organisation=OrganisationDetails(organisation, kvk_number),
        password=password,
        now=now(),
    )
