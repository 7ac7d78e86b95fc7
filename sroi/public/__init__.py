"""The wing that everybody may enter: the front door, the calculator, signing in, invitations, one's own account, statements, health."""

from sroi.public.account import choose_mail, own_account, set_password
from sroi.public.calculator import contribution_calculator, obligation_calculator
from sroi.public.example_mail import example_mail, example_mails
from sroi.public.health import health_check
from sroi.public.home import accessibility, home, privacy
from sroi.public.invitations import invitation_page, make_account
from sroi.public.passwords import ask, choose, forgotten_form, new_password_form
from sroi.public.sign_in import begin_session, end_session, sign_in_page
from sroi.public.stories import stories, story
from sroi.public.unsubscribing import unsubscribe, unsubscribe_form

ROUTES = (
    home,
    accessibility,
    privacy,
    obligation_calculator,
    contribution_calculator,
    stories,
    story,
    health_check,
    sign_in_page,
    begin_session,
    end_session,
    invitation_page,
    make_account,
    own_account,
    set_password,
    choose_mail,
    forgotten_form,
    ask,
    new_password_form,
    choose,
    unsubscribe_form,
    unsubscribe,
    example_mails,
    example_mail,
)
