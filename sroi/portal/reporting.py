"""Reporting a claim of any kind, and correcting it: one form a kind, valued while it is typed, before and after it is kept."""

from dataclasses import dataclass, replace
from gettext import gettext as _
from hashlib import sha256
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.queries import contract_to_report
from sroi.contracts.rules import ContractRecord
from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.kinds import KINDS, is_offered
from sroi.fulfilment.operations import change_claim, keep_claim, value_claim
from sroi.fulfilment.queries.cautions import cautions_at_entry
from sroi.fulfilment.queries.claims import claim, claim_sums
from sroi.fulfilment.rules import OPEN_TO_CONTRACTOR, Caution, ClaimRecord, Share, Valued
from sroi.ledger.queries import balances
from sroi.obligations.queries import policy_of_contract
from sroi.partners.queries import PartnerFilter, partners_page
from sroi.partners.rules import Offer
from sroi.policy.rules import Policy
from sroi.portal.forms import FORMS, ClaimForm
from sroi.web import clock
from sroi.web.flash import Flash
from sroi.web.forms import FormView, Options, Submission, Typed, read, suggest, view
from sroi.web.kept_forms import SHOW
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import Submitted, WebRequest, submitted

SUPPLIERS_OFFERED = 200
CALCULATE = "calculate"
GO_ON, END = "verder", "einde"


@dataclass(frozen=True)
class _Subject:
    """What a form is about: the contract, its policy, the kind, and the claim when it exists already.

    `on_behalf_of` is the contractor that a subcontractor reports for, who is not shown what that contractor owes.
    """

    contract: ContractRecord
    policy: Policy
    kind: str
    claim: ClaimRecord | None = None
    on_behalf_of: str = ""

    @property
    def form(self) -> ClaimForm:
        return FORMS[self.kind]

    @property
    def action(self) -> str:
        """Return the address that the form is sent to."""
        return f"/mijn-opgaven/{self.claim.id}/wijzigen" if self.claim else f"/mijn-contracten/{self.contract.id}/opgeven/{self.form.url}"


@dataclass(frozen=True)
class _Worth:
    """What a claim would be worth, what would count of it, and what to look at before it is kept; `note` tells what was recognised."""

    valued: Valued
    share: Share
    cautions: tuple[Caution, ...]
    note: str = ""

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        return tuple((caution.field, caution.text) for caution in self.cautions)

    @property
    def seen(self) -> str:
        """Return a mark of what was warned of: sent along, it says that it was read; other warnings have another mark."""
        return sha256("\n".join(caution.text for caution in self.cautions).encode()).hexdigest()[:16] if self.cautions else ""


@get("/mijn-contracten/{contract_id:uuid}/opgeven/{kind:str}", opt=permits(Permission.REPORT_FULFILMENT))
async def report_form(request: WebRequest, contract_id: FromPath[UUID], kind: FromPath[str]) -> Response[Any]:
    """Show an empty form of one kind, or one that goes on from an earlier claim (`verder`), or ends what that was about (`einde`)."""
    subject = await _subject(request, contract_id, kind)
    return await _page(request, subject, view(fields=subject.form.fields(subject.policy), typed=await _opening(request, subject)))


@post("/mijn-contracten/{contract_id:uuid}/opgeven/{kind:str}", opt=permits(Permission.REPORT_FULFILMENT))
async def report(request: WebRequest, contract_id: FromPath[UUID], kind: FromPath[str]) -> Response[Any]:
    """Keep a new claim as a draft, or only show what it is worth."""
    return await _store(request, await _subject(request, contract_id, kind))


@post("/mijn-contracten/{contract_id:uuid}/opgeven/{kind:str}/waarde", opt=permits(Permission.REPORT_FULFILMENT))
async def report_worth(request: WebRequest, contract_id: FromPath[UUID], kind: FromPath[str]) -> Response[Any]:
    """Return what a claim that is being typed is worth, as a part of the page."""
    return await _worth_part(request, await _subject(request, contract_id, kind))


@get("/mijn-opgaven/{claim_id:uuid}/wijzigen", opt=permits(Permission.REPORT_FULFILMENT))
async def change_form(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Show a claim, to be corrected."""
    subject = await _subject_of_claim(request, claim_id)
    assert subject.claim is not None
    if subject.claim.status not in OPEN_TO_CONTRACTOR:
        return see_other(request, f"/mijn-opgaven/{claim_id}")
    typed = subject.form.typed(subject.claim.details)
    return await _page(request, subject, view(fields=subject.form.fields(subject.policy), typed=typed))


@post("/mijn-opgaven/{claim_id:uuid}/wijzigen", opt=permits(Permission.REPORT_FULFILMENT))
async def change(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Keep the corrected claim, or only show what it is worth."""
    return await _store(request, await _subject_of_claim(request, claim_id))


@post("/mijn-opgaven/{claim_id:uuid}/wijzigen/waarde", opt=permits(Permission.REPORT_FULFILMENT))
async def change_worth(request: WebRequest, claim_id: FromPath[UUID]) -> Response[Any]:
    """Return what a claim that is being corrected is worth, as a part of the page."""
    return await _worth_part(request, await _subject_of_claim(request, claim_id))


async def _opening(request: WebRequest, subject: _Subject) -> dict[str, Typed]:
    """Return what a new form opens with."""
    for name in (GO_ON, END):
        asked = request.query_params.get(name)
        if asked and subject.form.continued:
            record = await claim(viewer=request.viewer, claim_id=_uuid(asked))
            if record.contract_id == subject.contract.id and record.kind == subject.kind:
                return subject.form.continued(record.details, clock.today(), name == END)
    return subject.form.initial(subject.contract, clock.today())


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("Deze opgave is niet gevonden.")) from None


