"""The sheets Contracten, Opgaven and Plaatsingen: columns with what they mean, and pure rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from gettext import gettext as _
from uuid import UUID

from sroi.contracts.rules import MemberFacts, NumberKind, contract_type_label, scope_label
from sroi.exports.queries import ClaimLine, ObligationLine
from sroi.exports.workbook import CellKind, Column, Sheet, Table, Value
from sroi.fulfilment.rules import ClaimStatus, status_label
from sroi.reconciliation.rules import (
    ContractLine,
    JudgedPlacement,
    PlacementVerdict,
    placement_verdict_label,
    standing_label,
)
from sroi.review.rules import Verdict, choice_label, workbook_headers
from sroi.review.rules.workbooks import AMOUNT, KEY_COLUMN, REASON, VERDICT
from sroi.values import last_day, local_day

NUMBER_LABELS = {NumberKind.KVK: _("KVK"), NumberKind.OIN: _("OIN"), NumberKind.OTHER: _("nummer")}


def _euros(header: str, explanation: str, *, is_totalled: bool = True) -> Column:
    return Column(header, CellKind.EUROS, 16, explanation, is_totalled=is_totalled)


def _register(name: str, columns: tuple[Column, ...], rows: list[tuple[Value, ...]], empty: str) -> Sheet:
    table = Table(columns, tuple(rows), empty=empty, total_label=_("Totaal"), is_filtered=True)
    return Sheet(name, (table,), is_register=True)


# ---------------------------------------------------------------- contracts


def contract_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet Contracten."""
    return (
        Column(_("Contract"), width=18, explanation=_("Het nummer van het contract bij de opdrachtgever.")),
        Column(_("Titel"), CellKind.LONG_TEXT, 42, _("De naam van de opdracht.")),
        Column(_("Soort"), width=12, explanation=_("Werken, diensten of leveringen.")),
        Column(_("Opdrachtgever"), width=26, explanation=_("De aanbestedende dienst die het contract heeft gegund.")),
        Column(
            _("Bereik"), width=11, explanation=_("Lokaal: gegund door de eigen gemeente. Regionaal: gegund door een andere opdrachtgever.")
        ),
        Column(_("Opdrachtnemer"), CellKind.LONG_TEXT, 36, _("Wie de opdracht uitvoert en social return moet invullen.")),
        Column(_("KVK-nummer"), width=12, explanation=_("Acht cijfers, als tekst: zo blijven voorloopnullen staan.")),
        Column(_("Gegund op"), CellKind.DATE, 12, _("De gunningsdatum. Die bepaalt welk beleid geldt.")),
        Column(_("Start"), CellKind.DATE, 12, _("De eerste dag van het contract.")),
        Column(_("Tot en met"), CellKind.DATE, 12, _("De laatste dag van het contract. Leeg: het einde is niet bekend.")),
        _euros(_("Opdrachtsom"), _("De opdrachtsom exclusief btw.")),
        Column(_("Beleid"), width=16, explanation=_("De versie van het beleid waarmee de verplichting is berekend.")),
        _euros(_("Verplicht"), _("Wat de opdrachtnemer over de hele looptijd aan social return moet invullen.")),
        _euros(_("Goedgekeurd"), _("Wat het WSP over de hele looptijd heeft goedgekeurd.")),
        _euros(
            _("In beoordeling"), _("Wat is ingediend en nog niet is beoordeeld, voor zover het binnen de maxima van het beleid meetelt.")
        ),
        _euros(_("Resteert"), _("Wat nog moet worden ingevuld; nooit minder dan nul.")),
        _euros(_("Overschot"), _("Wat meer is goedgekeurd dan verplicht was. Het telt niet mee voor een ander contract.")),
        Column(_("Deel ingevuld"), CellKind.SHARE, 11, _("Goedgekeurd gedeeld door verplicht.")),
        Column(_("Stand"), width=14, explanation=_standing_explanation()),
        Column(_("Plaatsingen"), CellKind.WHOLE, 12, _("Personen die dit jaar bij dit contract meetellen."), is_totalled=True),
        Column(_("Open vragen"), CellKind.LONG_TEXT, 50, _("Wat bij de verplichting nog moet worden bevestigd.")),
        Column(_("Combinanten"), CellKind.LONG_TEXT, 50, _members_explanation()),
    )


def _standing_explanation() -> str:
    return _(
        "Voldaan: alles is ingevuld. Te laat: het contract is afgelopen en er resteert een bedrag. Loopt achter: het deel dat is "
        "ingevuld is kleiner dan het deel van de looptijd dat voorbij is. Op schema: de rest."
    )


