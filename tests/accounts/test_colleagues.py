"""The administrator of a contractor's organisation manages its own people, and nobody else's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from litestar import Litestar

from sroi.access import Role, UnableToAllow, Viewer
from sroi.accounts.operations import (
    accept_invitation,
    activate_colleague,
    activate_user,
    deactivate_colleague,
    deactivate_user,
    invite_colleague,
    make_organisation_admin,
    sign_in,
)
from sroi.accounts.queries import account, colleagues_page, live_session, viewer_by_email
from sroi.accounts.rules import AccountNotFound, UnableToChangeAccount, UnableToInvite, UnableToSignIn
from sroi.audit.tables import AuditEvent
from sroi.database import fetch
from tests.makers import GREEN_FIRM, ROAD_FIRM, make_administrator, make_contractor, make_officer
from tests.personas import PASSWORD, personas

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)


async def people() -> tuple[Viewer, Viewer, Viewer]:
    """Return who manages the green firm, a colleague there, and who manages another firm."""
    manager = await make_contractor(password=PASSWORD)
    colleague = await make_contractor(email="collega@groen.example.nl", name="Collega Voorbeeld", password=PASSWORD)
    return manager, colleague, await make_contractor(firm=ROAD_FIRM, password=PASSWORD)


def user_id(viewer: Viewer) -> UUID:
    assert viewer.user_id is not None
    return viewer.user_id


async def test_the_first_of_a_contractor_manages_its_people_and_no_civil_servant_does() -> None:
    manager, colleague, other = await people()
    found = [each.is_organisation_admin for each in (manager, colleague, other, await make_officer(), await make_administrator())]
    assert found == [True, False, True, False, False]


async def test_a_colleague_is_invited_by_mail_and_works_for_the_same_organisation() -> None:
    manager, _colleague, _other = await people()
    link = await invite_colleague(viewer=manager, email="nieuw@groen.example.nl", now=NOW)
    (mail,) = await fetch("SELECT kind, to_address, secret FROM outgoing_mail")
    assert (mail["kind"], mail["to_address"], mail["secret"]) == ("colleague_invitation", "nieuw@groen.example.nl", link.token)
    await accept_invitation(token=link.token, name="Nieuw Voorbeeld", password=PASSWORD, now=NOW)
    found = await viewer_by_email(email="nieuw@groen.example.nl")
    assert (found.role, found.organisation_id, found.is_organisation_admin) == (Role.CONTRACTOR, manager.organisation_id, False)
    with pytest.raises(UnableToInvite):
        await invite_colleague(viewer=manager, email="nieuw@groen.example.nl", now=NOW)


async def test_a_colleague_who_is_barred_is_signed_out_and_can_be_let_in_again() -> None:
    manager, colleague, _other = await people()
    session = await sign_in(email=colleague.email, password=PASSWORD, now=NOW)
    await deactivate_colleague(viewer=manager, user_id=user_id(colleague), now=NOW)
    assert await live_session(token=session, now=NOW) is None
    with pytest.raises(UnableToSignIn):
        await sign_in(email=colleague.email, password=PASSWORD, now=NOW)
    await activate_colleague(viewer=manager, user_id=user_id(colleague), now=NOW)
    assert await sign_in(email=colleague.email, password=PASSWORD, now=NOW + timedelta(hours=1))
    actions = [row["action"] for row in await AuditEvent.select(AuditEvent.action)]
    assert (actions.count("account.deactivated"), actions.count("account.activated")) == (1, 1)


async def test_who_was_barred_by_an_administrator_of_the_register_is_not_let_in_by_a_colleague() -> None:
    manager, colleague, _other = await people()
    administrator = await make_administrator()
    await deactivate_colleague(viewer=manager, user_id=user_id(colleague), now=NOW)
    await deactivate_user(viewer=administrator, user_id=user_id(colleague), now=NOW)
    for change in (activate_colleague, make_organisation_admin):
        with pytest.raises(UnableToChangeAccount, match="beheerder van het register"):
            await change(viewer=manager, user_id=user_id(colleague), now=NOW)
    assert not (await account(viewer=administrator, user_id=user_id(colleague))).is_active
    await activate_user(viewer=administrator, user_id=user_id(colleague), now=NOW)
    await deactivate_colleague(viewer=manager, user_id=user_id(colleague), now=NOW)
    await activate_colleague(viewer=manager, user_id=user_id(colleague), now=NOW)
    assert (await account(viewer=administrator, user_id=user_id(colleague))).is_active


async def test_a_second_administrator_can_bar_the_first() -> None:
    manager, colleague, _other = await people()
    await make_organisation_admin(viewer=manager, user_id=user_id(colleague), now=NOW)
    second = await viewer_by_email(email=colleague.email)
    await deactivate_colleague(viewer=second, user_id=user_id(manager), now=NOW)
    found = await account(viewer=manager, user_id=user_id(manager))
    assert (found.is_active, found.is_organisation_admin) == (False, False)


async def test_nobody_changes_the_own_account_or_one_of_another_organisation() -> None:
    manager, _colleague, other = await people()
    for change in (deactivate_colleague, activate_colleague, make_organisation_admin):
        with pytest.raises(UnableToChangeAccount):
            await change(viewer=manager, user_id=user_id(manager), now=NOW)
        for stranger in (user_id(other), uuid4()):
            with pytest.raises(AccountNotFound):
                await change(viewer=manager, user_id=stranger, now=NOW)
    assert (await account(viewer=other, user_id=user_id(other))).is_active


async def test_a_list_holds_the_own_organisation_alone() -> None:
    manager, colleague, _other = await people()
    assert {found.email for found in await colleagues_page(viewer=manager)} == {manager.email, colleague.email}
    (first,) = await colleagues_page(viewer=manager, size=1)
    (second,) = await colleagues_page(viewer=manager, size=1, after=first.email)
    assert first.email < second.email


async def test_who_manages_nobody_may_do_none_of_it() -> None:
    manager, colleague, _other = await people()
    with pytest.raises(UnableToAllow):
        await colleagues_page(viewer=colleague)
    with pytest.raises(UnableToAllow):
        await invite_colleague(viewer=colleague, email="x@example.nl", now=NOW)
    for change in (deactivate_colleague, activate_colleague, make_organisation_admin):
        with pytest.raises(UnableToAllow):
            await change(viewer=colleague, user_id=user_id(manager), now=NOW)


async def test_the_page_invites_and_bars(app: Litestar) -> None:
    async with personas(app) as found:
        manager, colleague = found.contractor, found.colleague
        shown = await manager.get("/collegas")
        assert "Collega Voorbeeld" in shown.text and ROAD_FIRM.name not in shown.text
        invited = await manager.post("/collegas", {"email": "nieuw@groen.example.nl"})
        assert "De uitnodiging is gemaakt" in invited.text
        again = await manager.post("/collegas", {"email": colleague.viewer.email})
        assert again.status_code == 422 and "al een account" in again.text
        path = f"/collegas/{colleague.viewer.user_id}"
        assert "kan nu ook" in (await manager.follow(await manager.post(f"{path}/beheerder-maken"))).text
        assert "uitgeschakeld en overal" in (await manager.follow(await manager.post(f"{path}/uitschakelen"))).text
        assert "kan weer inloggen" in (await manager.follow(await manager.post(f"{path}/inschakelen"))).text
        own = await manager.follow(await manager.post(f"/collegas/{manager.viewer.user_id}/uitschakelen"))
        assert "uw eigen account niet wijzigen" in own.text
        assert (await found.other_contractor.post(f"{path}/uitschakelen")).status_code == 404
        assert GREEN_FIRM.name not in (await found.other_contractor.get("/collegas")).text
