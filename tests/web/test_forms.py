"""Forms: typed values or a sentence a field, and nothing that was typed is lost."""

from decimal import Decimal
from enum import StrEnum

import pytest
from litestar.datastructures import UploadFile

from sroi.errors import UnableTo
from sroi.values import parse_euros
from sroi.web.forms import Field, read, view
from sroi.web.templating import environment


class Kind(StrEnum):
    WORKS = "works"
    SERVICES = "services"


TITLE = Field(name="title", label="Titel", max_length=20)
SUM = Field(name="sum", label="Opdrachtsom", kind="money", parse=parse_euros)
KIND = Field(name="kind", label="Soort", kind="radio", options=(("works", "Werken"), ("services", "Diensten")), parse=Kind)
GROUPS = Field(name="groups", label="Doelgroepen", kind="checkboxes", required=False, options=(("ww", "WW"), ("wajong", "Wajong")))
NOTE = Field(name="note", label="Toelichting", kind="textarea", required=False)
FILE = Field(name="file", label="Bewijsstuk", kind="file", hint="PDF")
SURE = Field(name="sure", label="Naar waarheid", kind="checkbox")
PASSWORD = Field(name="password", label="Wachtwoord", kind="password")
GOOD = {"title": " Onderhoud bruggen ", "sum": "1.250.000,00", "kind": "works"}


def upload(name: str) -> UploadFile:
    return UploadFile(content_type="application/pdf", filename=name, file_data=b"%PDF")


def test_texts_become_values_of_their_type() -> None:
    found = read(fields=(TITLE, SUM, KIND), data=GOOD)
    assert found.is_valid
    assert found.values == {"title": "Onderhoud bruggen", "sum": Decimal("1250000.00"), "kind": Kind.WORKS}


@pytest.mark.parametrize(
    ("field", "sent", "says"),
    [
        (TITLE, "   ", "Vul “Titel” in."),
        (TITLE, "x" * 21, "Deze tekst is te lang. Gebruik ten hoogste 20 tekens."),
        (SUM, "veel", "Schrijf het bedrag in cijfers, bijvoorbeeld 1.250.000,00."),
        (KIND, "", "Maak een keuze bij “Soort”."),
        (KIND, "supplies", "Kies een van de mogelijkheden."),
        (GROUPS, ["ww", "onbekend"], "Kies een van de mogelijkheden."),
        (FILE, "", "Kies een bestand bij “Bewijsstuk”."),
        (FILE, upload(""), "Kies een bestand bij “Bewijsstuk”."),
        (SURE, "", "Zet een vinkje bij “Naar waarheid”."),
        (NOTE, "x" * 4_001, "Deze tekst is te lang. Gebruik ten hoogste 4000 tekens."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_on_its_field(field: Field, sent: str | list[str] | UploadFile, says: str) -> None:
    found = read(fields=(field,), data={field.name: sent})
    assert found.errors == {field.name: says}
    assert found.values == {}


def test_a_field_may_say_itself_what_is_missing() -> None:
    found = read(fields=(Field(name="kvk", label="KVK-nummer", missing="Zoek het nummer op."),), data={})
    assert found.errors == {"kvk": "Zoek het nummer op."}


def test_what_is_optional_and_empty_has_no_value() -> None:
    found = read(fields=(NOTE, GROUPS, Field(name="evidence", label="Bewijs", kind="file", required=False)), data={})
    assert found.values == {"note": None, "groups": (), "evidence": None}


@pytest.mark.parametrize(("sent", "chosen"), [("ww", ("ww",)), (["ww", "wajong"], ("ww", "wajong"))])
def test_checkboxes_are_read_one_or_many(sent: str | list[str], chosen: tuple[str, ...]) -> None:
    assert read(fields=(GROUPS,), data={"groups": sent}).values == {"groups": chosen}


def test_a_wrong_field_loses_nothing_that_was_typed_in_any() -> None:
    found = read(fields=(TITLE, SUM, KIND, GROUPS), data=GOOD | {"sum": "-5,123", "groups": ["ww"]})
    form = view(fields=(TITLE, SUM, KIND, GROUPS), submission=found)
    assert [(field.value, field.error) for field in form.fields] == [
        (" Onderhoud bruggen ", ""),
        ("-5,123", "Schrijf het bedrag in cijfers, bijvoorbeeld 1.250.000,00."),
        ("works", ""),
        (("ww",), ""),
    ]


def test_a_password_is_never_shown_again() -> None:
    found = read(fields=(PASSWORD,), data={"password": " met spaties "})
    assert found.values == {"password": " met spaties "}
    assert view(fields=(PASSWORD,), submission=found)["password"].value == ""


def test_a_file_must_be_chosen_again_when_another_field_is_wrong() -> None:
    found = read(fields=(TITLE, FILE), data={"file": upload("verklaring.pdf")})
    assert view(fields=(TITLE, FILE), submission=found)["file"].hint == "Kies het bestand opnieuw: een browser bewaart dat niet. PDF"
    assert view(fields=(TITLE, FILE))["file"].hint == "PDF"


def test_the_summary_names_the_field_that_an_error_does_not_name() -> None:
    found = read(fields=(TITLE, SUM), data={"sum": "veel"})
    assert view(fields=(TITLE, SUM), submission=found).errors == (
        ("title", "Vul “Titel” in."),
        ("sum", "Opdrachtsom: Schrijf het bedrag in cijfers, bijvoorbeeld 1.250.000,00."),
    )


def test_a_refusal_stands_on_its_field_or_on_the_whole_form() -> None:
    found = read(fields=(TITLE,), data=GOOD)
    on_field = found.with_refusal(UnableTo("Deze titel bestaat al.", field="title"))
    on_form = found.with_refusal(UnableTo("Het jaar is gesloten."))
    on_hidden = found.with_error(field="elsewhere", message="Dit gaat over een ander veld.")
    assert not on_field.is_valid
    assert view(fields=(TITLE,), submission=on_field)["title"].error == "Deze titel bestaat al."
    assert view(fields=(TITLE,), submission=on_form).errors == (("", "Het jaar is gesloten."),)
    assert view(fields=(TITLE,), submission=on_hidden).errors == (("", "Dit gaat over een ander veld."),)


def test_the_first_error_of_a_field_stands() -> None:
    found = read(fields=(TITLE,), data={}).with_error(field="title", message="Een tweede fout.")
    assert found.errors == {"title": "Vul “Titel” in."}


def test_a_form_opens_with_the_texts_that_are_given() -> None:
    form = view(fields=(TITLE, GROUPS), typed={"title": "Onderhoud", "groups": ("ww",)})
    assert (form["title"].value, form["groups"].value, form.errors) == ("Onderhoud", ("ww",), ())


def test_a_rendered_field_is_tied_to_its_label_its_hint_and_its_error() -> None:
    template = environment().from_string('{% from "components/forms.html" import fields %}{{ fields(form) }}')
    wrong = read(fields=(SUM, KIND, GROUPS), data={"sum": '"><script>', "groups": "ww"})
    page = template.render(form=view(fields=(SUM, KIND, GROUPS), submission=wrong))
    assert '<label class="utrecht-form-label" for="field-sum">' in page
    assert 'aria-describedby=" error-sum"' in page
    assert 'aria-invalid="true"' in page
    assert "<script>" not in page
    assert 'value="ww" checked' in page
    assert 'value="wajong" checked' not in page
    assert page.count("(niet verplicht)") == 1
