"""What an address, a password and an attempt to sign in may be."""

from datetime import UTC, datetime, timedelta

import pytest

from sroi.access import Role, UnableToAllow, Viewer
from sroi.accounts.rules import (
    FAILURE_WINDOW,
    MAX_FAILURES,
    UnableToUseEmail,
    UnableToUseName,
    UnableToUsePassword,
    check_password,
    normalised_email,
    normalised_name,
    refused_until,
    require_invite,
    retry_at,
)

NOW = datetime(2023, 12, 15, 9, 0, tzinfo=UTC)


def test_an_address_is_known_without_capitals_and_spaces() -> None:
    assert normalised_email("  Inkoper@Example.NL ") == "inkoper@example.nl"


@pytest.mark.parametrize("text", ["", "inkoper", "inkoper@", "@example.nl", "a b@example.nl", "a@example", "a@b..nl", "a" * 250 + "@b.nl"])
def test_what_is_no_address_is_refused_on_its_field(text: str) -> None:
    with pytest.raises(UnableToUseEmail) as refusal:
        normalised_email(text)
    assert refusal.value.field == "email"


def test_a_name_gets_single_spaces() -> None:
    assert normalised_name("  An   de  Vries ") == "An de Vries"


@pytest.mark.parametrize("text", ["", "   ", "a" * 201])
def test_an_empty_or_endless_name_is_refused(text: str) -> None:
    with pytest.raises(UnableToUseName):
        normalised_name(text)


@pytest.mark.parametrize(
    ("password", "part"),
    [
        ("elf tekens!", "te kort"),
        ("a" * 201, "te lang"),
        ("Inkoper@Example.nl", "e-mailadres"),
        ("aaaaaaaaaaaaab", "makkelijk te raden"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, part: str) -> None:
    with pytest.raises(UnableToUsePassword, match=part):
        check_password(password=password, email="inkoper@example.nl")


def test_a_sentence_of_twelve_signs_is_a_password() -> None:
    check_password(password="twaalf teken", email="inkoper@example.nl")


def test_after_ten_failures_the_first_must_leave_the_window() -> None:
    failures = [NOW - timedelta(minutes=minute) for minute in range(MAX_FAILURES)]
    assert retry_at(failures=failures[:-1], now=NOW) is None
    assert retry_at(failures=failures, now=NOW) == NOW - timedelta(minutes=MAX_FAILURES - 1) + FAILURE_WINDOW


def test_failures_before_the_window_do_not_count() -> None:
    assert retry_at(failures=[NOW - FAILURE_WINDOW] * MAX_FAILURES, now=NOW) is None


def test_the_wait_is_said_in_whole_minutes_upward() -> None:
    assert "over 1 minuut" in refused_until(retry=NOW + timedelta(seconds=20), now=NOW)
    assert "over 6 minuten" in refused_until(retry=NOW + timedelta(minutes=5, seconds=1), now=NOW)


@pytest.mark.parametrize(
    ("role", "invited", "is_allowed"),
    [
        (Role.PROCUREMENT_OFFICER, Role.CONTRACTOR, True),
        (Role.PROCUREMENT_OFFICER, Role.REVIEWER, False),
        (Role.REVIEWER, Role.CONTRACTOR, True),
        (Role.REVIEWER, Role.ADMINISTRATOR, False),
        (Role.ADMINISTRATOR, Role.CONTRACTOR, True),
        (Role.ADMINISTRATOR, Role.ADMINISTRATOR, True),
        (Role.CONTRACTOR, Role.CONTRACTOR, False),
    ],
)
def test_who_may_invite_whom(role: Role, invited: Role, is_allowed: bool) -> None:
    viewer = Viewer(role=role)
    if is_allowed:
        require_invite(viewer=viewer, role=invited)
        return
    with pytest.raises(UnableToAllow):
        require_invite(viewer=viewer, role=invited)
