"""A test fails of what its page did wrong, even where it looked at something else."""

from pathlib import Path

from tests.browser.planted import run_planted

# 192.0.2.0/24 belongs to nobody: should one get out after all, nobody hears it.
_TESTS = '''
def test_quiet(page):
    page.set_content("<p>fine</p>")

def test_console_error(page):
    page.evaluate("console.error('a planted error')")

def test_page_error(page):
    late = "setTimeout(() => { throw new Error('a late error') })"
    page.evaluate(f"new Promise(done => {{ {late}; setTimeout(done, 20) }})")

def test_request_to_a_name(page):
    page.set_content("<img src='http://pathways.example/pixel.gif' alt=''>")

def test_request_to_an_address(page):
    page.set_content("<img src='http://192.0.2.7/pixel.gif' alt=''>")

def test_socket_to_a_name(page):
    page.evaluate("""new Promise(done => {
        new WebSocket('ws://socket.example/').onerror = () => done()
    })""")

def test_second_person(new_page):
    new_page()
    new_page().evaluate("console.error('of the second')")

def test_forgiven(page, witness):
    witness.forgive("a planted error")
    page.evaluate("console.error('a planted error')")

def test_the_test_after_them_is_not_blamed(page):
    page.set_content("<p>fine</p>")
'''
_INNOCENT = {"test_quiet", "test_forgiven", "test_the_test_after_them_is_not_blamed"}


def test_console_errors_page_errors_and_requests_that_leave_fail_their_test(tmp_path: Path) -> None:
    run = run_planted(tmp_path, {"test_planted.py": _TESTS})
    assert len(run.ends) == 9, run.told
    innocent = {test for test, end in run.ends.items() if end == "PASSED"}
    assert innocent == _INNOCENT, run.told
    assert "console error: a planted error" in run.told
    assert "page error: a late error" in run.told
    assert "a request left 127.0.0.1: http://pathways.example/pixel.gif" in run.told
    assert "a request left 127.0.0.1: http://192.0.2.7/pixel.gif" in run.told
    assert "a request left 127.0.0.1: ws://socket.example/" in run.told
    # The browser refused them: none was answered, refused or timed out by somebody else.
    assert run.told.count("net::ERR_NAME_NOT_RESOLVED") >= 3, run.told