def _members_explanation() -> str:
    return _(
        "De leden van de combinatie die de opdracht uitvoert, elk op een eigen regel: de naam, met tussen haakjes penvoerder en het nummer "
        "(KVK, OIN of een ander nummer) voor zover bekend. Leeg: de opdrachtnemer is geen combinatie."
    )


def contracts_sheet(
    *, lines: Sequence[ContractLine], obligations: Mapping[UUID, ObligationLine], members: Mapping[UUID, Sequence[MemberFacts]]
) -> Sheet:
    """Return the sheet of the contracts of the year."""
    rows = [_contract_row(line, obligations.get(line.contract.id), members.get(line.contract.id, ())) for line in lines]
    return _register(_("Contracten"), contract_columns(), rows, _("Er zijn in dit jaar geen contracten met een verplichting."))


def _contract_row(line: ContractLine, obligation: ObligationLine | None, members: Sequence[MemberFacts]) -> tuple[Value, ...]:
    contract, euros = line.contract, line.euros
    return (
        contract.number,
        contract.title,
        contract_type_label(contract.contract_type),
        contract.authority_name,
        scope_label(contract.scope),
        contract.contractor_name,
        contract.kvk_number,
        contract.awarded_on,
        contract.period.start,
        last_day(contract.period.end),
        contract.contract_sum,
        obligation.policy_name if obligation else None,
        euros.owed,
        euros.approved,
        euros.in_review,
        euros.remaining,
        euros.surplus,
        (euros.approved / euros.owed).quantize(Decimal("0.0001")),
        standing_label(line.standing),
        line.placements,
        obligation.questions if obligation else None,
        "\n".join(_member(member) for member in members) or None,
    )


def _member(member: MemberFacts) -> str:
    number = f"{NUMBER_LABELS[member.kind]} {member.number}" if member.kind else ""
    told = ", ".join(filter(None, (_("penvoerder") if member.is_lead else "", number)))
    return f"{member.name} ({told})" if told else member.name


# ---------------------------------------------------------------- claims


