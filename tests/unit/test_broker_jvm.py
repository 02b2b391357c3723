"""The JVM's start cache: named after what it was made from, dropped when it is in question."""

from dataclasses import replace
from pathlib import Path

import pytest

from deploy.broker.jvm import Jvm
from deploy.broker.layout import BrokerFiles


@pytest.fixture
def jvm(tmp_path: Path) -> Jvm:
    return Jvm((Path("/libs/a.jar"), Path("/libs/b.jar")), tmp_path / "caches")


def test_another_set_or_order_of_jars_has_another_cache(jvm: Jvm) -> None:
    assert replace(jvm, jars=jvm.jars[:1]).cache != jvm.cache
    assert replace(jvm, jars=jvm.jars[::-1]).cache != jvm.cache
    assert replace(jvm, heap_mib=1024).cache == jvm.cache


def test_another_jvm_has_another_cache(jvm: Jvm, tmp_path: Path) -> None:
    (tmp_path / "jre" / "bin").mkdir(parents=True)
    (tmp_path / "jre" / "release").write_text('JAVA_VERSION="99"')
    assert replace(jvm, java=tmp_path / "jre" / "bin" / "java").cache != jvm.cache


def test_a_finished_cache_is_kept_and_then_used(jvm: Jvm, tmp_path: Path) -> None:
    files = BrokerFiles(tmp_path)
    jvm.caches.mkdir()
    files.training.write_bytes(b"made")
    assert not any("AOTCache=" in word for word in jvm.broker(files, None))
    jvm.keep_cache(files.training)
    assert jvm.cache.read_bytes() == b"made"
    assert list(jvm.caches.iterdir()) == [jvm.cache]
    assert f"-XX:AOTCache={jvm.cache}" in jvm.broker(files, None)


def test_only_a_cache_in_question_is_discarded(jvm: Jvm) -> None:
    refused = "[0.006s][error][aot] Unable to map shared spaces"
    assert not jvm.discard_bad_cache(refused)
    jvm.caches.mkdir()
    jvm.cache.write_bytes(b"some")
    assert not jvm.discard_bad_cache("Address already in use")
    assert jvm.cache.exists()
    assert jvm.discard_bad_cache(refused)
    assert not jvm.cache.exists()
