"""The two bases of every refusal; each room defines its own beside its raiser."""


class UnableTo(Exception):
    """A request that the rules refuse; the message is a Dutch sentence for the person who asked.

    `field` names the form field that the message belongs to, or is None when it is about the whole request.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(Exception):
    """Something that does not exist, or that the viewer may not see: the two are told apart nowhere."""
