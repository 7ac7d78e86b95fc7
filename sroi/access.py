"""Who may do what: viewers, roles, permissions and the one matrix.

In: the account or the command line that asks. Out: a `Viewer`, which every query and operation takes. What a viewer may not
see is not found; what a viewer may not do is refused with `UnableToAllow`.
"""

from dataclasses import dataclass
from enum import StrEnum
from gettext import gettext as _
from uuid import UUID

from sroi.errors import UnableTo


class Role(StrEnum):
    """What a person is here to do. `OPERATOR` is whoever works at the server's command line; no account has it."""

    PROCUREMENT_OFFICER = "procurement_officer"
    CONTRACTOR = "contractor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


ACCOUNT_ROLES = (Role.PROCUREMENT_OFFICER, Role.CONTRACTOR, Role.REVIEWER, Role.ADMINISTRATOR)


class Permission(StrEnum):
    """One thing that a role may do; each route that is not public names exactly one."""

    READ_REGISTER = "read_register"
    WRITE_REGISTER = "write_register"
    WRITE_MILESTONES = "write_milestones"
    INVITE_CONTRACTORS = "invite_contractors"
    REPORT_FULFILMENT = "report_fulfilment"
    READ_CLAIMS = "read_claims"
    REVIEW_CLAIMS = "review_claims"
    FOLLOW_PLACEMENTS = "follow_placements"
    SET_AFTERCARE = "set_aftercare"
    PROPOSE_SETTLEMENT = "propose_settlement"
    DECIDE_SETTLEMENT = "decide_settlement"
    READ_RECONCILIATION = "read_reconciliation"
    CLOSE_YEAR = "close_year"
    EXPORT_COMPLIANCE = "export_compliance"
    READ_PARTNERS = "read_partners"
    WRITE_PARTNERS = "write_partners"
    READ_POLICY = "read_policy"
    MANAGE_POLICY = "manage_policy"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    MANAGE_MAIL = "manage_mail"
    MANAGE_COLLEAGUES = "manage_colleagues"
    USE_OWN_ACCOUNT = "use_own_account"


MATRIX: dict[Role, frozenset[Permission]] = {
    Role.PROCUREMENT_OFFICER: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.WRITE_REGISTER,
            Permission.WRITE_MILESTONES,
            Permission.INVITE_CONTRACTORS,
            Permission.PROPOSE_SETTLEMENT,
            Permission.READ_RECONCILIATION,
            Permission.READ_PARTNERS,
            Permission.READ_POLICY,
            Permission.USE_OWN_ACCOUNT,
        }
    ),
    Role.CONTRACTOR: frozenset({Permission.REPORT_FULFILMENT, Permission.READ_PARTNERS, Permission.USE_OWN_ACCOUNT}),
    Role.REVIEWER: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.WRITE_MILESTONES,
            Permission.INVITE_CONTRACTORS,
            Permission.READ_CLAIMS,
            Permission.REVIEW_CLAIMS,
            Permission.FOLLOW_PLACEMENTS,
            Permission.SET_AFTERCARE,
            Permission.PROPOSE_SETTLEMENT,
            Permission.DECIDE_SETTLEMENT,
            Permission.READ_RECONCILIATION,
            Permission.CLOSE_YEAR,
            Permission.EXPORT_COMPLIANCE,
            Permission.READ_PARTNERS,
            Permission.WRITE_PARTNERS,
            Permission.READ_POLICY,
            Permission.USE_OWN_ACCOUNT,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.READ_PARTNERS,
            Permission.READ_POLICY,
            Permission.MANAGE_POLICY,
            Permission.SET_AFTERCARE,
            Permission.MANAGE_ACCOUNTS,
            Permission.READ_AUDIT,
            Permission.MANAGE_MAIL,
            Permission.USE_OWN_ACCOUNT,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Permission.READ_REGISTER,
            Permission.READ_CLAIMS,
            Permission.READ_RECONCILIATION,
            Permission.EXPORT_COMPLIANCE,
            Permission.READ_POLICY,
            Permission.MANAGE_ACCOUNTS,
            Permission.READ_AUDIT,
        }
    ),
}


# What the administrator of a contractor's own organisation may do besides: its people and its subcontractors.
OF_ORGANISATION_ADMIN = frozenset({Permission.MANAGE_COLLEAGUES})


def role_label(role: Role) -> str:
    """Return the Dutch name of a role."""
    return {
        Role.PROCUREMENT_OFFICER: _("Inkoper"),
        Role.CONTRACTOR: _("Opdrachtnemer"),
        Role.REVIEWER: _("WSP-beoordelaar"),
        Role.ADMINISTRATOR: _("Beheerder"),
        Role.OPERATOR: _("Systeembeheer"),
    }[role]


class UnableToAllow(UnableTo):
    """The viewer's role lacks the permission."""


@dataclass(frozen=True)
class Viewer:
    """The person who asks. `user_id` and `organisation_id` are None for the operator alone.

    A subcontractor has the role of a contractor: what it sees is narrowed by the contracts that its organisation was added to.
    """

    role: Role
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    name: str = ""
    email: str = ""
    is_organisation_admin: bool = False

    def may(self, permission: Permission) -> bool:
        """Return whether the viewer's role has the permission, or who manages the organisation of a contractor has it."""
        is_admin = self.is_organisation_admin and self.role is Role.CONTRACTOR
        return permission in MATRIX[self.role] or (is_admin and permission in OF_ORGANISATION_ADMIN)

    def require(self, permission: Permission) -> None:
        """Raise UnableToAllow when the viewer's role lacks the permission."""
        if not self.may(permission):
            raise UnableToAllow(_("U hebt geen toestemming om dit te doen."))

    @property
    def account_id(self) -> UUID:
        """Return the account that a write is recorded under; raise UnableToAllow when nobody is signed in."""
        if self.user_id is None:
            raise UnableToAllow(_("Noem met --as het e-mailadres van de gebruiker die dit doet."))
        return self.user_id


OPERATOR = Viewer(role=Role.OPERATOR)
