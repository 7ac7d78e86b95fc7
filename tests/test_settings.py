"""What an installation may set, and the error that says which variable is wrong."""

from pathlib import Path

import pytest

from sroi.settings import DEVELOPMENT_SECRET, MailSecurity, MailServer, Settings, SettingsError

SECRET = "a-secret-of-this-installation-of-forty-signs"
SERVED = {"SROI_BASE_URL": "https://sroi.example.nl", "SROI_SECRET_KEY": SECRET, "SROI_PERSON_TOKEN_KEY": SECRET[::-1]}


def test_without_variables_there_is_a_database_in_a_file_on_this_machine() -> None:
    settings = Settings.from_env({})
    assert settings.database_url == "sqlite:///sroi.sqlite"
    assert settings.evidence_dir == Path("evidence")
    assert settings.base_url == "http://localhost:8000"
    assert not settings.is_demo
    assert not settings.is_secure


def test_each_variable_is_read() -> None:
    settings = Settings.from_env(
        {
            **SERVED,
            "SROI_DATABASE_URL": "postgresql://sroi:pw@db.example.nl/sroi",
            "SROI_EVIDENCE_DIR": "/var/lib/sroi/evidence",
            "SROI_DEMO": "1",
        }
    )
    assert settings.database_url == "postgresql://sroi:pw@db.example.nl/sroi"
    assert settings.evidence_dir == Path("/var/lib/sroi/evidence")
    assert (settings.secret_key, settings.person_token_key) == (SECRET, SECRET[::-1])
    assert settings.is_demo
    assert settings.is_secure


def test_a_slash_after_the_address_is_left_out() -> None:
    assert Settings.from_env({"SROI_BASE_URL": "http://localhost:9000/"}).base_url == "http://localhost:9000"


@pytest.mark.parametrize(
    "url", ["sqlite:///sroi.sqlite", "sqlite:////var/sroi.sqlite", "postgresql://sroi@db/sroi", "postgres://sroi@db/sroi"]
)
def test_both_engines_may_be_chosen(url: str) -> None:
    assert Settings.from_env({"SROI_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("SROI_DATABASE_URL", "mysql://sroi@db/sroi"),
        ("SROI_DATABASE_URL", "sroi.sqlite"),
        ("SROI_DATABASE_URL", "sqlite:///"),
        ("SROI_DATABASE_URL", "sqlite:///:memory:"),
        ("SROI_DATABASE_URL", ""),
        ("SROI_SECRET_KEY", "short"),
        ("SROI_SECRET_KEY", ""),
        ("SROI_PERSON_TOKEN_KEY", "short"),
        ("SROI_BASE_URL", "sroi.example.nl"),
        ("SROI_WORK_IN_WEB", "yes"),
        ("SROI_BASE_URL", "ftp://sroi.example.nl"),
        ("SROI_BASE_URL", "http://"),
        ("SROI_BASE_URL", "http://sroi.example.nl/sroi"),
        ("SROI_DEMO", "yes"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(variable: str, text: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env({variable: text})


@pytest.mark.parametrize("left_out", ["SROI_SECRET_KEY", "SROI_PERSON_TOKEN_KEY"])
def test_an_installation_that_is_served_must_have_secrets_of_its_own(left_out: str) -> None:
    environ = {name: text for name, text in SERVED.items() if name != left_out}
    with pytest.raises(SettingsError, match=left_out):
        Settings.from_env(environ)
    with pytest.raises(SettingsError, match=left_out):
        Settings.from_env({**environ, left_out: DEVELOPMENT_SECRET})


def test_settings_in_a_log_do_not_show_their_secrets() -> None:
    shown = repr(Settings.from_env(SERVED))
    assert "sroi.example.nl" in shown
    assert SECRET not in shown
    assert SECRET[::-1] not in shown


MAIL = {"SROI_SMTP_HOST": "smtp.example.nl", "SROI_MAIL_SENDER": "SROI <sroi@example.nl>"}


def test_without_a_host_there_is_no_mail_server() -> None:
    assert Settings.from_env({"SROI_SMTP_PORT": "25"}).mail_server is None
    assert Settings.from_env({}).works_in_web


def test_a_mail_server_is_read_with_its_defaults() -> None:
    assert Settings.from_env(MAIL).mail_server == MailServer("smtp.example.nl", 587, "SROI <sroi@example.nl>")
    given = {"SROI_SMTP_PORT": "465", "SROI_SMTP_SECURITY": "tls", "SROI_SMTP_USER": "sroi", "SROI_SMTP_PASSWORD": "geheim"}
    read = Settings.from_env({**MAIL, **given}).mail_server
    assert read == MailServer("smtp.example.nl", 465, "SROI <sroi@example.nl>", "sroi", "geheim", MailSecurity.TLS)
    assert "geheim" not in repr(read)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("SROI_SMTP_PORT", "smtp"),
        ("SROI_SMTP_PORT", "0"),
        ("SROI_SMTP_PORT", "65536"),
        ("SROI_SMTP_SECURITY", "ssl"),
        ("SROI_MAIL_SENDER", ""),
        ("SROI_MAIL_SENDER", "SROI"),
        ("SROI_MAIL_SENDER", "sroi@example.nl\nBcc: all@example.nl"),
    ],
)
def test_a_wrong_variable_of_the_mail_server_is_named(variable: str, text: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_env({**MAIL, variable: text})
