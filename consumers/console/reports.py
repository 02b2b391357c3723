"""Backtest reports: the files of one folder, each shown in a frame that can run nothing."""

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse

from consumers.console.rendering import page
from consumers.console.reports_folder import Report, reports_in
from consumers.console.session import PrivateVisitor
from consumers.web.serving import Serving, ServingNow

router = APIRouter()

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)
"""A report brings its own style and nothing else; opened by itself, it can do as little."""


@router.get("/reports")
def reports_page(request: Request, who: PrivateVisitor, served: ServingNow) -> Response:
    folder = served.ports.reports
    values = {
        "configured": folder is not None,
        "readable": folder is None or folder.is_dir(),
        "reports": reports_in(folder) if folder else [],
    }
    return page(request, "reports.html", values)


@router.get("/reports/{name}")
def report_page(request: Request, who: PrivateVisitor, served: ServingNow, name: str) -> Response:
    return page(request, "report.html", {"report": _report(served, name)})


@router.get("/reports/{name}/file")
def report_file(who: PrivateVisitor, served: ServingNow, name: str) -> Response:
    # What is in a sandbox may not ask for an opener policy: browsers show an error instead.
    headers = {"Content-Security-Policy": POLICY, "Cross-Origin-Opener-Policy": "unsafe-none"}
    return FileResponse(_report(served, name).path, headers=headers, media_type="text/html")


def _report(served: Serving, name: str) -> Report:
    """The name is looked for among those there are; no path is ever made of it."""
    folder = served.ports.reports
    for report in reports_in(folder) if folder else ():
        if report.name == name:
            return report
    raise HTTPException(404)
