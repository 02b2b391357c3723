"""The server as a whole."""

from tests.web.house import TOKENS, House, asking


def test_a_stream_begins_at_the_earliest_event_and_tells_where_to_go_on(
    shared_house: House,
) -> None:
    with asking(shared_house, "viewer") as client:
        url = "/api/v1/stream/proposals?start=earliest"
        with client.stream("GET", url) as response:
            assert response.status_code == 200
            lines = response.iter_lines()
            head = [next(lines) for _ in range(3)]
    assert any(line.startswith("id: ") for line in head)


def test_nobody_gets_in_without_a_token(shared_house: House) -> None:
    with asking(shared_house) as client:
        assert client.get("/api/v1/stream/proposals").status_code == 401
        answer = client.get("/")
        assert answer.headers["location"] == "/sign-in?next=/"


def test_a_token_opens_the_console(shared_house: House) -> None:
    with asking(shared_house) as client:
        form = {"token": TOKENS["viewer"], "next": "/"}
        answer = client.post("/sign-in", data=form, follow_redirects=True)
        assert answer.status_code == 200
        for vacancy in shared_house.vacancies():
            assert vacancy in answer.text
