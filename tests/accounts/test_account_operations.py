"""Accounts, invitations and sessions in the real database: what is stored, what is refused, what the audit tells."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sroi.access import OPERATOR, Role, UnableToAllow, Viewer
from sroi.accounts.operations import (
    PASSWORDS,
    accept_invitation,
    activate_user,
    add_user,
    add_user_to,
    change_password,
    deactivate_user,
    ensure_organisation,
    invite,
    invite_to,
    keep_alive,
    sign_in,
    sign_out,
)
from sroi.accounts.queries import (
    account,
    account_names,
    accounts_page,
    invitation_of_token,
    live_session,
    organisation,
    organisations_page,
    session_owner,
    viewer_by_email,
)
from sroi.accounts.rules import (
    INVITATION_LIFETIME,
    MAX_FAILURES,
    SESSION_IDLE,
    SESSION_KEPT,
    SESSION_LIFETIME,
    AccountNotFound,
    InvitationNotFound,
    Link,
    OrganisationDetails,
    OrganisationNotFound,
    UnableToAcceptInvitation,
    UnableToChangeAccount,
    UnableToInvite,
    UnableToSignIn,
    UnableToUseEmail,
    UnableToUseName,
    UnableToUsePassword,
)
from sroi.accounts.tables import Invitation, Organisation, UserAccount, UserSession
from sroi.audit.queries import events_page, verify_chain
from tests.personas import PASSWORD

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2023, 12, 15, 9, 0, tzinfo=UTC)
FIRM = OrganisationDetails("Groenbedrijf Voorbeeld B.V.", "01234567")


async def _added(email: str = "beheerder@example.nl", role: Role = Role.ADMINISTRATOR) -> Viewer:
    await add_user_to(
        viewer=OPERATOR,
        email=email,
        name="Gebruiker Voorbeeld",
        role=role,
        organisation=OrganisationDetails("Gemeente Rijswijk", None),
        password=PASSWORD,
        now=NOW,
    )
    return await viewer_by_email(email=email)


async def _actions() -> list[str]:
    return [event.action for event in reversed(await events_page(viewer=OPERATOR))]


async def test_a_kvk_number_is_one_organisation_and_keeps_its_first_name() -> None:
    first = await ensure_organisation(name="Groenbedrijf Voorbeeld B.V.", kvk_number="01234567", now=NOW)
    again = await ensure_organisation(name="GROENBEDRIJF VOORBEELD BV", kvk_number="01234567", now=NOW)
    assert again == first
    assert (await organisation(viewer=OPERATOR, organisation_id=first)).name == "Groenbedrijf Voorbeeld B.V."


async def test_without_a_kvk_number_the_name_decides_whatever_its_capitals() -> None:
    first = await ensure_organisation(name="WSP Rijswijk", kvk_number=None, now=NOW)
    assert await ensure_organisation(name="wsp  rijswijk", kvk_number=None, now=NOW) == first
    assert await ensure_organisation(name="WSP Rijswijk", kvk_number="01234567", now=NOW) != first


async def test_an_added_account_can_sign_in_and_the_audit_tells_both() -> None:
    viewer = await _added()
    token = await sign_in(email=" Beheerder@Example.NL", password=PASSWORD, now=NOW)
    session = await live_session(token=token, now=NOW)
    assert session is not None
    assert session.viewer == viewer
    assert await _actions() == ["account.added", "account.signed_in"]
    assert await verify_chain(viewer=OPERATOR) is None


async def test_neither_the_password_nor_the_token_is_stored_as_it_is() -> None:
    await _added()
    token = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    assert token not in str(await UserSession.select())
    assert PASSWORD not in str(await UserAccount.select())


async def test_two_accounts_cannot_share_an_address_and_no_organisation_is_left_behind() -> None:
    await _added()
    with pytest.raises(UnableToUseEmail):
        await add_user_to(
            viewer=OPERATOR, email="BEHEERDER@example.nl", name="Ander", role=Role.CONTRACTOR, organisation=FIRM, password=PASSWORD, now=NOW
        )
    assert not await Organisation.exists().where(Organisation.kvk_number == FIRM.kvk_number)
    assert await _actions() == ["account.added"]


async def test_only_who_manages_accounts_adds_them() -> None:
    officer = await _added("inkoper@example.nl", Role.PROCUREMENT_OFFICER)
    with pytest.raises(UnableToAllow):
        await add_user_to(viewer=officer, email="x@example.nl", name="X", role=Role.REVIEWER, organisation=FIRM, password=PASSWORD, now=NOW)


async def test_no_account_is_added_for_the_command_line_nor_at_an_unknown_organisation() -> None:
    known = await ensure_organisation(name="Gemeente Rijswijk", kvk_number=None, now=NOW)
    with pytest.raises(UnableToChangeAccount):
        await add_user(
            viewer=OPERATOR, email="x@example.nl", name="X", role=Role.OPERATOR, organisation_id=known, password=PASSWORD, now=NOW
        )
    with pytest.raises(OrganisationNotFound):
        await add_user(
            viewer=OPERATOR, email="x@example.nl", name="X", role=Role.REVIEWER, organisation_id=uuid4(), password=PASSWORD, now=NOW
        )


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer() -> None:
    await _added()
    answers = []
    for email in ("beheerder@example.nl", "niemand@example.nl"):
        with pytest.raises(UnableToSignIn) as refusal:
            await sign_in(email=email, password="een verkeerd wachtwoord", now=NOW)
        answers.append(refusal.value.message)
    assert answers[0] == answers[1]


async def test_after_ten_failures_even_the_right_password_waits_and_the_audit_says_so_once() -> None:
    await _added()
    for _attempt in range(MAX_FAILURES + 3):
        with pytest.raises(UnableToSignIn):
            await sign_in(email="beheerder@example.nl", password="een verkeerd wachtwoord", now=NOW)
    with pytest.raises(UnableToSignIn, match="over 15 minuten"):
        await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    assert await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW + timedelta(minutes=16))
    assert (await _actions()).count("account.sign_in_refused") == 1


async def test_a_right_password_clears_the_count() -> None:
    await _added()
    for _round in range(2):
        for _attempt in range(MAX_FAILURES - 1):
            with pytest.raises(UnableToSignIn, match="klopt niet"):
                await sign_in(email="beheerder@example.nl", password="een verkeerd wachtwoord", now=NOW)
        assert await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)


async def test_attempts_at_the_same_moment_cannot_slip_past_the_limit_together() -> None:
    await _added()
    attempts = (sign_in(email="beheerder@example.nl", password="een verkeerd wachtwoord", now=NOW) for _number in range(MAX_FAILURES * 2))
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert sum("te vaak" in str(answer) for answer in answers) == MAX_FAILURES


async def test_signing_in_again_ends_the_session_that_the_browser_had() -> None:
    await _added()
    first = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    second = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW, replaces=first)
    assert await live_session(token=first, now=NOW) is None
    assert await live_session(token=second, now=NOW) is not None


async def test_a_session_ends_when_it_is_idle_too_long_unless_it_is_used() -> None:
    await _added()
    token = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    almost = NOW + SESSION_IDLE - timedelta(seconds=1)
    assert await live_session(token=token, now=NOW + SESSION_IDLE) is None
    await keep_alive(token=token, now=almost)
    assert await live_session(token=token, now=NOW + SESSION_IDLE) is not None


async def test_a_session_in_use_still_ends_after_its_lifetime() -> None:
    await _added()
    token = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    end = NOW + SESSION_LIFETIME
    await keep_alive(token=token, now=end - timedelta(seconds=1))
    assert await live_session(token=token, now=end) is None


async def test_an_ended_session_is_known_as_its_owners_for_a_week() -> None:
    viewer = await _added()
    old = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW + SESSION_LIFETIME + SESSION_KEPT)
    assert await session_owner(token=old) == viewer.user_id
    await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW + SESSION_LIFETIME + SESSION_KEPT + timedelta(seconds=1))
    assert await session_owner(token=old) is None


async def test_signing_out_ends_the_session_and_twice_is_once() -> None:
    await _added()
    token = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    await sign_out(token=token, now=NOW)
    await sign_out(token=token, now=NOW)
    assert await live_session(token=token, now=NOW) is None
    assert (await _actions()).count("account.signed_out") == 1


async def test_a_deactivated_account_loses_its_sessions_and_cannot_sign_in_until_it_is_activated() -> None:
    administrator, officer = await _added(), await _added("inkoper@example.nl", Role.PROCUREMENT_OFFICER)
    token = await sign_in(email="inkoper@example.nl", password=PASSWORD, now=NOW)
    await deactivate_user(viewer=administrator, user_id=officer.account_id, now=NOW)
    assert await live_session(token=token, now=NOW) is None
    with pytest.raises(UnableToSignIn):
        await sign_in(email="inkoper@example.nl", password=PASSWORD, now=NOW)
    await activate_user(viewer=administrator, user_id=officer.account_id, now=NOW)
    assert await live_session(token=token, now=NOW) is None
    assert await sign_in(email="inkoper@example.nl", password=PASSWORD, now=NOW)


async def test_an_administrator_cannot_lock_themselves_out() -> None:
    administrator = await _added()
    with pytest.raises(UnableToChangeAccount):
        await deactivate_user(viewer=administrator, user_id=administrator.account_id, now=NOW)


async def test_deactivating_twice_is_one_event_and_an_unknown_account_is_not_found() -> None:
    administrator, officer = await _added(), await _added("inkoper@example.nl", Role.PROCUREMENT_OFFICER)
    for _time in range(2):
        await deactivate_user(viewer=administrator, user_id=officer.account_id, now=NOW)
    assert (await _actions()).count("account.deactivated") == 1
    with pytest.raises(AccountNotFound):
        await deactivate_user(viewer=administrator, user_id=uuid4(), now=NOW)


async def test_a_changed_password_ends_every_other_session() -> None:
    viewer = await _added()
    old = await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)
    new = await change_password(viewer=viewer, current=PASSWORD, new="een heel nieuwe zin", now=NOW)
    assert await live_session(token=old, now=NOW) is None
    assert await live_session(token=new, now=NOW) is not None
    with pytest.raises(UnableToSignIn):
        await sign_in(email="beheerder@example.nl", password=PASSWORD, now=NOW)


async def test_a_password_is_changed_only_by_who_knows_the_current_one() -> None:
    viewer = await _added()
    with pytest.raises(UnableToUsePassword) as refusal:
        await change_password(viewer=viewer, current="geraden wachtwoord", new="een heel nieuwe zin", now=NOW)
    assert refusal.value.field == "current_password"


async def _invited(viewer: Viewer, email: str = "nieuw@example.nl") -> Link:
    return await invite_to(viewer=viewer, email=email, role=Role.CONTRACTOR, organisation=FIRM, now=NOW)


async def _accept(link: Link, now: datetime = NOW) -> UUID:
    return await accept_invitation(token=link.token, name="Nieuwe Gebruiker", password=PASSWORD, now=now)


async def test_an_invitation_becomes_an_account_of_its_role_and_organisation() -> None:
    link = await _invited(await _added("inkoper@example.nl", Role.PROCUREMENT_OFFICER))
    user_id = await _accept(link)
    made = await account(viewer=OPERATOR, user_id=user_id)
    assert (made.email, made.role, made.organisation.kvk_number) == ("nieuw@example.nl", Role.CONTRACTOR, "01234567")
    assert link.token not in str(await Invitation.select())
    assert await _actions() == ["account.added", "account.invited", "account.invitation_accepted"]


async def test_an_invitation_works_once_also_for_two_at_the_same_moment() -> None:
    link = await _invited(await _added())
    answers = await asyncio.gather(_accept(link), _accept(link), return_exceptions=True)
    refused = [answer for answer in answers if not isinstance(answer, UUID)]
    assert len(refused) == 1
    # Whether it was used just before or just after the other looked decides which of the two it is told.
    assert isinstance(refused[0], UnableToAcceptInvitation | InvitationNotFound)
    with pytest.raises(InvitationNotFound):
        await _accept(link)


async def test_an_invitation_lasts_fourteen_days() -> None:
    link = await _invited(await _added())
    assert (await invitation_of_token(token=link.token, now=NOW + INVITATION_LIFETIME - timedelta(seconds=1))).email == "nieuw@example.nl"
    with pytest.raises(InvitationNotFound):
        await invitation_of_token(token=link.token, now=NOW + INVITATION_LIFETIME)


async def test_a_newer_invitation_for_the_same_address_replaces_the_older() -> None:
    administrator = await _added()
    older, newer = await _invited(administrator), await _invited(administrator)
    with pytest.raises(InvitationNotFound):
        await invitation_of_token(token=older.token, now=NOW)
    assert await _accept(newer)


async def test_an_invitation_that_was_replaced_while_the_password_was_hashed_makes_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    administrator = await _added()
    link = await _invited(administrator)
    hash_password = PASSWORDS.hash

    async def replaced_meanwhile(password: str) -> str:
        await _invited(administrator)
        return await hash_password(password)

    monkeypatch.setattr(PASSWORDS, "hash", replaced_meanwhile)
    with pytest.raises(InvitationNotFound):
        await _accept(link)
    assert not await UserAccount.exists().where(UserAccount.email == "nieuw@example.nl")


async def test_who_has_an_account_is_not_invited_again() -> None:
    administrator = await _added()
    with pytest.raises(UnableToInvite):
        await _invited(administrator, email="beheerder@example.nl")


async def test_an_address_that_got_an_account_meanwhile_makes_the_invitation_useless() -> None:
    administrator = await _added()
    link = await _invited(administrator)
    await _added("nieuw@example.nl", Role.CONTRACTOR)
    with pytest.raises(UnableToAcceptInvitation):
        await _accept(link)


async def test_nobody_is_invited_for_an_unknown_organisation() -> None:
    with pytest.raises(OrganisationNotFound):
        await invite(viewer=await _added(), email="x@example.nl", role=Role.CONTRACTOR, organisation_id=uuid4(), now=NOW)


async def test_accounts_are_listed_by_address_and_paged_by_it() -> None:
    administrator = await _added("c@example.nl")
    for email in ("a@example.nl", "b@example.nl"):
        await _added(email, Role.REVIEWER)
    first = await accounts_page(viewer=administrator, size=2)
    assert [row.email for row in first] == ["a@example.nl", "b@example.nl"]
    assert [row.email for row in await accounts_page(viewer=administrator, after="b@example.nl")] == ["c@example.nl"]


async def test_a_colleagues_account_is_not_found_by_who_does_not_manage_accounts() -> None:
    administrator, officer = await _added(), await _added("inkoper@example.nl", Role.PROCUREMENT_OFFICER)
    assert (await account(viewer=officer, user_id=officer.account_id)).email == "inkoper@example.nl"
    with pytest.raises(AccountNotFound):
        await account(viewer=officer, user_id=administrator.account_id)


async def test_organisations_are_found_by_a_part_of_their_name_or_number() -> None:
    for name, number in (("Groenbedrijf Voorbeeld B.V.", "01234567"), ("Café Voorbeeld", None), ("100% Schoon", "12345678")):
        await ensure_organisation(name=name, kvk_number=number, now=NOW)

    async def found(text: str) -> list[str]:
        return [record.name for record, _key in await organisations_page(viewer=OPERATOR, text=text)]

    assert await found("cafe") == ["Café Voorbeeld"]
    assert await found("0123") == ["Groenbedrijf Voorbeeld B.V."]
    assert await found("100%") == ["100% Schoon"]
    assert await found("g_oen") == []
    assert len(await found("")) == 3


async def test_an_organisation_is_not_found_by_a_contractor_of_another() -> None:
    own = await _added("sroi@example.nl", Role.CONTRACTOR)
    other = await ensure_organisation(name="Groenbedrijf Voorbeeld B.V.", kvk_number="01234567", now=NOW)
    assert own.organisation_id is not None
    assert (await organisation(viewer=own, organisation_id=own.organisation_id)).name == "Gemeente Rijswijk"
    with pytest.raises(OrganisationNotFound):
        await organisation(viewer=own, organisation_id=other)


async def test_names_of_many_accounts_come_by_their_id() -> None:
    viewer = await _added()
    assert await account_names(user_ids=[viewer.account_id, uuid4()]) == {viewer.account_id: "Gebruiker Voorbeeld"}
    assert await account_names(user_ids=[]) == {}


async def test_the_command_line_acts_as_an_active_account_only() -> None:
    administrator, officer = await _added(), await _added("inkoper@example.nl", Role.PROCUREMENT_OFFICER)
    assert await viewer_by_email(email="INKOPER@example.nl ") == officer
    await deactivate_user(viewer=administrator, user_id=officer.account_id, now=NOW)
    with pytest.raises(AccountNotFound):
        await viewer_by_email(email="inkoper@example.nl")


async def test_a_kvk_number_is_never_handed_to_a_firm_of_another_name(database: None) -> None:
    await ensure_organisation(name="Groenbedrijf Voorbeeld B.V.", kvk_number="01234567", now=NOW)
    with pytest.raises(UnableToUseName, match="op naam van Groenbedrijf Voorbeeld") as refusal:
        await ensure_organisation(name="Iemand anders", kvk_number="01234567", now=NOW)
    assert refusal.value.field == "organisation_name"
