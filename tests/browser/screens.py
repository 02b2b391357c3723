"""The two screens that pages are tested on: a desk and a phone."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import ViewportSize


@dataclass(frozen=True)
class Screen:
    """A size in CSS pixels, and whether it is touched instead of clicked."""

    name: str
    width: int
    height: int
    touched: bool

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": self.height}


DESK = Screen("desk", 1280, 800, touched=False)
PHONE = Screen("phone", 390, 844, touched=True)

# A test that carries this runs once on each; its `page` has that screen.
on_every_screen = pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda one: one.name)
