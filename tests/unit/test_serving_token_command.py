"""`pathways token`: told once, kept as a hash, added to a file beside what stands there."""

import threading
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consumers.web.roles import ROLES
from consumers.web.tokens import Caller, Tokens, token_hash
from deploy.cli.token import added, token
from deploy.serving.token_table import token_table


def ask(*options: str) -> Result:
    return CliRunner().invoke(token, options)


@pytest.mark.parametrize("role", ROLES)
def test_the_token_alone_goes_to_standard_output_and_its_table_holds_the_hash(role: str) -> None:
    result = ask("--name", "HR desk 2", "--role", role)
    made = result.stdout.strip()
    assert made.startswith("pw_")
    assert result.exit_code == 0
    assert made not in result.stderr
    table = result.stderr[result.stderr.index("[[token]]") :].partition("\n\n")[0]
    (found,) = tomllib.loads(table)["token"]
    assert found == {"name": "HR desk 2", "role": role, "sha256": token_hash(made)}


def test_a_file_gets_one_table_after_the_other_and_no_token(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    made = [
        ask("--name", name, "--role", "viewer", "--file", str(file)).stdout.strip()
        for name in ("first", "second", "first")
    ]
    tokens = Tokens.read(file)
    assert [tokens.caller(one) for one in made] == [
        Caller(name, "viewer") for name in ("first", "second", "first")
    ]
    assert not [one for one in made if one in file.read_text()]
    assert file.stat().st_mode & 0o077 == 0


def test_what_stands_in_a_file_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    before = f"# Of the desks.\n{token_table('old', 'auditor', 'pw_old')}# No newline at the end"
    file.write_text(before)
    assert ask("--name", "new", "--role", "viewer", "--file", str(file)).exit_code == 0
    assert file.read_text().startswith(f"{before}\n")
    assert Tokens.read(file).caller("pw_old") == Caller("old", "auditor")


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text("[project]\nname = 'x'\n")
    result = ask("--name", "desk", "--role", "viewer", "--file", str(file))
    assert result.exit_code == 1
    assert "is no file of tokens" in result.stderr
    assert result.stdout == ""
    assert file.read_text() == "[project]\nname = 'x'\n"


def test_of_many_who_add_at_once_none_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    adding = [
        threading.Thread(target=added, args=(file, token_table(f"d{n}", "viewer", f"pw_{n}")))
        for n in range(20)
    ]
    for one in adding:
        one.start()
    for one in adding:
        one.join()
    tokens = Tokens.read(file)
    assert all(tokens.caller(f"pw_{n}") == Caller(f"d{n}", "viewer") for n in range(20))


@pytest.mark.parametrize("name", ["", 'a"\nrole = "auditor"', " x", "a" * 65, "\N{SNOWMAN}"])
def test_a_name_that_could_be_read_otherwise_is_refused(name: str) -> None:
    assert ask("--name", name, "--role", "viewer").exit_code == 2
