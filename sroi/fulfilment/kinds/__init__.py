"""The kinds of fulfilment, one file each. A new kind is a file like its siblings and a line in `KINDS`."""

from sroi.fulfilment.kinds.community_activity import COMMUNITY_ACTIVITY
from sroi.fulfilment.kinds.kind import Kind, is_offered
from sroi.fulfilment.kinds.placement import PLACEMENT
from sroi.fulfilment.kinds.social_purchase import SOCIAL_PURCHASE
from sroi.fulfilment.kinds.training import TRAINING

KINDS: dict[str, Kind] = {kind.key: kind for kind in (PLACEMENT, TRAINING, SOCIAL_PURCHASE, COMMUNITY_ACTIVITY)}

__all__ = ["KINDS", "Kind", "is_offered"]
