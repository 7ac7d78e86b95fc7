"""The kinds of employment that a placement may be: how someone is at work. What it is worth, the policy says by the target group."""

from gettext import gettext as _


def employment_kinds() -> dict[str, str]:
    """Return each kind of employment with its Dutch name."""
    return {
        "permanent": _("In dienst, onbepaalde tijd"),
        "temporary": _("In dienst, bepaalde tijd"),
        "agency": _("Uitzenden, detachering of payroll"),
        "work_study_job": _("Leerwerkbaan (bbl)"),
        "internship": _("Stage"),
        "work_experience_place": _("Werkervaringsplaats"),
        "trial": _("Proefplaatsing"),
    }


def employment_label(key: str | None) -> str:
    """Return the Dutch name of a kind of employment; an empty text where it was not told."""
    return employment_kinds().get(key or "", "")
