"""Whether mail to us, such as bounces, has a way in."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from kundportal.mail.checking.dkim import tags
from kundportal.mail.checking.dns import Dns
from kundportal.mail.checking.findings import Finding, hint, missing, right
from kundportal.mail.looks import Looks


def check(dns: Dns, _ours: Looks) -> Iterator[Finding]:
    domain = settings.MAIL_DOMAIN.lower()
    if not domain:
        yield hint("mx.no_domain")
        return
    yield from _way_in(dns, domain)
    yield from _encrypted(dns, domain)


def _way_in(dns: Dns, domain: str) -> Iterator[Finding]:
    hosts = dns.mx(domain)
    if hosts == [""]:
        yield missing("mx.refuses", domain=domain)
    elif not hosts:
        name = urlsplit(settings.SITE_URL).hostname or domain
        yield missing("mx.none", f"{domain}. IN MX 10 {name}.", domain=domain)
    else:
        lost = [host for host in hosts if not dns.addresses(host)]
        for host in lost:
            yield missing("mx.lost", domain=domain, host=host)
        if not lost:
            yield right("mx.there", domain=domain, hosts=", ".join(hosts))


def _encrypted(dns: Dns, domain: str) -> Iterator[Finding]:
    """Both are for those who send to us, and few do without."""
    policies = [one for one in dns.txt(f"_mta-sts.{domain}") if tags(one).get("v") == "STSv1"]
    if policies:
        yield right("sts.there", domain=domain)
    else:
        yield hint("sts.none", f'_mta-sts.{domain}. IN TXT "v=STSv1; id=1"', domain=domain)
    name = f"_smtp._tls.{domain}"
    if any(tags(one).get("v") == "TLSRPTv1" for one in dns.txt(name)):
        yield right("tls_reports.there", domain=domain)
    else:
        record = f'{name}. IN TXT "v=TLSRPTv1; rua=mailto:tls@{domain}"'
        yield hint("tls_reports.none", record, domain=domain)
