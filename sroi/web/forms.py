"""Forms: what a person typed becomes typed values, or one Dutch sentence per field; what was typed is never lost.

In: the fields of a form and what was submitted (see `requests.submitted`). Out: a `Submission` for the handler, and a `FormView` for the
macros in `components/forms.html`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from gettext import gettext as _
from typing import Any

from litestar.datastructures import UploadFile

from sroi.errors import UnableTo
from sroi.values import holds_bsn

Options = tuple[tuple[str, str], ...]
Typed = str | tuple[str, ...]
Data = Mapping[str, str | list[str] | UploadFile]

FREE_TEXT = ("text", "textarea")
CHOICES = ("select", "radio", "checkboxes")
TEXT_LENGTH = 200
TEXTAREA_LENGTH = 4_000
INPUT_MODES = {"money": "decimal", "number": "decimal"}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form.

    `kind` is text, email, password, date, money, number, textarea, select, radio, checkbox, checkboxes, file or hidden. `parse` turns text
    into a value, or raises ValueError with a sentence for the person who typed. `missing` is said when a required field is empty. What may
    be a citizen service number is refused in a text that people write freely, unless the field `may_be_bsn`: a number that others give out.
    """

    name: str
    label: str
    kind: str = "text"
    parse: Callable[[str], Any] = str
    required: bool = True
    hint: str = ""
    options: Options = ()
    missing: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    accept: str = ""
    multiple: bool = False
    max_length: int | None = None
    may_be_bsn: bool = False


@dataclass(frozen=True)
class FieldView:
    """A field as the page shows it: with what was typed, and with what is wrong with that."""

    name: str
    label: str
    hint: str
    kind: str
    value: Typed
    error: str
    options: Options
    required: bool
    autocomplete: str
    inputmode: str
    accept: str
    warning: str = ""
    multiple: bool = False


