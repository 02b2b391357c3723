"""Rotation exercises: when each takes place, and how far it has come."""

from fastapi import APIRouter, Request, Response

from consumers.console.per_tick import Kept
from consumers.console.rendering import page
from consumers.console.session import Visitor
from consumers.questions.exercises import exercises
from consumers.questions.progress import day_reached
from consumers.questions.slates import last_slates

router = APIRouter()


@router.get("/rotation")
def rotation_page(request: Request, who: Visitor, kept: Kept) -> Response:
    values = {
        "exercises": kept.ask(exercises),
        "slates": kept.ask(last_slates),
        "day": kept.ask(day_reached),
    }
    return page(request, "rotation.html", values)
