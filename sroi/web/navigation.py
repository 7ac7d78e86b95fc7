"""Where people can go: the menu by permission, the start page, and addresses that stay on this site."""

from dataclasses import dataclass
from gettext import gettext as _

from sroi.access import Permission, Viewer


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the main menu."""

    label: str
    href: str
    is_current: bool


def _menu() -> tuple[tuple[str, str, Permission], ...]:
    """Return the whole menu; a role sees what it may open, and starts at the first."""
    return (
        (_("Werkvoorraad"), "/werkvoorraad", Permission.REVIEW_CLAIMS),
        (_("Nazorg"), "/nazorg", Permission.FOLLOW_PLACEMENTS),
        (_("Gebruikers"), "/gebruikers", Permission.MANAGE_ACCOUNTS),
        (_("Auditlog"), "/auditlog", Permission.READ_AUDIT),
        (_("Uitgaande mail"), "/uitgaande-mail", Permission.MANAGE_MAIL),
        (_("Contracten"), "/contracten", Permission.READ_REGISTER),
        (_("Mijlpalen"), "/mijlpalen", Permission.READ_REGISTER),
        (_("Importeren"), "/importeren", Permission.WRITE_REGISTER),
        (_("Beslissingen"), "/beslissingen", Permission.PROPOSE_SETTLEMENT),
        (_("Doel"), "/doel", Permission.READ_RECONCILIATION),
        (_("Aansluiting"), "/aansluiting", Permission.READ_RECONCILIATION),
        (_("Geld"), "/geld", Permission.READ_RECONCILIATION),
        (_("Exporten"), "/exporten", Permission.EXPORT_COMPLIANCE),
        (_("Dekking"), "/dekking", Permission.READ_RECONCILIATION),
        (_("Beleid"), "/beleid", Permission.READ_POLICY),
        (_("Mijn contracten"), "/mijn-contracten", Permission.REPORT_FULFILMENT),
        (_("Collega's"), "/collegas", Permission.MANAGE_COLLEAGUES),
        (_("Partners"), "/partners", Permission.READ_PARTNERS),
    )


# Pages with an address of their own that belong to an entry of the menu.
BELONGS_TO = {"/kolomprofielen": "/importeren", "/aanbestedende-diensten": "/contracten"}


def navigation(*, viewer: Viewer | None, path: str) -> tuple[NavigationItem, ...]:
    """Return the menu of a viewer; an item is current on its own page, on the pages below it and on those that belong to it."""
    if viewer is None:
        return ()
    path = next((menu for own, menu in BELONGS_TO.items() if path == own or path.startswith(f"{own}/")), path)
    return tuple(
        NavigationItem(label=label, href=href, is_current=path == href or path.startswith(f"{href}/"))
        for label, href, permission in _menu()
        if viewer.may(permission)
    )


def start_page(viewer: Viewer) -> str:
    """Return the address of the page where a viewer's work is."""
    return navigation(viewer=viewer, path="")[0].href


def local_path(text: str) -> str | None:
    """Return an address when it is a path on this site, else None: nobody is sent elsewhere after signing in."""
    is_local = text.startswith("/") and not text.startswith("//")
    return text if is_local and text.isprintable() and "\\" not in text else None
