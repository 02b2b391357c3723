"""Where the catalogue is."""

from pathlib import Path

CATALOGUE = Path(__file__).parents[2] / "docs" / "scenarios"
COMMON = CATALOGUE / "common"
INDEX = CATALOGUE / "README.md"
