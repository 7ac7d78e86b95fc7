"""What the pages of a plan of approach stand on: the contract, its plans, and a change that loses nothing when it is refused."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any
from uuid import UUID

from litestar.response import Response

from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractRecord
from sroi.errors import NotFound, UnableTo
from sroi.fulfilment.operations.plans import keep_plan
from sroi.fulfilment.queries.plans import plans_of_contract, setting_of
from sroi.fulfilment.rules.plans import OPEN_PLAN, PlanItem, PlanRecord, PlanStatus, Setting
from sroi.web import clock
from sroi.web.flash import WARNING, Flash
from sroi.web.pages import see_other
from sroi.web.requests import WebRequest, submitted, text_of, version_of


@dataclass(frozen=True)
class Planning:
    """A contract with the plan that may be changed, the one that lies at the WSP or was agreed, and what they are valued against."""

    contract: ContractRecord
    setting: Setting
    plans: tuple[PlanRecord, ...]

    @property
    def open(self) -> PlanRecord | None:
        """Return the plan that the contractor works on, or None."""
        return next((plan for plan in self.plans if plan.status in OPEN_PLAN), None)

    @property
    def agreed(self) -> PlanRecord | None:
        """Return the plan that holds, or None."""
        return next((plan for plan in self.plans if plan.status is PlanStatus.AGREED), None)

    @property
    def newest(self) -> PlanRecord | None:
        """Return the plan that the page is about: the newest, or None when there is none yet."""
        return self.plans[0] if self.plans else None

    @property
    def version(self) -> int:
        """Return the version that a change is made against; 0 when it makes a new plan."""
        return 0 if self.open is None else self.open.version

    @property
    def href(self) -> str:
        """Return the address of the plan."""
        return f"/mijn-contracten/{self.contract.id}/plan"


async def planning_of(request: WebRequest, contract_id: UUID) -> Planning:
    """Return the plans of a contract that is the contractor's own and owes something; raise NotFound for any other."""
    record = await contract(viewer=request.viewer, contract_id=contract_id)
    setting = await setting_of(record=record, on=clock.today())
    if setting is None or record.contractor_id != request.viewer.organisation_id:
        raise NotFound(_("Voor dit contract kunt u geen plan van aanpak maken."))
    return Planning(record, setting, await plans_of_contract(viewer=request.viewer, contract_id=contract_id))


async def keep_items(request: WebRequest, planning: Planning, items: tuple[PlanItem, ...], version: int) -> None:
    """Keep the lines of the plan that may be changed."""
    await keep_plan(viewer=request.viewer, contract_id=planning.contract.id, items=items, version=version, now=clock.now())


async def act(request: WebRequest, planning: Planning, write: Callable[[int], Awaitable[object]], done: str) -> Response[Any]:
    """Do what a button asks against the version that it was shown with, and go back to the plan with what came of it."""
    try:
        await write(version_of(text_of(await submitted(request), "version")))
    except UnableTo as refusal:
        return see_other(request, planning.href, flash=Flash(refusal.message, kind=WARNING))
    return see_other(request, planning.href, flash=Flash(done))
