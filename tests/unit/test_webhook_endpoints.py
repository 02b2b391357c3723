"""The file of endpoints: whatever is wrong in it is told with its place, and no secret is shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from consumers.errors import WrongEndpoints
from consumers.wanted import Wanted
from consumers.webhooks.endpoints import Endpoint, read_endpoints, secrets_of
from consumers.webhooks.signature import Secret
from schemas.events import DutyStationKey
from tests.webhook_receiver import SECRET

WHOLE = """
[[endpoint]]
name = "hr-desk"
url = "https://hr.example.org/pathways?token=abc"
secrets = ["HR_DESK_NEW", "HR_DESK_OLD"]
topics = ["proposals", "roster"]
job_groups = ["COM"]
grades = ["P-5", "P-4"]
duty_stations = ["AFG/KA010"]
payload = "thin"
start = 2026-03-14T09:30:00Z
allow_private = true

[[endpoint]]
name = "payroll"
url = "https://payroll.example.org/"
secrets = ["PAYROLL"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "endpoints.toml"
    path.write_text(text)
    return path


def with_line(line: str) -> str:
    """An endpoint with one field as told; the others are good."""
    name = line.partition("=")[0].strip()
    good = {"name": '"a"', "url": '"https://a.example.org/"', "secrets": '["A"]'}
    good.pop(name, None)
    return "\n".join(["[[endpoint]]", *(f"{key} = {value}" for key, value in good.items()), line])


def test_an_endpoint_says_all_that_it_may_say(tmp_path: Path) -> None:
    whole, least = read_endpoints(written(tmp_path, WHOLE))
    assert whole == Endpoint(
        name="hr-desk",
        url="https://hr.example.org/pathways?token=abc",
        secret_variables=("HR_DESK_NEW", "HR_DESK_OLD"),
        topics=("proposals", "roster"),
        wanted=Wanted(
            frozenset({"COM"}),
            frozenset({"P-5", "P-4"}),
            frozenset({DutyStationKey(country="AFG", city_code="KA010")}),
        ),
        payload="thin",
        start=datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
        allow_private=True,
    )
    assert whole.shown_url == "https://hr.example.org/pathways"
    assert least == Endpoint("payroll", "https://payroll.example.org/", ("PAYROLL",))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('name = "HR desk"', "name must be small letters"),
        ('url = "http://a.example.org/"', "url must begin with https://"),
        ('url = "ftp://a.example.org/"', "url must begin with https://"),
        ('url = "https://0177.0.0.1/"', "url is no address"),
        ('url = "https://"', "url names no host"),
        ('url = "https://me:geheim@a.example.org/"', "url holds a user or password"),
        ('url = "https://a.example.org/#x"', "url holds a fragment"),
        ("url = 7", "url must be an address"),
        ("secrets = []", "secrets names no variable"),
        ('secrets = "A"', "secrets must be a list of texts"),
        ('topics = ["pool-log"]', "'pool-log' is not public: proposals and roster are"),
        ('duty_stations = ["Kabul"]', "'Kabul' is not country and city code"),
        ('payload = "tiny"', "payload must be full or thin, not 'tiny'"),
        ('allow_private = "yes"', "allow_private must be true or false"),
        ("start = 2026-03-14T09:30:00", "start must be"),
        ('start = "now"', "start must be"),
        ('secret = "x"', "secret is not known; known are allow_private"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(tmp_path: Path, line: str, problem: str) -> None:
    path = written(tmp_path, with_line(line))
    with pytest.raises(WrongEndpoints) as caught:
        read_endpoints(path)
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "names no endpoint"),
        ("endpoint = 3", "names no endpoint"),
        ("endpoint = [3]", "must be a table"),
        ("[server]", "'server' is not known"),
        ("not toml", "cannot be read"),
        (with_line("") + "\n" + with_line(""), "endpoint a: stands there twice"),
    ],
)
def test_a_file_that_is_no_file_of_endpoints_is_refused(
    tmp_path: Path, text: str, problem: str
) -> None:
    with pytest.raises(WrongEndpoints, match=problem):
        read_endpoints(written(tmp_path, text))
    with pytest.raises(WrongEndpoints, match="cannot be read"):
        read_endpoints(tmp_path / "nowhere.toml")


def test_http_needs_leave_for_private_addresses(tmp_path: Path) -> None:
    text = with_line('url = "http://127.0.0.1:8080/"') + "\nallow_private = true"
    (endpoint,) = read_endpoints(written(tmp_path, text))
    assert endpoint.url == "http://127.0.0.1:8080/"


def test_secrets_come_from_the_environment_and_are_shown_nowhere(tmp_path: Path) -> None:
    (endpoint,) = read_endpoints(written(tmp_path, with_line("")))
    assert secrets_of(endpoint, {"A": SECRET}) == (Secret.parse(SECRET),)
    assert SECRET.removeprefix("whsec_") not in repr(secrets_of(endpoint, {"A": SECRET}))
    with pytest.raises(WrongEndpoints, match="endpoint a: the environment has no A"):
        secrets_of(endpoint, {})
    with pytest.raises(WrongEndpoints, match="A is no secret: a secret begins with") as caught:
        secrets_of(endpoint, {"A": "geheim"})
    assert "geheim" not in str(caught.value)
