"""Which mail domains count as private: the administrators' own list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kundportal.access import mail_domains
from kundportal.access.desk_forms import DomainForm
from kundportal.access.models import DomainRuling
from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request


@gates.administrator("GET", "POST")
def domains(request: Request) -> HttpResponse:
    """What staff have ruled, a way to ask about a domain, and the form to rule anew."""
    form = DomainForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, form)
    ruling = DomainRuling.objects.rule(by=request.user, **form.ruled())
    text = (
        _("Addresses of %(domain)s are refused from now on.")
        if ruling.is_private
        else _("Addresses of %(domain)s are accepted from now on.")
    )
    messages.success(request, text % {"domain": ruling.domain})
    return redirect("desk-mail-domains")


@gates.administrator("POST")
def removal(request: Request, pk: int) -> HttpResponse:
    """Withdraws a ruling."""
    ruling = get_object_or_404(DomainRuling, pk=pk)
    ruling.withdraw(by=request.user)
    text = _("The ruling about %(domain)s is removed; the list that came with the portal decides.")
    messages.success(request, text % {"domain": ruling.domain})
    return redirect("desk-mail-domains")


def _show(request: Request, form: DomainForm) -> HttpResponse:
    after = request.GET.get("after", "")
    asked = mail_domains.domain_of(request.GET.get("q", "").replace("\0", "")[:300])
    context = {
        "page": page_by_key(DomainRuling.objects.for_list(), by="-ruled_at", after=after, size=50),
        "form": form,
        "asked": asked,
        "private": mail_domains.private_domain(asked) if asked else "",
    }
    status = 422 if form.is_bound else 200
    return page(request, "access/desk/domains.html", context, status=status)
