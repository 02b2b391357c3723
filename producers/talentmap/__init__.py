"""The exports of the US State Department's TalentMAP become posts, stations, cycles, vacancies."""

from producers.talentmap.settings import Settings, default_settings, read_settings
from producers.talentmap.source import read_talentmap

__all__ = ["Settings", "default_settings", "read_settings", "read_talentmap"]