def claim_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet Opgaven."""
    return (
        Column(_("Opgave"), CellKind.WHOLE, 9, _("Het nummer van de opgave in dit register.")),
        Column(_("Contract"), width=18, explanation=_("Het contract waarop de opgave is gedaan.")),
        Column(_("Opdrachtgever"), width=26, explanation=_("De aanbestedende dienst van dat contract.")),
        Column(_("Opdrachtnemer"), CellKind.LONG_TEXT, 36, _("Wie de opgave heeft gedaan.")),
        Column(_("Soort"), width=22, explanation=_("Plaatsing, training, sociale inkoop of maatschappelijke activiteit.")),
        Column(
            _("Omschrijving"),
            CellKind.LONG_TEXT,
            52,
            _("Waar de opgave over gaat. Een kandidaat staat hier met een kenmerk, nooit met een naam."),
        ),
        Column(_("Van"), CellKind.DATE, 12, _("De eerste dag waarover de opgave gaat.")),
        Column(_("Tot en met"), CellKind.DATE, 12, _("De laatste dag waarover de opgave gaat.")),
        Column(_("Status"), width=19, explanation=_("Waar de opgave staat. Concepten staan niet in dit werkboek.")),
        Column(_("Ingediend op"), CellKind.DATE, 13, _("De dag waarop de opgave het laatst is ingediend.")),
        _euros(_("Waarde"), _("Wat de opgave volgens het beleid waard is over de opgegeven periode."), is_totalled=False),
        _euros(
            _("Verwacht"),
            _("Wat de opgave waard is als zij doorloopt tot haar einde. Opgaven van een plaatsing delen dit bedrag."),
            is_totalled=False,
        ),
        _euros(_("Goedgekeurd"), _("Wat het WSP ervan heeft goedgekeurd. Leeg: (nog) niet goedgekeurd.")),
        *_review_columns(),
    )


def _review_columns() -> tuple[Column, ...]:
    """Return the columns in which the WSP reviews, and the hidden one by which a row is known again when the workbook comes back."""
    headers = workbook_headers()
    reason = _("In te vullen: wat de opdrachtnemer moet weten of doen. Nodig bij terugsturen, afwijzen en een lager bedrag.")
    return (
        Column(
            headers[VERDICT],
            width=24,
            explanation=_("In te vullen bij een opgave in beoordeling, en in te leveren bij Werkvoorraad. Leeg: nog niet beoordeeld."),
            choices=tuple(choice_label(verdict) for verdict in Verdict),
            is_open=True,
        ),
        Column(headers[AMOUNT], CellKind.EUROS, 16, _("In te vullen bij goedkeuren. Er staat wat de opgave waard is."), is_open=True),
        Column(headers[REASON], CellKind.LONG_TEXT, 40, reason, is_open=True),
        Column(
            headers[KEY_COLUMN], width=40, explanation=_("Verborgen: welke opgave dit is en hoe zij was. Laat dit staan."), is_hidden=True
        ),
    )


def claims_sheet() -> Sheet:
    """Return the sheet of all claims but drafts on those contracts; its rows are written page by page, by `claim_row`."""
    return replace(_register(_("Opgaven"), claim_columns(), [], _("Er zijn geen opgaven op deze contracten.")), is_protected=True)


def claim_row(claim: ClaimLine) -> tuple[Value, ...]:
    """Return a claim as a row of its sheet."""
    return (
        claim.number,
        claim.contract_number,
        claim.authority_name,
        claim.contractor_name,
        claim.kind_label,
        claim.summary,
        claim.period.start,
        last_day(claim.period.end),
        _status(claim.status),
        local_day(claim.submitted_at),
        claim.value,
        claim.expected,
        claim.approved,
        None,
        claim.value if claim.status is ClaimStatus.SUBMITTED else None,
        None,
        claim.key,
    )


@cache
def _status(status: ClaimStatus) -> str:
    # Looked up once: a hundred thousand rows have a handful of statuses.
    return status_label(status)


# ---------------------------------------------------------------- placements


def placement_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet Plaatsingen."""
    return (
        Column(_("Kandidaat"), width=14, explanation=_("Het kenmerk dat de opdrachtnemer de kandidaat heeft gegeven; geen naam.")),
        Column(_("Telt"), CellKind.WHOLE, 7, _("1 als de plaatsing meetelt voor het jaardoel, anders 0."), is_totalled=True),
        Column(_("Uitkomst"), CellKind.LONG_TEXT, 46, _("Waarom de plaatsing wel of niet meetelt.")),
        Column(_("Bereik"), width=11, explanation=_("Lokaal of regionaal, door de opdrachtgever van het contract.")),
        Column(_("Doelgroep"), CellKind.LONG_TEXT, 40, _("Het bouwblok van het beleid.")),
        Column(_("Werkgever"), CellKind.LONG_TEXT, 36, _("Waar de kandidaat werkt: de opdrachtnemer zelf of een ander.")),
        Column(_("KVK werkgever"), width=14, explanation=_("Het KVK-nummer van de werkgever, als het is opgegeven.")),
        Column(_("Start"), CellKind.DATE, 12, _("De eerste werkdag.")),
        Column(_("Tot en met"), CellKind.DATE, 12, _("De laatste werkdag volgens de laatste opgave. Leeg: loopt door.")),
        Column(_("Uren per week"), CellKind.DECIMAL, 10, _("Volgens de laatste opgave.")),
        Column(_("Contract"), width=18, explanation=_("Het contract waarop de plaatsing is opgegeven.")),
        Column(_("Gegund op"), CellKind.DATE, 12, _("De gunningsdatum van dat contract.")),
        Column(_("Opdrachtgever"), width=26, explanation=_("De aanbestedende dienst van dat contract.")),
        Column(_("Opdrachtnemer"), CellKind.LONG_TEXT, 36, _("Wie de plaatsing heeft opgegeven.")),
        Column(_("Eerste opgave"), CellKind.WHOLE, 10, _("Het nummer van de eerste opgave van deze plaatsing, op het blad Opgaven.")),
        _euros(_("Goedgekeurd"), _("De som van de goedgekeurde opgaven van deze plaatsing.")),
        _euros(_("In beoordeling"), _("De som van de ingediende opgaven van deze plaatsing.")),
    )


def placements_sheet(*, placements: Sequence[JudgedPlacement]) -> Sheet:
    """Return the sheet of every placement that started in the year, those that count first."""
    rows = [_placement_row(judged) for judged in placements]
    return _register(_("Plaatsingen"), placement_columns(), rows, _("Er zijn in dit jaar geen plaatsingen ingediend."))


def _placement_row(judged: JudgedPlacement) -> tuple[Value, ...]:
    placement = judged.placement
    return (
        placement.candidate_label,
        int(judged.verdict is PlacementVerdict.COUNTED),
        placement_verdict_label(judged),
        scope_label(placement.scope),
        placement.target_group_label,
        placement.employer_name,
        placement.employer_kvk_number,
        placement.starts_on,
        last_day(placement.ends_before),
        placement.hours_per_week,
        placement.contract_number,
        placement.awarded_on,
        placement.authority_name,
        placement.contractor_name,
        placement.first_claim,
        placement.approved,
        placement.in_review,
    )
