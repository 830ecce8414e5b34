"""What a mail server's words and codes mean: for now or for good, and whether anybody is there.

The code decides where there is one (RFC 3463, else the SMTP reply); words decide where there is none,
and whether "for good" means that no other mail will arrive either.
"""

from __future__ import annotations

import re

from kundportal.mail.models import Kind

_STATUS = re.compile(r"(?<![\d.:/\-])([245])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)")
_REPLY = re.compile(r"(?:^|[\s:;>(\[\"'#=-])([45]\d\d)(?=[\s:;,)\]\"'-]|$)")
_REPLIES = frozenset(
    "421 422 431 432 441 442 446 447 449 450 451 452 454 455 471 500 501 502 503 504 505 510 511 512 "
    "513 515 516 517 521 522 523 530 533 534 535 541 542 546 547 550 551 552 553 554 555 556 557 571"
    .split()
)  # fmt: skip
_GENERAL = re.compile(r"[45]\.0\.0|[45]\.[3-5]\.0|[45]\.1\.0|5\.1\.5")
NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.10", "5.4.4", "5.4.310", "5.1.6", "5.1.351", "5.1.13"})


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_WHO = r"\b(?:user|recipient|account|mailbox|addressee|address|person|alias|userid|username|inbox)"
# No such person.
_UNKNOWN = _any(
    _WHO + r"\w*\b[^\n]{0,90}?\b(?:unknown|not (?:be )?found|(?:does|did) ?(?:not|n't|n.t) (?:currently )"
    r"?exist|(?:does|did)nt exist|no longer (?:exists?|valid|in use|active|available|with)|not exist"
    r"|non-?exist\w+|is (?:an )?invalid|(?:isn.t|not) (?:a )?valid|not known|not listed|couldn.t be found"
    r"|wasn.t found|not (?:be )?recogni[sz]ed|not a (?:local|known|registered)|not registered"
    r"|not in (?:the |our )?(?:directory|address book|list))",
    r"\b(?:no|unknown|invalid|non-?existent|undefined|unrecogni[sz]ed|illegal|not (?:a )?(?:valid|known"
    r"|local))\s+(?:local |such |destination |virtual |final |mail |valid |delivery |e-?mail "
    r"|recipient )*(?:user|recipient|mailbox|address|account|person|alias|addressee|customer|name)",
    r"(?:does ?n.?t|does not) have an? [\w.-]+ account|recipientnotfound|recipnotfound|unknown-user",
    r"bad destination (?:mailbox|email) address|user_?unknown|nosuchuser|recipient unknown|unrouteable"
    r" address|no (?:mail)?box here by that name|mailbox unavailable[^\n]{0,20}not exist|no users? here",
    r"not our customer|not listed in domino|no mailbox here|is not a user here|has left the",
    # German, Swedish, Norwegian, Danish, Finnish
    r"(?:benutzer|empfänger|postfach|adresse|konto)\w*\b[^\n]{0,60}(?:unbekannt|existiert nicht|nicht "
    r"gefunden|ungültig|nicht vorhanden)|unbekannter (?:benutzer|empfänger)",
    r"(?:användar|mottagar|adress|konto|brevlåd)\w*\b[^\n]{0,60}(?:finns inte|okänd|hittades inte"
    r"|hittas inte|inte hittas|existerar inte|ogiltig|saknas)|okänd (?:användare|mottagare|adress)",
    r"(?:bruker|mottaker|adresse|konto|postboks)\w*\b[^\n]{0,60}(?:finnes ikke|eksisterer ikke|ukjent"
    r"|ikke funnet|ugyldig)|ukjent (?:bruker|mottaker|adresse)",
    r"(?:bruger|modtager|adresse|konto|postkasse)\w*\b[^\n]{0,60}(?:findes ikke|eksisterer ikke|ukendt"
    r"|ikke fundet|ikke findes|ugyldig)|ukendt (?:bruger|modtager|adresse)",
    r"(?:käyttäjä|vastaanottaja|osoite|tili|postilaatikko)\w*\b[^\n]{0,60}(?:ei ole olemassa|tuntematon"
    r"|ei löyd|ei löytynyt|virheellinen)|tuntematon (?:käyttäjä|vastaanottaja|osoite)",
    # French, Spanish, Italian, Dutch, Portuguese, Polish
    r"(?:utilisateur|destinataire|adresse|compte)\w*\b[^\n]{0,60}(?:inconnu|n.existe pas|introuvable)",
    r"(?:usuario|destinatario|dirección|cuenta|buzón|utente|indirizzo|casella)\w*\b[^\n]{0,60}"
    r"(?:desconocid|no existe|no encontrad|sconosciut|inesistente|non esiste|non trovat)",
    r"(?:gebruiker|ontvanger|adres)\w*\b[^\n]{0,60}(?:onbekend|bestaat niet|niet gevonden)",
    r"(?:usuário|destinatário|endereço|użytkownik|adresat)\w*\b[^\n]{0,60}(?:desconhecid|não existe"
    r"|inexistente|não encontrad|nie istnieje|nieznany)",
)  # fmt: skip
# No such host.
_NOWHERE = _any(
    r"\bhosts?\b[^\n]{0,60}\b(?:unknown|not found)|\b(?:unknown|no such|bad|illegal|invalid) (?:mail ?)?"
    r"(?:destination )?(?:host|domain)|unable to (?:look ?up|resolve)|unresolvable|nxdomain|null ?mx",
    r"\bdomain\b[^\n]{0,60}\b(?:does ?n.?t exist|does not exist|not found|not valid|unknown|not exist"
    r"|invalid|couldn.t be found|no longer exists)|name service error|non-?existent domain|no mx",
    r"unrouteable (?:mail )?domain|unroutable|could not be resolved|has no mail exchanger"
    r"|find any (?:exchanger|host)|domänen[^\n]{0,40}(?:finns inte|hittades inte)",
)
_LATER = _any(
    r"try (?:it )?again|try later|temporar\w+|timed? ?-?out|deferred|delayed|connection (?:refused|reset"
    r"|lost|closed|dropped|was dropped|attempt)|host is down|unreachable|gr[ae]y-?list|not respond\w*"
    r"|no answer from|expired|retry|could not connect|couldn.t (?:connect|establish)|can.?t connect"
    r"|tillfällig|vorübergehend|midlertidig|väliaikai|försök igen|senere|später"
)
_FULL = _any(
    r"quota|\b(?:mail ?box|inbox|account|folder)\b[^\n]{0,60}\b(?:full|exceed\w*|out of space"
    r"|too (?:big|large)|over)\b|\bfull\b[^\n]{0,20}\b(?:mail ?box|inbox)|not enough (?:disk )?(?:space"
    r"|storage)|space not enough|insufficient[^\n]{0,20}(?:storage|space)|out of (?:disk )?space|disk full"
    r"|storage (?:limit|space)|(?:postfach|brevlåda\w*|inkorg\w*|postkass\w*|postboks\w*)\b[^\n]{0,40}"
    r"(?:voll|full|überfüllt|fuld)|täynnä|boîte[^\n]{0,40}pleine|buzón[^\n]{0,40}lleno|casella[^\n]{0,40}piena"
)  # fmt: skip
_REFUSED = _any(
    r"spam|black-?list|block(?:ed|ing|list)|deny-?list|reputation|polic(?:y|ies)|virus|malware|dmarc|dkim"
    r"|\bspf\b|relay|not (?:authori[sz]ed|allowed|permitted)|refused|banned|unsolicited|\brbl\b|spamhaus"
    r"|rate[ -]?limit|too many|suspend\w*|disabled|inactive|locked|restrict\w*|deactivated"
    r"|discontinued|not accept\w*|administrat\w+|authenticat\w+|sender|\bloop|hop count|too (?:big|large)"
    r"|size|content|access denied|permission|unavailable due to"
)
# So strong that even the code for "no such person" is not believed.
_SURELY_REFUSED = _any(
    r"\bspam|black-?list|blocked|gr[ae]y-?list|\bdisabled|suspend|\bloop|too (?:big|large)|hop count"
    r"|sender (?:address )?(?:reject|verif|denied)|reputation|dmarc"
)


