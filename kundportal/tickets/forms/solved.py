"""What solved a matter before a ticket was sent."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve

from kundportal.people.models import Person
from kundportal.tickets.models import Ticket

ARTICLES = "/knowledge/"


class SolvedForm(forms.Form):
    """The address of a suggestion: a ticket that the person sees, or an article."""

    url = forms.CharField(max_length=200)

    def __init__(self, *args: object, person: Person) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.person = person

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            match = resolve(url)
        except Resolver404:
            raise ValidationError("") from None
        number = match.kwargs.get("number")
        if match.url_name == "ticket" and number:
            if Ticket.objects.visible_to(self.person).with_number(number):
                return url
        elif url.startswith(ARTICLES) and match.kwargs:
            return url
        raise ValidationError("")
