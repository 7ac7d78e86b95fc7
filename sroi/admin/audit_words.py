"""What an event of the audit is called on the page."""

from gettext import gettext as _

from sroi.audit.rules import Event
from sroi.contracts.rules import EventKind, kind_label


def action_label(action: str) -> str:
    """Return what was done, in words; an action without words is shown as it is recorded."""
    events = {f"contract.{kind.value}": kind_label(kind) for kind in EventKind}
    return {**_actions(), **_import_actions(), **_later_actions(), **_programme_actions(), **_region_actions(), **events}.get(
        action, action
    )


def subject_label(event: Event) -> str:
    """Return what kind of thing it was done to, in words."""
    return _subjects().get(event.subject.kind, event.subject.kind)


def _actions() -> dict[str, str]:
    return {
        "account.activated": _("Account ingeschakeld"),
        "account.added": _("Account toegevoegd"),
        "account.deactivated": _("Account uitgeschakeld"),
        "account.invitation_accepted": _("Uitnodiging gebruikt"),
        "account.invited": _("Uitnodiging gemaakt"),
        "account.made_administrator": _("Beheerder van een organisatie gemaakt"),
        "account.password_changed": _("Wachtwoord gewijzigd"),
        "account.password_reset": _("Nieuw wachtwoord gekozen via mail"),
        "account.reset_asked": _("Nieuw wachtwoord aangevraagd"),
        "account.sign_in_refused": _("Inloggen geblokkeerd na te veel pogingen"),
        "account.signed_in": _("Ingelogd"),
        "account.signed_out": _("Uitgelogd"),
        "account.wishes_changed": _("Keuze voor mail gewijzigd"),
        "authority.added": _("Opdrachtgever toegevoegd"),
        "claim.approved": _("Opgave goedgekeurd"),
        "claim.changed": _("Opgave gewijzigd"),
        "claim.draft": _("Opgave terug naar concept"),
        "claim.kept": _("Opgave bewaard"),
        "claim.rejected": _("Opgave afgewezen"),
        "claim.returned": _("Opgave teruggestuurd"),
        "claim.submitted": _("Opgave ingediend"),
        "claim.withdrawn": _("Opgave ingetrokken"),
        "contract.draft_kept": _("Contract als concept bewaard"),
        "contract.registered": _("Contract geregistreerd"),
        "evidence.added": _("Bewijsstuk toegevoegd"),
        "evidence.removed": _("Bewijsstuk verwijderd"),
        "export.made": _("Export gemaakt"),
        "contract.described": _("Omschrijving van contract bijgewerkt"),
        "contract.withdrawn": _("Contract ingetrokken"),
    }


def _import_actions() -> dict[str, str]:
    """Return the words for imports and the tenders that come with them."""
    return {
        "column_profile.deleted": _("Kolomprofiel verwijderd"),
        "column_profile.renamed": _("Kolomprofiel hernoemd"),
        "column_profile.saved": _("Kolomprofiel bewaard"),
        "import.authorities_chosen": _("Aanbestedende diensten van een import gekozen"),
        "import.confirmed": _("Import bevestigd"),
        "import.decided": _("Keuze gemaakt bij een rij van een import"),
        "import.file_deleted": _("Bestand van een import verwijderd"),
        "import.discarded": _("Import weggegooid"),
        "import.undone": _("Import teruggedraaid"),
        "import.previewed": _("Import ingelezen"),
        "tender.changed": _("Aanbesteding gewijzigd"),
        "tender.registered": _("Aanbesteding geregistreerd"),
    }