@dataclass(frozen=True)
class FormView:
    """A form as the page shows it; `form["name"]` is one field; `errors` are (field name, message), the name empty for the whole.

    `warnings` are the same of what may be kept as it is.
    """

    fields: tuple[FieldView, ...]
    errors: tuple[tuple[str, str], ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> FieldView:
        """Return the field of this name."""
        return next(found for found in self.fields if found.name == name)


@dataclass(frozen=True)
class Submission:
    """What a submitted form holds: values by field name, or errors by field name, and what was typed.

    A field with an error has no value; an optional field that was left empty has the value None (for checkboxes: an empty tuple).
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Typed] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Return whether every field could be read."""
        return not self.errors

    def with_error(self, *, field: str, message: str) -> "Submission":
        """Return this submission with one more error; the first error of a field stands. An empty field means the whole form."""
        return replace(self, errors={field: message, **self.errors})

    def with_refusal(self, refusal: UnableTo) -> "Submission":
        """Return this submission with the refusal of an operation on the field that it names."""
        return self.with_error(field=refusal.field or "", message=refusal.message)


def read(*, fields: Sequence[Field], data: Data) -> Submission:
    """Return what was submitted, checked field by field."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in fields:
        try:
            values[each.name] = _value(each, data.get(each.name, ""))
        except ValueError as error:
            errors[each.name] = str(error)
    typed = {each.name: _typed(each, data.get(each.name, "")) for each in fields if each.kind not in ("file", "password")}
    return Submission(values=values, errors=errors, typed=typed)


def view(
    *,
    fields: Sequence[Field],
    submission: Submission | None = None,
    typed: Mapping[str, Typed] | None = None,
    warnings: Sequence[tuple[str, str]] = (),
) -> FormView:
    """Return the form for the page: with what was submitted, or at first with `typed`, the texts that it opens with.

    `warnings` are pairs of a field's name and what to look at there.
    """
    shown = submission or Submission(typed=typed or {})
    views = tuple(_view(each, shown) for each in fields)
    known = {each.name for each in fields}
    of_form = [("", message) for name, message in shown.errors.items() if name not in known]
    views = tuple(replace(each, warning=" ".join(text for name, text in warnings if name == each.name)) for each in views)
    errors = (*of_form, *((each.name, _named(each)) for each in views if each.error))
    return FormView(fields=views, errors=errors, warnings=tuple((name if name in known else "", text) for name, text in warnings))


def suggest(form: FormView, *, field: str, options: Options) -> FormView:
    """Return a form in which a field of text offers these (text, explanation); anything else may be typed too."""
    return replace(form, fields=tuple(replace(each, options=options) if each.name == field else each for each in form.fields))


def _named(each: FieldView) -> str:
    """Return an error for the summary, where it stands away from its field."""
    return each.error if each.label in each.error else f"{each.label}: {each.error}"


def _view(each: Field, shown: Submission) -> FieldView:
    return FieldView(
        name=each.name,
        label=each.label,
        hint=_hint(each, shown),
        kind=each.kind,
        value=shown.typed.get(each.name, () if each.kind == "checkboxes" else ""),
        error=shown.errors.get(each.name, ""),
        options=each.options,
        required=each.required,
        autocomplete=each.autocomplete,
        inputmode=each.inputmode or INPUT_MODES.get(each.kind, ""),
        accept=each.accept,
        multiple=each.multiple,
    )


def _hint(each: Field, shown: Submission) -> str:
    if each.kind == "file" and shown.values.get(each.name) is not None:
        return _("Kies het bestand opnieuw: een browser bewaart dat niet. {hint}").format(hint=each.hint).strip()
    if each.kind == "date" and not each.hint:
        return _("Dag-maand-jaar, bijvoorbeeld 31-12-2024")
    return each.hint


def _typed(each: Field, sent: str | list[str] | UploadFile) -> Typed:
    if isinstance(sent, UploadFile):
        return ""
    if each.kind == "checkboxes":
        return tuple(sent) if isinstance(sent, list) else (sent,) if sent else ()
    return sent[0] if isinstance(sent, list) else sent


def _value(each: Field, sent: str | list[str] | UploadFile) -> Any:
    """Return the value of a field; raise ValueError with what is wrong."""
    if each.kind == "file":
        return _file(each, sent)
    typed = _typed(each, sent)
    if each.kind == "checkboxes":
        return tuple(each.parse(_chosen(each, one)) for one in _required(each, typed))
    text = str(typed) if each.kind == "password" else str(typed).strip()
    if each.kind == "checkbox":
        return bool(_required(each, text))
    return each.parse(_checked(each, text)) if _required(each, text) else None


def _required(each: Field, typed: Typed) -> Typed:
    if each.required and not typed:
        raise ValueError(each.missing or _missing(each))
    return typed


def _checked(each: Field, text: str) -> str:
    if each.kind in CHOICES:
        return _chosen(each, text)
    longest = each.max_length or (TEXTAREA_LENGTH if each.kind == "textarea" else TEXT_LENGTH)
    if len(text) > longest:
        raise ValueError(_("Deze tekst is te lang. Gebruik ten hoogste {number} tekens.").format(number=longest))
    if each.kind in FREE_TEXT and not each.may_be_bsn and holds_bsn(text):
        raise ValueError(_("Dit kan een burgerservicenummer zijn. Dat bewaren wij niet. Haal het weg of gebruik een eigen nummer."))
    return text


def _chosen(each: Field, text: str) -> str:
    if text not in dict(each.options):
        raise ValueError(_("Kies een van de mogelijkheden."))
    return text


def _file(each: Field, sent: object) -> UploadFile | None:
    found = sent if isinstance(sent, UploadFile) and sent.filename else None
    if found is None and each.required:
        raise ValueError(each.missing or _missing(each))
    return found


def _missing(each: Field) -> str:
    if each.kind == "file":
        return _("Kies een bestand bij “{label}”.").format(label=each.label)
    if each.kind == "checkbox":
        return _("Zet een vinkje bij “{label}”.").format(label=each.label)
    if each.kind in CHOICES:
        return _("Maak een keuze bij “{label}”.").format(label=each.label)
    return _("Vul “{label}” in.").format(label=each.label)