async def _subject(request: WebRequest, contract_id: UUID, kind_url: str) -> _Subject:
    record, work = await contract_to_report(viewer=request.viewer, contract_id=contract_id)
    kinds = [form.kind for form in FORMS.values() if form.url == kind_url]
    held = await policy_of_contract(contract_id=contract_id)
    if not kinds or held is None or not is_offered(kind=KINDS[kinds[0]], policy=held):
        raise NotFound(_("Deze pagina is niet gevonden."))
    return _Subject(record, held, kinds[0], on_behalf_of=work.contractor_name if work else "")


async def _subject_of_claim(request: WebRequest, claim_id: UUID) -> _Subject:
    record = await claim(viewer=request.viewer, claim_id=claim_id)
    subject = await _subject(request, record.contract_id, FORMS[record.kind].url)
    return replace(subject, kind=record.kind, claim=record)


async def _store(request: WebRequest, subject: _Subject) -> Response[Any]:
    data = await submitted(request)
    fields = subject.form.fields(subject.policy)
    submission = read(fields=fields, data=data)
    if data.get("action") == SHOW:  # as it was typed before its session ended
        return await _page(request, subject, view(fields=fields, typed=submission.typed))
    if not submission.is_valid:
        return await _page(request, subject, view(fields=fields, submission=submission), status=422)
    try:
        details = _details(request, subject, submission)
        worth = await _worth(request, subject, details)
        if data.get("action") == CALCULATE or data.get("seen", "") != worth.seen:
            return await _page(request, subject, view(fields=fields, submission=submission, warnings=worth.warnings), worth=worth)
        claim_id = await _keep(request, subject, details)
    except UnableTo as refusal:
        return await _page(request, subject, view(fields=fields, submission=submission.with_refusal(refusal)), status=422)
    return see_other(request, f"/mijn-opgaven/{claim_id}", flash=Flash(_("De opgave is bewaard. Voeg bewijsstukken toe en dien haar in.")))


def _details(request: WebRequest, subject: _Subject, submission: Submission) -> Any:
    return subject.form.details(submission.values, subject.policy, request.settings.person_token_key)


async def _worth(request: WebRequest, subject: _Subject, details: Any) -> _Worth:
    about: dict[str, Any] = {
        "viewer": request.viewer,
        "contract_id": subject.contract.id,
        "kind": subject.kind,
        "details": details,
        "today": clock.today(),
        "claim_id": subject.claim.id if subject.claim else None,
    }
    valued, share = await value_claim(**about)
    note = await subject.form.note(details) if subject.form.note else ""
    return _Worth(valued, share, await cautions_at_entry(period=valued.period, **about), note)


async def _worth_part(request: WebRequest, subject: _Subject) -> Response[Any]:
    """Return the value of what is typed so far; while a field is still wrong, what stands in the way."""
    data: Submitted = await submitted(request)
    submission = read(fields=subject.form.fields(subject.policy), data=data)
    worth, refused = None, ""
    if submission.is_valid:
        try:
            worth = await _worth(request, subject, _details(request, subject, submission))
        except UnableTo as refusal:
            refused = refusal.message
    return page(request, "portal/worth_part.html", worth=worth, refused=refused)


async def _keep(request: WebRequest, subject: _Subject, details: Any) -> UUID:
    now, today = clock.now(), clock.today()
    if subject.claim is not None:
        await change_claim(viewer=request.viewer, claim_id=subject.claim.id, details=details, now=now, today=today)
        return subject.claim.id
    return await keep_claim(
        viewer=request.viewer, contract_id=subject.contract.id, kind=subject.kind, details=details, now=now, today=today
    )


async def _page(request: WebRequest, subject: _Subject, form: FormView, *, worth: _Worth | None = None, status: int = 200) -> Response[Any]:
    label = KINDS[subject.kind].label.lower()
    if subject.kind == "social_purchase":
        form = suggest(form, field="supplier_name", options=await _suppliers(request, subject.policy))
    return page(
        request,
        "portal/report.html",
        status=status,
        title=_("{kind} opgeven").format(kind=label.capitalize())
        if subject.claim is None
        else _("Opgave {number} wijzigen").format(number=subject.claim.number),
        contract=subject.contract,
        on_behalf_of=subject.on_behalf_of,
        claim=subject.claim,
        form=form,
        action=subject.action,
        cancel_href=f"/mijn-opgaven/{subject.claim.id}" if subject.claim else f"/mijn-contracten/{subject.contract.id}",
        worth=worth,
        refused="",
        balance=(await balances(contract_ids=[subject.contract.id], as_of=clock.today()))[subject.contract.id],
        sums=(await claim_sums(contract_ids=[subject.contract.id], as_of=clock.today()))[subject.contract.id],
    )


async def _suppliers(request: WebRequest, policy: Policy) -> Options:
    """Return the partners whose invoices count by the policy today, with as what; another supplier may be typed too."""
    narrowed = PartnerFilter(offer=Offer.PURCHASES, recognised_on=clock.today())
    known = await partners_page(viewer=request.viewer, narrowed=narrowed, size=SUPPLIERS_OFFERED)
    kinds = {key: block.label for key, block in policy.purchases.items()}
    return tuple((record.facts.name, kinds[kind]) for record in known if (kind := record.facts.supplier_kind or "") in kinds)