def _later_actions() -> dict[str, str]:
    """Return the words for what follows on a contract's award, and for what is decided."""
    return {
        "account.invitation_revoked": _("Uitnodiging ingetrokken"),
        "mail.sent_again": _("Mail opnieuw verstuurd"),
        "milestone.met": _("Mijlpaal afgerond"),
        "milestone.planned": _("Mijlpalen gepland"),
        "milestone.reopened": _("Mijlpaal heropend"),
        "notice.seen": _("Melding gezien"),
        "obligation.computed": _("Verplichting berekend"),
        "policy.discarded": _("Concept van beleid weggegooid"),
        "policy.published": _("Beleid gepubliceerd"),
        "policy.rule_confirmed": _("Regel van beleid vastgesteld"),
        "policy.uploaded": _("Concept van beleid toegevoegd"),
        "aftercare.contact": _("Contact van nazorg vastgelegd"),
        "aftercare.dropout_revoked": _("Uitval ingetrokken"),
        "aftercare.dropped_out": _("Uitval vastgelegd"),
        "aftercare.rule_added": _("Moment van nazorg toegevoegd"),
        "aftercare.rule_removed": _("Moment van nazorg verwijderd"),
        "aftercare.target_changed": _("Doel voor uitval gewijzigd"),
        "filter.removed": _("Filter van de werkvoorraad verwijderd"),
        "filter.saved": _("Filter van de werkvoorraad bewaard"),
        "review.answered": _("Vraag van het WSP beantwoord"),
        "review.asked": _("Vraag gesteld bij een opgave"),
        "review.decided": _("Beoordeling gegeven"),
        "review.reopened": _("Beoordeling heropend"),
        "workbook.confirmed": _("Werkboek bevestigd"),
        "workbook.decided": _("Beslist met een werkboek"),
        "workbook.handed_in": _("Werkboek met beoordelingen ingeleverd"),
        "settlement.adopted": _("Beslissing aangenomen"),
        "settlement.proposed": _("Beslissing voorgesteld"),
        "settlement.rejected": _("Beslissing afgewezen"),
        "settlement.withdrawn": _("Voorstel voor beslissing ingetrokken"),
        "subcontract.added": _("Onderaannemer toegevoegd"),
        "subcontract.ended": _("Onderaannemer beëindigd"),
    }


def _programme_actions() -> dict[str, str]:
    """Return the words for what is planned, aimed at and closed, and for what is kept no longer."""
    return {
        "goal.set": _("Doel gesteld"),
        "placement.counting_facts_told": _("Gegevens voor de telling van een plaatsing bewaard"),
        "partner.added": _("Partner toegevoegd"),
        "partner.changed": _("Partner gewijzigd"),
        "plan.agreed": _("Plan van aanpak akkoord"),
        "plan.draft": _("Plan van aanpak teruggenomen"),
        "plan.kept": _("Plan van aanpak gewijzigd"),
        "plan.returned": _("Vraag over plan van aanpak"),
        "plan.submitted": _("Plan van aanpak ingediend"),
        "plan.superseded": _("Plan van aanpak vervangen"),
        "retention.applied": _("Bewaartermijn toegepast"),
        "retention.changed": _("Bewaartermijn gewijzigd"),
        "story.consent_withdrawn": _("Toestemming voor een verhaal ingetrokken"),
        "story.consented": _("Toestemming voor een verhaal vastgelegd"),
        "story.drafted": _("Verhaal geschreven"),
        "story.published": _("Verhaal openbaar gemaakt"),
        "story.taken_down": _("Verhaal niet meer openbaar"),
        "split.looked_at": _("Mogelijke splitsing bekeken"),
        "year.adjusted": _("Aanpassing van een afgesloten jaar"),
        "year.closed": _("Jaar afgesloten"),
        "year.closing_proposed": _("Afsluiten van een jaar voorgesteld"),
        "year.closing_withdrawn": _("Voorstel om een jaar af te sluiten ingetrokken"),
    }


def _region_actions() -> dict[str, str]:
    """Return the words for the lists of the region."""
    return {
        "region.compared": _("Lijst van de regio vergeleken"),
        "region.decided": _("Rij van de regio beoordeeld"),
        "region.decided_in_bulk": _("Zekere rijen van de regio bevestigd"),
        "region.joined": _("Rijen van de regio samengevoegd"),
        "region.parted": _("Samengevoegde rijen van de regio uit elkaar gehaald"),
        "region.previewed": _("Lijst van de regio ingelezen"),
    }


def _subjects() -> dict[str, str]:
    return {
        "account": _("Account"),
        "aftercare": _("Nazorg"),
        "authority": _("Opdrachtgever"),
        "claim": _("Opgave"),
        "contract": _("Contract"),
        "export": _("Export"),
        "goal": _("Doel"),
        "import": _("Import"),
        "invitation": _("Uitnodiging"),
        "mail": _("Mail"),
        "partner": _("Partner"),
        "plan": _("Plan van aanpak"),
        "policy": _("Beleid"),
        "retention": _("Bewaartermijn"),
        "settlement": _("Beslissing"),
        "subcontract": _("Onderaannemer"),
        "review_filter": _("Filter van de werkvoorraad"),
        "review_workbook": _("Werkboek met beoordelingen"),
        "story": _("Verhaal"),
        "region_line": _("Rij van de regio"),
        "region_list": _("Lijst van de regio"),
        "split": _("Mogelijk gesplitste contracten"),
        "milestone": _("Mijlpaal"),
        "year": _("Jaar"),
    }
