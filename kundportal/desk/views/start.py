"""Where the desk begins."""

from django.http import HttpResponse
from django.shortcuts import redirect

from kundportal.people import gates
from kundportal.people.gates import Request


@gates.staff()
def start(request: Request) -> HttpResponse:
    """The queue is what staff come for."""
    return redirect("desk-tickets")
