"""Who can sign in to the example: a role each, at organisations that do not exist."""

from dataclasses import dataclass
from datetime import datetime

from sroi.access import OPERATOR, Role, Viewer
from sroi.accounts.operations import add_user_to
from sroi.accounts.queries import viewer_by_email
from sroi.accounts.rules import OrganisationDetails
from sroi.accounts.tables import UserAccount

PASSWORD = "voorbeeld-2023-sroi"


@dataclass(frozen=True)
class DemoAccount:
    """An invented account; `key` is what the story calls it."""

    key: str
    label: str
    email: str
    role: Role
    organisation: str
    kvk_number: str | None = None


SUBCONTRACTOR = DemoAccount(
    "schilder", "Onderaannemer", "schilder@onderaannemer.example", Role.CONTRACTOR, "Schildersbedrijf Voorbeeld B.V.", "45678901"
)
ACCOUNTS = (
    DemoAccount("officer", "Inkoper", "inkoper@rijswijk.example", Role.PROCUREMENT_OFFICER, "Gemeente Rijswijk (voorbeeld)"),
    DemoAccount("reviewer", "WSP-beoordelaar", "wsp@rijswijk.example", Role.REVIEWER, "WSP Rijswijk (voorbeeld)"),
    DemoAccount("second_reviewer", "Tweede WSP-beoordelaar", "wsp2@rijswijk.example", Role.REVIEWER, "WSP Rijswijk (voorbeeld)"),
    DemoAccount("administrator", "Beheerder", "beheerder@rijswijk.example", Role.ADMINISTRATOR, "Gemeente Rijswijk (voorbeeld)"),
    DemoAccount(
        "second_administrator", "Tweede beheerder", "beheerder2@rijswijk.example", Role.ADMINISTRATOR, "Gemeente Rijswijk (voorbeeld)"
    ),
    DemoAccount("groen", "Opdrachtnemer groen", "groen@opdrachtnemer.example", Role.CONTRACTOR, "Groenbedrijf Voorbeeld B.V.", "01234567"),
    DemoAccount("bouw", "Opdrachtnemer bouw", "bouw@opdrachtnemer.example", Role.CONTRACTOR, "Bouwbedrijf Voorbeeld B.V.", "12345678"),
    DemoAccount(
        "schoon", "Opdrachtnemer schoonmaak", "schoon@opdrachtnemer.example", Role.CONTRACTOR, "Schoonmaak Voorbeeld B.V.", "87654321"
    ),
    SUBCONTRACTOR,
)


async def has_data() -> bool:
    """Return whether the example was loaded before."""
    return bool(await UserAccount.exists().where(UserAccount.email == ACCOUNTS[-1].email))


async def make_accounts(*, now: datetime) -> dict[str, Viewer]:
    """Add the accounts and return a viewer for each by its key."""
    for account in ACCOUNTS:
        await add_user_to(
            viewer=OPERATOR,
            email=account.email,
            name=f"{account.label} (voorbeeld)",
            role=account.role,
            organisation=OrganisationDetails(account.organisation, account.kvk_number),
            password=PASSWORD,
            now=now,
        )
    return {account.key: await viewer_by_email(email=account.email) for account in ACCOUNTS}
