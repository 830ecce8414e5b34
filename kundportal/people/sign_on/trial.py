"""Tries an identity provider without signing anybody in, and keeps its metadata fresh."""

from __future__ import annotations

from datetime import timedelta

import requests
from django.utils import timezone

from kundportal.lib import outbound
from kundportal.people.models import IdentityProvider
from kundportal.people.sign_on import discovery, metadata
from kundportal.people.sign_on.claims import BadAnswer

DAY = timedelta(days=1)


def problem_with(provider: IdentityProvider) -> str:
    """One code for what is wrong, or none."""
    try:
        if provider.is_oidc:
            discovery.fetch_keys(discovery.fetch(provider.issuer))
        elif provider.metadata_url:
            _compare(provider)
        else:
            _reach(provider.sso_url)
    except (BadAnswer, metadata.Unusable) as problem:
        return problem.reason
    except requests.RequestException as problem:
        return outbound.why_not(problem)
    return ""


def renew(provider: IdentityProvider) -> None:
    """Takes new certificates from where the provider publishes them."""
    problem = problem_with(provider)
    if problem:
        provider.note_failure(problem)


def _compare(provider: IdentityProvider) -> None:
    read = metadata.read(metadata.fetch(provider.metadata_url))
    if read.entity_id != provider.entity_id:
        raise metadata.Unusable("another")
    provider.take_metadata(sso_url=read.sso_url, certificates=read.certificates)
    ends = [end for one in read.certificates if (end := metadata.ends_at(one))]
    if ends and max(ends) < timezone.now() + DAY:
        raise metadata.Unusable("ended")


def _reach(url: str) -> None:
    """Any answer at all shows that somebody is there; it is a page for people."""
    with discovery.session() as asking:
        try:
            asking.get(url)
        except outbound.Unfetched as problem:
            if problem.reason != "redirect":
                raise
