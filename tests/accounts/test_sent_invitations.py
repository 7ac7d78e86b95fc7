"""Invitations that were sent: who sees them, where they stand, sending one again and revoking one."""

from datetime import timedelta

import pytest
from litestar import Litestar

from sroi.access import Role, UnableToAllow, Viewer
from sroi.accounts.operations import accept_invitation, invite, invite_colleague, revoke_invitation
from sroi.accounts.queries import invitation_of_token, invitations_page, sent_invitation
from sroi.accounts.rules import INVITATION_LIFETIME, InvitationNotFound, InvitationState, UnableToInvite
from sroi.accounts.tables import Invitation
from sroi.contracts.operations import add_subcontractor, end_subcontract, invite_subcontractor_again
from sroi.contracts.queries import subcontracts_of_contract
from sroi.contracts.rules import UnableToSubcontract
from tests.makers import GREEN_FIRM, NOW, PAINTING_FIRM, ROAD_FIRM, make_administrator, make_contract, make_contractor, make_officer
from tests.personas import PASSWORD, Persona, personas

pytestmark = pytest.mark.usefixtures("database")


async def states(viewer: Viewer, later: timedelta = timedelta()) -> list[tuple[str, InvitationState]]:
    return [(sent.email, sent.state(now=NOW + later)) for sent in await invitations_page(viewer=viewer)]


async def test_an_invitation_is_open_until_it_is_used_replaced_revoked_or_expired() -> None:
    manager = await make_contractor()
    used = await invite_colleague(viewer=manager, email="a@groen.example.nl", now=NOW)
    await accept_invitation(token=used.token, name="A Voorbeeld", password=PASSWORD, now=NOW)
    first = await invite_colleague(viewer=manager, email="b@groen.example.nl", now=NOW + timedelta(hours=1))
    await invite_colleague(viewer=manager, email="b@groen.example.nl", now=NOW + timedelta(hours=2))
    shown = await states(manager, timedelta(hours=3))
    assert shown == [
        ("b@groen.example.nl", InvitationState.OPEN),
        ("b@groen.example.nl", InvitationState.REVOKED),
        ("a@groen.example.nl", InvitationState.USED),
    ]
    with pytest.raises(InvitationNotFound):
        await invitation_of_token(token=first.token, now=NOW + timedelta(hours=3))
    assert (await states(manager, INVITATION_LIFETIME + timedelta(hours=2)))[0] == ("b@groen.example.nl", InvitationState.EXPIRED)


async def test_a_revoked_invitation_opens_no_account_and_is_not_revoked_twice() -> None:
    manager = await make_contractor()
    link = await invite_colleague(viewer=manager, email="a@groen.example.nl", now=NOW)
    (sent,) = await invitations_page(viewer=manager)
    await revoke_invitation(viewer=manager, invitation_id=sent.id, now=NOW)
    with pytest.raises(InvitationNotFound):
        await accept_invitation(token=link.token, name="A Voorbeeld", password=PASSWORD, now=NOW)
    with pytest.raises(UnableToInvite):
        await revoke_invitation(viewer=manager, invitation_id=sent.id, now=NOW)


async def test_each_sees_the_invitations_that_are_theirs_to_send() -> None:
    manager, other, officer, administrator = (
        await make_contractor(),
        await make_contractor(firm=ROAD_FIRM),
        await make_officer(),
        await make_administrator(),
    )
    await invite_colleague(viewer=manager, email="a@groen.example.nl", now=NOW)
    assert officer.organisation_id is not None
    await invite(viewer=administrator, email="wsp@example.nl", role=Role.REVIEWER, organisation_id=officer.organisation_id, now=NOW)
    seen = [len(await invitations_page(viewer=viewer)) for viewer in (manager, other, officer, administrator)]
    assert seen == [1, 0, 1, 2]
    (sent,) = await invitations_page(viewer=manager)
    with pytest.raises(InvitationNotFound):
        await sent_invitation(viewer=other, invitation_id=sent.id)
    with pytest.raises(InvitationNotFound):
        await revoke_invitation(viewer=other, invitation_id=sent.id, now=NOW)
    with pytest.raises(UnableToAllow):
        await invitations_page(viewer=await make_contractor(email="collega@groen.example.nl", name="Collega Voorbeeld"))


