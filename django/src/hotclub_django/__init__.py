"""Hotclub's part inside a Django process: requests, queries and calls, sent as OpenTelemetry traces."""

from .spans import span

__all__ = ["span"]
__version__ = "0.1.0"
