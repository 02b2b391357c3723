"""`pathways audit` tells a scheduler by its exit code, a program by a document, people by words."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from deploy.cli.audit import audit
from tests.unit.doctored import Doctor, fields, garbage
from tests.unit.written_history import WrittenHistory, write


def run(*options: str) -> Result:
    return CliRunner().invoke(audit, [*options, "--processes", "1"], catch_exceptions=False)


def doctored(history: WrittenHistory, folder: Path) -> list[str]:
    """A proposal that ranks nobody, and a day that cannot be read."""
    doctor = Doctor(history.reading())
    proposals, pool = doctor.fullest("proposals"), doctor.fullest("pool-log")
    revised = doctor.numbers(proposals, "ProposalRevised")
    doctor.change(proposals, revised[0], fields(ranked=()))
    doctor.change(pool, doctor.numbers(pool, "DayStarted")[-1], garbage)
    write(folder, doctor.reading)
    return ["--snapshot", str(folder)]


def test_a_history_that_is_as_it_was_decided_ends_well(written_history: WrittenHistory) -> None:
    result = run(*written_history.options)
    assert result.exit_code == 0, result.output
    assert "Everything that stands there is what was decided." in result.output
    assert "evaluations" in result.output


def test_findings_have_an_exit_code_of_their_own_and_words_and_a_document(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    where = doctored(written_history, tmp_path / "doctored")
    result = run(*where)
    assert result.exit_code == 3, result.output
    words = " ".join(result.output.split())
    assert "altered 1 there with other content than was decided" in words
    assert "is not, byte for byte, what record" in words
    assert "unreadable 1 a record that nothing can be decided on" in words
    assert "Nothing that came after it in this log could be checked" in words
    result = run(*where, "--json", "--limit", "2")
    assert result.exit_code == 3
    document: dict[str, Any] = json.loads(result.stdout)
    assert not document["clean"]
    assert document["counts"]["altered"] == document["counts"]["unreadable"] == 1
    first, second = document["findings"]
    assert (first["kind"], second["kind"]) == ("altered", "unreadable")
    assert first["topic"] == "proposals"
    assert first["record"] == "ProposalRevised"
    assert first["key"] == first["about"]
    assert first["source"]["topic"] == "pool-log"
    assert first["source"]["count"] > 0
    assert any(it["field"].startswith("ranked") for it in first["fields"])


def test_what_is_no_snapshot_cannot_be_audited_and_says_so(tmp_path: Path) -> None:
    result = run("--snapshot", str(tmp_path))
    assert result.exit_code == 1
    assert "is no snapshot" in result.output


def test_a_snapshot_that_does_not_verify_is_not_audited(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    write(folder, written_history.reading())
    file = next(folder.glob("roster-*.avro"))
    file.write_bytes(file.read_bytes() + b"x")
    result = run("--snapshot", str(folder))
    assert result.exit_code == 1
    assert file.name in result.output
