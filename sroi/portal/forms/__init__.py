"""The form of each kind of fulfilment: text to its details, and back. A new kind is a file here and a line in `FORMS`."""

from sroi.portal.forms.community_activity import COMMUNITY_ACTIVITY_FORM
from sroi.portal.forms.form import ClaimForm
from sroi.portal.forms.placement import PLACEMENT_FORM
from sroi.portal.forms.social_purchase import SOCIAL_PURCHASE_FORM
from sroi.portal.forms.training import TRAINING_FORM

FORMS: dict[str, ClaimForm] = {form.kind: form for form in (PLACEMENT_FORM, TRAINING_FORM, SOCIAL_PURCHASE_FORM, COMMUNITY_ACTIVITY_FORM)}

__all__ = ["FORMS", "ClaimForm"]
