"""The one matrix: who may do what, written out once more by hand."""

from uuid import uuid4

import pytest

from sroi.access import ACCOUNT_ROLES, MATRIX, OPERATOR, Permission, Role, UnableToAllow, Viewer, role_label

# One letter a role: officer, contractor, reviewer, administrator, operator (x: the command line). m: a contractor who manages its people.
MAY = {
    Permission.READ_REGISTER: "o r a x",
    Permission.WRITE_REGISTER: "o",
    Permission.WRITE_MILESTONES: "o r",
    Permission.INVITE_CONTRACTORS: "o r",
    Permission.REPORT_FULFILMENT: "c",
    Permission.READ_CLAIMS: "r x",
    Permission.REVIEW_CLAIMS: "r",
    Permission.FOLLOW_PLACEMENTS: "r",
    Permission.SET_AFTERCARE: "r a",
    Permission.PROPOSE_SETTLEMENT: "o r",
    Permission.DECIDE_SETTLEMENT: "r",
    Permission.READ_RECONCILIATION: "o r x",
    Permission.CLOSE_YEAR: "r",
    Permission.EXPORT_COMPLIANCE: "r x",
    Permission.READ_PARTNERS: "o c r a",
    Permission.WRITE_PARTNERS: "r",
    Permission.READ_POLICY: "o r a x",
    Permission.MANAGE_POLICY: "a",
    Permission.MANAGE_ACCOUNTS: "a x",
    Permission.READ_AUDIT: "a x",
    Permission.MANAGE_MAIL: "a",
    Permission.MANAGE_COLLEAGUES: "m",
    Permission.USE_OWN_ACCOUNT: "o c r a",
}
ROLES = {
    "o": Role.PROCUREMENT_OFFICER,
    "c": Role.CONTRACTOR,
    "r": Role.REVIEWER,
    "a": Role.ADMINISTRATOR,
    "x": Role.OPERATOR,
}


def test_every_role_and_every_permission_is_in_the_matrix() -> None:
    assert set(MATRIX) == set(Role) == set(ROLES.values())
    assert set(MAY) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
def test_who_manages_the_people_of_a_contractor_may_do_that_besides(permission: Permission) -> None:
    manager = Viewer(Role.CONTRACTOR, uuid4(), uuid4(), is_organisation_admin=True)
    assert manager.may(permission) is bool({"c", "m"} & set(MAY[permission].split()))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CONTRACTOR}))
def test_no_other_role_manages_the_people_of_an_organisation(role: Role) -> None:
    assert not Viewer(role, uuid4(), uuid4(), is_organisation_admin=True).may(Permission.MANAGE_COLLEAGUES)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize(("letter", "role"), ROLES.items(), ids=ROLES.values())
def test_each_role_may_do_what_the_table_says_and_nothing_more(letter: str, role: Role, permission: Permission) -> None:
    viewer = Viewer(role, uuid4(), uuid4())
    allowed = letter in MAY[permission].split()
    assert viewer.may(permission) is allowed
    if allowed:
        viewer.require(permission)
    else:
        with pytest.raises(UnableToAllow, match="geen toestemming"):
            viewer.require(permission)


def test_an_administrator_does_not_read_claims_with_candidates_in_them() -> None:
    assert Permission.READ_CLAIMS not in MATRIX[Role.ADMINISTRATOR]


def test_nobody_both_reports_and_reviews() -> None:
    assert not [role for role, may in MATRIX.items() if {Permission.REPORT_FULFILMENT, Permission.REVIEW_CLAIMS} <= may]


def test_no_account_is_an_operator() -> None:
    assert Role.OPERATOR not in ACCOUNT_ROLES
    assert set(ACCOUNT_ROLES) == set(Role) - {Role.OPERATOR}


def test_every_role_has_a_dutch_name_of_its_own() -> None:
    assert len({role_label(role) for role in Role}) == len(Role)


def test_the_operator_writes_nothing_without_saying_who_does_it() -> None:
    assert OPERATOR.user_id is None
    with pytest.raises(UnableToAllow, match="--as"):
        _ = OPERATOR.account_id


def test_what_is_written_is_recorded_under_the_account_of_who_is_signed_in() -> None:
    account = uuid4()
    assert Viewer(Role.PROCUREMENT_OFFICER, account, uuid4()).account_id == account
