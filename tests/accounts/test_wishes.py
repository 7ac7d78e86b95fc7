"""Which mail somebody wants: chosen on the own page, and turned off by the link in a mail, by nobody who makes a link up."""

from uuid import uuid4

import pytest
from litestar import Litestar

from sroi.access import Role
from sroi.accounts.operations import set_wishes, stop_mail
from sroi.accounts.queries import recipients_by_organisation, recipients_for, recipients_of_role
from sroi.accounts.rules import AccountNotFound
from sroi.accounts.tables import UserAccount
from sroi.mail.rules import MilestoneReminder, Recipient, WeeklySummary, unsubscribe_token
from sroi.settings import DEVELOPMENT_SECRET
from tests.makers import NOW, make_contractor, make_reviewer
from tests.personas import browser, personas

pytestmark = pytest.mark.usefixtures("database")


async def test_reminders_are_wanted_until_somebody_says_no_and_summaries_not_until_somebody_says_yes() -> None:
    reviewer = await make_reviewer()
    own = (Recipient(reviewer.email, reviewer.user_id),)
    assert await recipients_of_role(role=Role.REVIEWER, mail=MilestoneReminder) == own
    assert await recipients_of_role(role=Role.REVIEWER, mail=WeeklySummary) == ()
    await set_wishes(viewer=reviewer, wants_reminders=False, wants_weekly_summary=True, now=NOW)
    assert await recipients_of_role(role=Role.REVIEWER, mail=MilestoneReminder) == ()
    assert await recipients_of_role(role=Role.REVIEWER, mail=WeeklySummary) == own


async def test_who_left_is_followed_by_who_manages_the_organisation() -> None:
    manager, colleague = await make_contractor(), await make_contractor(email="collega@groen.example.nl")
    assert manager.organisation_id is not None and colleague.user_id is not None
    assert await recipients_for(account_id=colleague.user_id) == (Recipient(colleague.email, colleague.user_id),)
    await UserAccount.update({UserAccount.is_active: False}).where(UserAccount.id == colleague.user_id)
    assert await recipients_for(account_id=colleague.user_id) == (Recipient(manager.email, manager.user_id),)
    everybody = await recipients_by_organisation(role=Role.CONTRACTOR, mail=MilestoneReminder)
    assert everybody == {manager.organisation_id: (Recipient(manager.email, manager.user_id),)}
    assert await recipients_for(account_id=uuid4()) == ()


async def test_a_wish_that_does_not_exist_is_nobodys() -> None:
    viewer = await make_contractor()
    assert viewer.user_id is not None
    for account_id, wish in ((viewer.user_id, "is_active"), (uuid4(), "wants_reminders")):
        with pytest.raises(AccountNotFound):
            await stop_mail(account_id=account_id, wish=wish, now=NOW)


async def test_the_page_keeps_a_choice_and_the_link_of_a_mail_ends_it(app: Litestar) -> None:
    async with personas(app) as people, browser(app) as visitor:
        one = people.contractor
        assert one.viewer.user_id is not None
        kept = await one.follow(await one.post("/mijn-account/mail", {"wants_weekly_summary": "1"}))
        assert "Uw keuze is bewaard" in kept.text
        (row,) = await UserAccount.select().where(UserAccount.id == one.viewer.user_id)
        assert (bool(row["wants_reminders"]), bool(row["wants_weekly_summary"])) == (False, True)
        token = unsubscribe_token(account=one.viewer.user_id, preference="wants_weekly_summary", secret_key=DEVELOPMENT_SECRET)
        asked = await visitor.get(f"/afmelden/{token}")
        assert "Wekelijkse samenvatting" in asked.text
        (row,) = await UserAccount.select().where(UserAccount.id == one.viewer.user_id)
        assert bool(row["wants_weekly_summary"])  # a program that only opens links ends nothing
        assert "U bent afgemeld" in (await visitor.post(f"/afmelden/{token}")).text
        (row,) = await UserAccount.select().where(UserAccount.id == one.viewer.user_id)
        assert not bool(row["wants_weekly_summary"])
        assert (await visitor.post(f"/afmelden/{token}x")).status_code == 404