def statuses_in(text: str) -> list[str]:
    """The enhanced status codes in a text, each once, in order; those of successes left out."""
    found = (
        f"{match[1]}.{int(match[2])}.{int(match[3])}"
        for match in _STATUS.finditer(text)
        if match[1] != "2" and (int(match[2]) <= 7) and int(match[3]) < 1000
    )
    return list(dict.fromkeys(found))


def replies_in(text: str) -> list[str]:
    """The SMTP replies of servers in a text."""
    return list(dict.fromkeys(code for code in _REPLY.findall(text) if code in _REPLIES))


def finer(status: str, text: str) -> str:
    """The status, or a more telling one of the same class that the server's words hold."""
    if status and not _GENERAL.fullmatch(status):
        return status
    codes = [code for code in statuses_in(text) if not status or code[0] == status[0]]
    telling = [code for code in codes if not _GENERAL.fullmatch(code)]
    return (telling or [status] if status else telling or codes or [""])[0]


def kind_of(status: str, text: str) -> Kind:
    """For now or for good, by the status, else by the reply, else by the words."""
    code = status or next(iter(replies_in(text)), "")
    if code:
        return Kind.TEMPORARY if code.startswith("4") else Kind.PERMANENT
    if is_nobody(text):
        return Kind.PERMANENT
    if _FULL.search(text) or _LATER.search(text):
        return Kind.TEMPORARY
    return Kind.PERMANENT if _REFUSED.search(text) else Kind.NONE


def is_nobody(text: str) -> bool:
    """Whether the words say that there is no such person or host, and nothing speaks against it."""
    if _FULL.search(text) or _SURELY_REFUSED.search(text):
        return False
    if _NOWHERE.search(text):
        return not _LATER.search(text)
    return bool(_UNKNOWN.search(text))


def is_hard(kind: Kind, status: str, text: str) -> bool:
    """Whether no other mail will arrive either: there is no such person or host."""
    if kind != Kind.PERMANENT or status.split(".")[1:2] == ["7"]:
        return False
    if status in NOBODY:
        return not (_FULL.search(text) or _SURELY_REFUSED.search(text))
    if status == "5.4.1" and re.search(r"recipient address rejected: access denied", text, re.I):
        return True  # how Exchange Online says that it knows nobody of that name
    if status.startswith(("5.2.", "5.3.4")) and not _UNKNOWN.search(text):
        return False
    return is_nobody(text)
