"""The UN system's public lists of places, and the ICSC's hardship classes, as duty stations."""

from producers.ceb.settings import CebSettings, default_settings, read_settings
from producers.ceb.source import read_ceb

__all__ = ["CebSettings", "default_settings", "read_ceb", "read_settings"]
