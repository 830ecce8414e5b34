"""An organisation's identity provider, as the vendor's administrators set it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from kundportal.lib.pages import page
from kundportal.lib.paging import page_by_key
from kundportal.people import gates
from kundportal.people.gates import Request
from kundportal.people.models import IdentityProvider, Organisation, Person
from kundportal.people.models.identity_provider import DomainTaken, Kind
from kundportal.people.sign_on import handout, metadata, reasons, trial
from kundportal.people.sign_on_forms import OidcForm, ProviderForm, SamlForm

FORMS: dict[str, type[ProviderForm]] = {Kind.OIDC: OidcForm, Kind.SAML: SamlForm}


@gates.administrator("GET", "POST")
def provider(request: Request, pk: int) -> HttpResponse:
    """How the organisation's single sign-on is set up, and the form that changes it."""
    organisation = get_object_or_404(Organisation, pk=pk)
    known = IdentityProvider.objects.of(pk)
    sent = request.POST if request.method == "POST" else request.GET
    kind = sent.get("kind", known.kind if known else Kind.OIDC)
    kind = kind if kind in FORMS else Kind.OIDC
    form = FORMS[kind](
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        provider=known,
    )
    if form.is_valid():
        try:
            IdentityProvider.objects.set_up(
                organisation=organisation,
                kind=kind,
                domains=form.cleaned_data["domains"],
                by=request.user,
                **form.facts(),
            )
        except DomainTaken as taken:
            form.taken(str(taken))
        else:
            messages.success(request, _("The identity provider is saved."))
            return redirect("desk-sign-on", pk=pk)
    return _show(request, organisation, known, kind, form)


@gates.administrator("POST")
def test(request: Request, pk: int) -> HttpResponse:
    """Asks the provider the way signing in does, and says what is wrong."""
    known = _known(pk)
    problem = trial.problem_with(known)
    if problem:
        known.note_failure(problem)
        messages.error(request, _("It does not work. %(problem)s") % {
            "problem": reasons.words(problem)
        })  # fmt: skip
    else:
        messages.success(request, _("The provider answers as it should. Now somebody at the "
                                    "organisation can try to sign in."))  # fmt: skip
    return redirect("desk-sign-on", pk=pk)


@gates.administrator("POST")
def turn_on(request: Request, pk: int) -> HttpResponse:
    """Lets people sign in by it."""
    _known(pk).turn(on=True, by=request.user)
    messages.success(request, _("Single sign-on is on."))
    return redirect("desk-sign-on", pk=pk)


@gates.administrator("POST")
def turn_off(request: Request, pk: int) -> HttpResponse:
    """People sign in with their passwords again."""
    _known(pk).turn(on=False, by=request.user)
    messages.success(request, _("Single sign-on is off. People sign in with their passwords."))
    return redirect("desk-sign-on", pk=pk)


@gates.administrator("POST")
def unlink(request: Request, pk: int, person: int) -> HttpResponse:
    """Forgets which account at the organisation a person has."""
    known = _known(pk)
    linked: Person = get_object_or_404(known.linked_people(), pk=person)
    known.unlink(person=linked, by=request.user)
    text = _("%(name)s is no longer linked. The next sign-in with the same address links anew.")
    messages.success(request, text % {"name": linked.name})
    return redirect("desk-sign-on", pk=pk)


def _known(pk: int) -> IdentityProvider:
    known: IdentityProvider = get_object_or_404(
        IdentityProvider.objects.select_related("organisation"), pk=pk
    )
    return known


def _show(
    request: Request,
    organisation: Organisation,
    known: IdentityProvider | None,
    kind: str,
    form: ProviderForm,
) -> HttpResponse:
    texts = {}
    for language in ("sv", "en"):
        with override(language):
            texts[language] = handout.text_for(organisation, kind)
    context: dict[str, Any] = {
        "organisation": organisation,
        "provider": known,
        "kind": kind,
        "kinds": Kind,
        "form": form,
        "facts": handout.facts_for(organisation, kind),
        "texts": texts,
    }
    if known:
        after = request.GET.get("after", "")
        context["page"] = page_by_key(known.linked_people(), by="created_at", after=after, size=50)
        context["failure"] = reasons.words(known.failure) if known.failed_at else ""
        context["ends"] = [metadata.ends_at(one) for one in known.certificates]
    status = 422 if form.is_bound else 200
    return page(request, "people/desk/sign_on.html", context, status=status)
