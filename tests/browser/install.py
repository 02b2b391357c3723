"""The ways to a Chromium where there is none: Playwright's download, then Debian's packages."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.browser.start import playwrights_own

Say = Callable[[str], None]
DOWNLOAD_S = 600.0
PACKAGES_S = 900.0
# A network that answers nobody is told soon, not after minutes.
_QUICKLY = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000", "DEBIAN_FRONTEND": "noninteractive"}
_APT = ("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3")
# A page in a language whose letters nobody brought would be drawn as boxes.
_FONTS = ("fonts-dejavu-core", "fonts-liberation")


@dataclass(frozen=True)
class Way:
    """Commands that bring a Chromium, whether they can be tried, and where it is then."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    can_be_tried: Callable[[], bool]
    brought: Callable[[], Path | None]
    limit_s: float


def _may_install_packages() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _downloaded_but_lacks_libraries() -> bool:
    return _may_install_packages() and playwrights_own() is not None


def _debians() -> Path | None:
    # Not looked up on PATH, which may be a folder of links that were made before.
    programs = (Path("/usr/bin") / name for name in ("chromium-headless-shell", "chromium"))
    return next((program for program in programs if program.exists()), None)


_PLAYWRIGHT = (sys.executable, "-m", "playwright")
WAYS = (
    Way(
        "Playwright's download",
        ((*_PLAYWRIGHT, "install", "--no-shell", "chromium"),),
        lambda: True,
        playwrights_own,
        DOWNLOAD_S,
    ),
    Way(
        "the libraries that Playwright's download needs",
        ((*_PLAYWRIGHT, "install-deps", "chromium"),),
        _downloaded_but_lacks_libraries,
        playwrights_own,
        PACKAGES_S,
    ),
    Way(
        "Debian's headless shell",
        (
            (*_APT, "update"),
            (*_APT, "install", "--no-install-recommends", "chromium-headless-shell", *_FONTS),
        ),
        _may_install_packages,
        _debians,
        PACKAGES_S,
    ),
    Way(
        "Debian's package",
        ((*_APT, "install", "--no-install-recommends", "chromium", *_FONTS),),
        _may_install_packages,
        _debians,
        PACKAGES_S,
    ),
)


def carry_out(way: Way, say: Say) -> Path | None:
    """Run the way's commands, tell how it went, and return what they brought."""
    if not way.can_be_tried():
        return None
    began = time.monotonic()
    say(f"A Chromium for the tests: trying {way.name} ...")
    # Each is run whatever the one before said: old lists of packages may still be good enough.
    problems = [problem for one in way.commands if (problem := _run(one, way.limit_s))]
    program = way.brought()
    took = f"after {time.monotonic() - began:.0f} s"
    if program is None:
        say("\n".join([f"{way.name} brought nothing {took}:", *problems]))
    else:
        say(f"{way.name} brought {program} {took}.")
    return program


def _run(command: tuple[str, ...], limit_s: float) -> str | None:
    """Nothing where the command succeeded; otherwise the end of what it said."""
    with subprocess.Popen(
        command,
        env=os.environ | _QUICKLY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=limit_s)
        except subprocess.TimeoutExpired:
            # The whole group: what the command started would hold the pipe open.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return f"  | {command[0]} did not end within {limit_s:.0f} s"
    if process.returncode == 0:
        return None
    # Where in its own code a program failed is no news to anybody here.
    lines = [line for line in output.splitlines() if not line.startswith("    at ")]
    return "\n".join(f"  | {line}" for line in lines[-6:])
