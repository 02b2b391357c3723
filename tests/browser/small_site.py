"""A web site of a few pages in memory, strict as ours is about what a page may load."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'self'"


@contextmanager
def small_site(pages: Mapping[str, str]) -> Iterator[str]:
    """Serve the pages, by path, until the block ends; gives the address they are under."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = pages.get(self.path)
            self.send_response(404 if content is None else 200)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.end_headers()
            self.wfile.write((content or "not here").encode())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the browser tells what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
