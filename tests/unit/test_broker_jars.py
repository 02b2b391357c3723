"""The pinned jars: fetched once, placed whole, refused when they are not what was pinned."""

import hashlib
import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from rich.console import Console

from deploy.broker.errors import HomeError, JarError
from deploy.broker.jars import LOCK_FILE, Jar, ensure_jars, read_lock

QUIET = Console(file=io.StringIO())


def jar(name: str) -> Jar:
    return Jar("org.example", name, "1.0", hashlib.sha256(name.encode()).hexdigest())


JARS = tuple(jar(name) for name in ("alpha", "beta", "gamma"))


class Registry:
    """Serves a jar's name as its content; `spoiled` ones altered, `failing` ones not at all."""

    def __init__(self, spoiled: str = "", failing: str = "", failures: int = 99) -> None:
        self.spoiled = spoiled
        self.failing = failing
        self.failures = failures
        self.asked: list[str] = []

    def __call__(self, jar: Jar, into: Path) -> Path:
        self.asked.append(jar.artifact)
        into.mkdir(parents=True)
        place = into / jar.filename
        if jar.artifact == self.failing and self.asked.count(jar.artifact) <= self.failures:
            place.write_text("half")
            raise ConnectionError("the line went dead")
        place.write_text("altered" if jar.artifact == self.spoiled else jar.artifact)
        return place


def test_the_lock_file_pins_93_jars_by_hash_and_names_no_registry() -> None:
    jars = read_lock()
    assert len({jar.filename for jar in jars}) == len(jars) == 93
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) for jar in jars)
    assert "://" not in LOCK_FILE.read_text()


def test_jars_are_fetched_once_and_given_in_the_order_of_the_lock(tmp_path: Path) -> None:
    registry = Registry()
    first = ensure_jars(tmp_path / "libs", JARS, registry, QUIET)
    second = ensure_jars(tmp_path / "libs", JARS, registry, QUIET)
    assert [path.name for path in first] == ["alpha-1.0.jar", "beta-1.0.jar", "gamma-1.0.jar"]
    assert [path.read_text() for path in first] == ["alpha", "beta", "gamma"]
    assert second == first
    assert sorted(registry.asked) == ["alpha", "beta", "gamma"]


def test_a_jar_with_another_hash_is_refused_and_not_placed(tmp_path: Path) -> None:
    with pytest.raises(JarError, match="is pinned") as refused:
        ensure_jars(tmp_path / "libs", JARS, Registry(spoiled="beta"), QUIET)
    assert refused.value.coordinate == "org.example:beta:1.0"
    assert not (tmp_path / "libs" / "beta-1.0.jar").exists()
    assert list(tmp_path.iterdir()) == [tmp_path / "libs"]


def test_an_interrupted_download_is_tried_again_from_its_start(tmp_path: Path) -> None:
    registry = Registry(failing="beta", failures=2)
    ensure_jars(tmp_path / "libs", JARS, registry, QUIET)
    assert registry.asked.count("beta") == 3
    assert (tmp_path / "libs" / "beta-1.0.jar").read_text() == "beta"


def test_a_jar_that_cannot_be_had_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    with pytest.raises(JarError, match=r"org\.example:gamma:1\.0 could not be fetched in 3 tries"):
        ensure_jars(tmp_path / "libs", JARS, Registry(failing="gamma"), QUIET)
    ensure_jars(tmp_path / "libs", JARS, registry := Registry(), QUIET)
    assert "gamma" in registry.asked
    assert not {"alpha", "beta"} <= set(registry.asked)


def test_first_runs_at_the_same_time_do_not_disturb_each_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = [
            pool.submit(ensure_jars, tmp_path / "libs", JARS, Registry(), QUIET) for _ in range(4)
        ]
        assert len({run.result() for run in runs}) == 1
    assert [path.read_text() for path in runs[0].result()] == ["alpha", "beta", "gamma"]


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeError, match="cannot use"):
        ensure_jars(tmp_path / "file" / "libs", JARS, Registry(), QUIET)
