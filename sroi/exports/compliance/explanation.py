"""The sheet Toelichting: how persons are counted, where figures come from, which rules nobody has adopted, and every column."""

from collections.abc import Mapping
from gettext import gettext as _

from sroi.exports.workbook import CellKind, Column, Heading, Paragraph, Sheet, Table
from sroi.reconciliation.rules import YearReport, contracts_sentence
from sroi.reconciliation.rules.facts import once_words, rule_words

Row = tuple[str, str, str]


def explanation_sheet(*, report: YearReport, made: str, registers: tuple[Sheet, ...], unconfirmed: Mapping[tuple[str, str], int]) -> Sheet:
    """Return the sheet Toelichting; `unconfirmed` is how often each rule was used that nobody has adopted, by policy and rule."""
    subjects = (*_about_readers(), *_about_placements(report), *_about_contracts(report), *_about_years(report))
    return Sheet(
        _("Toelichting"),
        (
            Heading(_("Toelichting")),
            Paragraph(made),
            Heading(_("Hoe dit werkboek telt")),
            Table(_columns(_("Onderwerp"), _("Vraag of bron"), _("Antwoord")), subjects),
            Heading(_("Regels die niet zijn vastgesteld")),
            _unconfirmed(unconfirmed),
            Heading(_("De kolommen")),
            _meanings(registers),
        ),
    )


def _columns(first: str, second: str, third: str) -> tuple[Column, ...]:
    return (Column(first, width=26), Column(second, CellKind.LONG_TEXT, 38), Column(third, CellKind.LONG_TEXT, 110))


def _about_readers() -> tuple[Row, ...]:
    privacy = _(
        "Dit werkboek bevat persoonsgegevens, alleen voor het WSP. Deel de bladen Opgaven en Plaatsingen niet buiten het WSP. "
        "Namen en geboortedata staan er niet in."
    )
    totals = _("De rij Totaal onder een blad telt de rijen die u ziet. Het blad Samenvatting telt altijd alle rijen.")
    return ((_("Privacy"), _("Wie mag dit zien?"), privacy), (_("Totalen"), _("Wat doet een filter?"), totals))


def _about_placements(report: YearReport) -> tuple[Row, ...]:
    group = _("De doelgroep moet volgens het beleid als plaatsing tellen. Stages, trainingen en inkopen tellen niet.")
    what = f"{rule_words(report.rule)} {once_words(report.rule)} {group}"
    once = _(
        "Een persoon is te herkennen aan een versleuteld kenmerk, en anders aan het kenmerk dat de opdrachtnemer heeft gekozen. "
        "Staat een persoon op meer contracten die even ver voorgaan, dan telt dat met de vroegste gunning, en daarna het laagste nummer."
    )
    limit = _(
        "Zonder naam en geboortedatum bij de opgave is dezelfde persoon bij een andere opdrachtnemer niet te herkennen. "
        "Zo iemand telt dan bij elke opdrachtnemer."
    )
    scope = _(
        "De opdrachtgever van het contract bepaalt dit: de eigen gemeente is lokaal, elke andere is regionaal. "
        "Lokaal en regionaal zijn samen altijd het totaal."
    )
    pending = _("Personen met een ingediende opgave van een plaatsing van dit jaar, en die nog niet meetellen.")
    employers = _("De werkgevers van de plaatsingen die meetellen, geteld op KVK-nummer en anders op naam.")
    return (
        (_("Plaatsingen"), _("Wat telt mee?"), what),
        (_("Plaatsingen"), _("Hoe telt elke persoon één keer?"), once),
        (_("Plaatsingen"), _("Wat is niet te zien?"), limit),
        (_("Plaatsingen"), _("Wat is lokaal en regionaal?"), scope),
        (_("Plaatsingen"), _("Wie is in beoordeling?"), pending),
        (_("Werkgevers"), _("Wie telt mee?"), employers),
    )


def _about_contracts(report: YearReport) -> tuple[Row, ...]:
    euros = _("Alle bedragen zijn exclusief btw. Een overschot op een contract verlaagt niet wat op een ander contract resteert.")
    return (
        (_("Contracten"), _("Welke staan hierin?"), contracts_sentence(year=report.year)),
        (_("Euro's"), _("Hoe zijn ze geteld?"), euros),
    )


def _about_years(report: YearReport) -> tuple[Row, ...]:
    goal = report.goal.source if report.goal else _("Voor dit jaar staat in dit register geen doel.")
    rows = [(_("Jaardoel"), _("Wie heeft dit bepaald?"), goal)]
    rows += [(_("Jaar {year}").format(year=past.year), past.source, past.note) for past in report.history]
    if report.recorded is not None:
        text = _("De plaatsingen van dit jaar komen uit deze bron en zijn niet opnieuw berekend. {note}").format(note=report.recorded.note)
        rows.append((_("Jaar {year}").format(year=report.year), report.recorded.source, text.strip()))
    return tuple(rows)


def _unconfirmed(unconfirmed: Mapping[tuple[str, str], int]) -> Table:
    rows = tuple(
        (policy, rule, _("Niet vastgesteld. Aantal berekeningen in dit werkboek: {count}.").format(count=count))
        for (policy, rule), count in unconfirmed.items()
    )
    empty = _("Alle regels die in dit werkboek zijn gebruikt, zijn vastgesteld.")
    return Table(_columns(_("Beleid"), _("Regel"), _("Stand")), rows, empty=empty)


def _meanings(registers: tuple[Sheet, ...]) -> Table:
    rows = tuple(
        (sheet.name, column.header, column.explanation)
        for sheet in registers
        for part in sheet.parts
        if isinstance(part, Table)
        for column in part.columns
    )
    return Table(_columns(_("Blad"), _("Kolom"), _("Betekenis")), rows)
