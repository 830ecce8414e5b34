"""How each finding is said."""

from django.utils.translation import gettext_noop as _

WORDS = {
    "sender.local": _(
        "The sender %(sender)s has no domain of the internet, so no record can be looked at. "
        "Set KUNDPORTAL_MAIL_FROM."
    ),
    "dns.silent": _("Nobody answers the question for %(name)s in the DNS."),
    "dns.away": _("The DNS does not answer. Is there a network? No more records were looked at."),
    "spf.there": _("SPF: %(domain)s has a record: %(record)s"),
    "spf.none": _(
        "SPF: %(domain)s has no record, so receivers can't know who may send for it. Add one."
    ),
    "spf.several": _(
        "SPF: %(domain)s has %(count)s records, which counts as none. Put them together into one."
    ),
    "spf.lookups": _(
        "SPF: the record of %(domain)s takes %(count)s look-ups in the DNS. At 11 receivers "
        "give up and count it as broken. Write addresses instead of names, or drop what you "
        "do not use."
    ),
    "spf.dangling": _(
        "SPF: the record of %(domain)s includes %(included)s, which has no record. The whole "
        "counts as broken."
    ),
    "spf.everyone": _(
        "SPF: the record of %(domain)s lets everyone send (+all). End it with ~all or -all."
    ),
    "spf.no_end": _(
        "SPF: the record of %(domain)s does not say what holds for others. End it with ~all "
        "or -all."
    ),
    "spf.hosts_unknown": _(
        "SPF: whether the record of %(domain)s covers the hosts that send can't be said. Name"
        " them in KUNDPORTAL_MAIL_HOSTS."
    ),
    "spf.covers": _("SPF: the record of %(domain)s covers the hosts that send: %(hosts)s"),
    "spf.outside": _(
        "SPF: the record of %(domain)s does not cover %(host)s (%(address)s), which sends. "
        "Change it."
    ),
    "spf.perhaps": _(
        "SPF: whether the record of %(domain)s covers %(host)s (%(address)s) is seen only "
        "from a mail, since it holds macros, exists or ptr."
    ),
    "dkim.there": _("DKIM: the key stands at %(name)s."),
    "dkim.none": _(
        "DKIM: there is no key at %(name)s. Add the record that your mail server or provider shows."
    ),
    "dkim.broken": _("DKIM: the key at %(name)s can't be read. Add it anew."),
    "dkim.revoked": _(
        "DKIM: the key at %(name)s is taken back (p= is empty). Sign with another one, or add"
        " it anew."
    ),
    "dkim.weak": _(
        "DKIM: the key at %(name)s is shorter than 1024 bits, which receivers do not accept. "
        "Make a new one of 2048 bits."
    ),
    "dkim.short": _(
        "DKIM: the key at %(name)s is shorter than 2048 bits. Make a longer one when you can."
    ),
    "dkim.testing": _(
        "DKIM: the key at %(name)s says that it is only tried out (t=y). Take that away when "
        "all works."
    ),
    "dkim.selector_unknown": _(
        "DKIM: which key signs the mail of %(domain)s is not known. Name its selector in "
        "KUNDPORTAL_DKIM_SELECTOR."
    ),
    "dmarc.there": _("DMARC: %(domain)s asks receivers to stop forged mail (p=%(policy)s)."),
    "dmarc.none": _("DMARC: %(domain)s has no record. Large receivers ask for one. Add it."),
    "dmarc.several": _("DMARC: %(domain)s has several records, which counts as none. Keep one."),
    "dmarc.no_policy": _(
        "DMARC: the record of %(domain)s says no policy that receivers know. Write "
        "p=quarantine or p=reject."
    ),
    "dmarc.only_watches": _(
        "DMARC: %(domain)s only watches (p=none). When the reports show nothing foreign, "
        "write p=quarantine."
    ),
    "dmarc.no_reports": _(
        "DMARC: the record of %(domain)s names nobody who gets the reports (rua=)."
    ),
    "dmarc.aligned": _(
        "DMARC: bounces go to %(returns)s, which counts as the domain of the sender, %(domain)s."
    ),
    "dmarc.by_dkim_alone": _(
        "DMARC: bounces go to %(returns)s, which does not count as %(domain)s. Mail passes by"
        " its DKIM signature alone, so see to it that this is made in the name of %(domain)s."
    ),
    "dmarc.not_aligned": _(
        "DMARC: bounces go to %(returns)s, which does not count as %(domain)s, and no DKIM "
        "key is known. Receivers may count our mail as forged. Choose a "
        "KUNDPORTAL_MAIL_DOMAIN under the domain of the sender, or sign with DKIM."
    ),
    "mx.no_domain": _("Bounces do not come in here: KUNDPORTAL_MAIL_DOMAIN is not set."),
    "mx.there": _("MX: mail to %(domain)s goes to %(hosts)s."),
    "mx.none": _("MX: mail to %(domain)s has no way in, so bounces are lost. Add a record."),
    "mx.refuses": _("MX: %(domain)s says that it takes no mail, so bounces are lost."),
    "mx.lost": _("MX: mail to %(domain)s goes to %(host)s, which has no address."),
    "sts.there": _("MTA-STS: %(domain)s has a policy."),
    "sts.none": _(
        "MTA-STS: %(domain)s has no policy, so those who send to it need not encrypt. Nice to"
        " have; it takes a file on the web as well."
    ),
    "tls_reports.there": _("TLS-RPT: %(domain)s gets reports of encryption that failed."),
    "tls_reports.none": _(
        "TLS-RPT: %(domain)s gets no reports of encryption that failed. Nice to have."
    ),
    "host.unknown": _("The host %(host)s of KUNDPORTAL_MAIL_HOSTS has no address."),
    "ptr.there": _("PTR: %(address)s is called %(name)s, and that leads back to it."),
    "ptr.none": _(
        "PTR: %(address)s (%(host)s) has no name. Large receivers refuse mail from it. Ask "
        "whoever gave you the address to add one."
    ),
    "ptr.elsewhere": _(
        "PTR: %(address)s (%(host)s) is called %(name)s, which does not lead back to it. "
        "Large receivers refuse mail from it."
    ),
    "server.there": _("The mail server %(server)s answers."),
    "server.away": _("The mail server %(server)s does not answer: %(fault)s"),
    "server.quarrel": _("The mail server %(server)s broke off: %(fault)s"),
    "server.tls": _("Mail goes encrypted to %(server)s (TLS)."),
    "server.starttls": _("Mail goes encrypted to %(server)s (STARTTLS)."),
    "server.could_encrypt": _(
        "The mail server %(server)s offers STARTTLS, and it is not used. Set "
        "KUNDPORTAL_SMTP_STARTTLS=yes."
    ),
    "server.in_the_clear": _("Mail goes to %(server)s without encryption."),
    "server.signed_in": _("Signing in to %(server)s as %(user)s works."),
    "server.not_signed_in": _("Signing in to %(server)s fails: %(fault)s"),
    "server.not_smtp": _("Mail does not go by SMTP from here, so no mail server was asked."),
}
