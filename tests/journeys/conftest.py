"""The fixtures of journeys."""

from tests.browser import browser, journey, server

__all__ = ["browser", "journey", "server"]