async def test_somebody_of_a_subcontractor_is_invited_again_while_it_may_report() -> None:
    manager, contract_id = await make_contractor(), await make_contract()
    first = await add_subcontractor(
        viewer=manager, contract_id=contract_id, subcontractor=PAINTING_FIRM, email="a@schilders.example.nl", now=NOW
    )
    assert first is not None
    (sent,) = await invitations_page(viewer=manager)
    again = await invite_subcontractor_again(viewer=manager, contract_id=contract_id, invitation_id=sent.id, now=NOW)
    with pytest.raises(InvitationNotFound):
        await invitation_of_token(token=first.token, now=NOW)
    opened = await invitation_of_token(token=again.token, now=NOW)
    assert (opened.organisation.id, opened.onward) == (sent.organisation.id, f"/mijn-contracten/{contract_id}")
    (subcontract,) = await subcontracts_of_contract(viewer=manager, contract_id=contract_id)
    await end_subcontract(viewer=manager, contract_id=contract_id, subcontract_id=subcontract.id, now=NOW)
    with pytest.raises(UnableToSubcontract):
        await invite_subcontractor_again(viewer=manager, contract_id=contract_id, invitation_id=sent.id, now=NOW)


async def _pressed(someone: Persona, path: str, said: str) -> None:
    answer = await someone.post(path)
    shown = await someone.follow(answer) if answer.status_code == 303 else answer
    assert said in shown.text, path


async def test_the_pages_list_send_again_and_revoke(app: Litestar) -> None:
    async with personas(app) as people:
        contract_id = await make_contract(firm=GREEN_FIRM)
        email = {"email": "nieuw@groen.example.nl"}
        firm = {"organisation_name": "Verfbedrijf Verzonnen", "kvk_number": "90000056"}
        of_contract, theirs = f"/contracten/{contract_id}", f"/mijn-contracten/{contract_id}/onderaannemers"
        await people.officer.post(f"{of_contract}/uitnodigen", email)
        await people.contractor.post(theirs, firm | {"email": "nieuw@verf.example.nl"})
        rows = await Invitation.select(Invitation.id, Invitation.email).order_by(Invitation.created_at)
        own, other = (row["id"] for row in rows)
        assert "verstuurd" in (await people.officer.get(f"{of_contract}/uitnodigen")).text
        assert "nieuw@groen.example.nl" in (await people.contractor.get("/collegas")).text
        assert "nieuw@verf.example.nl" in (await people.contractor.get(theirs)).text
        listed = (await people.administrator.get("/gebruikers/uitnodigingen")).text
        assert "nieuw@groen.example.nl" in listed and "nieuw@verf.example.nl" in listed
        for wrong in (f"{of_contract}/uitnodigingen/{other}/intrekken", f"{of_contract}/uitnodigingen/{other}/opnieuw"):
            assert (await people.officer.post(wrong)).status_code == 404
        assert (await people.contractor.post(f"/collegas/uitnodigingen/{other}/intrekken")).status_code == 404
        assert (await people.other_contractor.post(f"/collegas/uitnodigingen/{own}/intrekken")).status_code == 404
        await _pressed(people.contractor, f"{theirs}/uitnodigingen/{other}/opnieuw", "De uitnodiging is gemaakt")
        await _pressed(people.contractor, f"{theirs}/uitnodigingen/{other}/intrekken", "al gebruikt, verlopen of ingetrokken")
        for someone, path in (
            (people.officer, f"{of_contract}/uitnodigingen"),
            (people.contractor, "/collegas/uitnodigingen"),
            (people.administrator, "/gebruikers/uitnodigingen"),
        ):
            newest = (
                await Invitation.select(Invitation.id)
                .where(Invitation.email == email["email"])
                .order_by(Invitation.created_at, ascending=False)
                .limit(1)
            )
            await _pressed(someone, f"{path}/{newest[0]['id']}/opnieuw", "De uitnodiging is gemaakt")
        newest = await Invitation.select(Invitation.id).where(Invitation.revoked_at.is_null() & (Invitation.email == email["email"]))
        await _pressed(people.officer, f"{of_contract}/uitnodigingen/{newest[0]['id']}/intrekken", "is ingetrokken")
        assert "ingetrokken" in (await people.contractor.get("/collegas")).text
