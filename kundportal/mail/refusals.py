"""How mail servers word why they do not take a mail, in the languages around us."""

from __future__ import annotations

from kundportal.lib.patterns import any_of

_ENDING = r"\w{0,30}"  # bounded, or a row of such words takes time that grows with its square
_GAP = r"\b[^\n]{0,90}?"
# There is no such person.
_SOMEBODY = r"""
    (?:user|recipient|account|mailbox|addressee|address|person|alias|userid|username|inbox)
""".strip()
_IS_MISSING = any_of(
    r"""
    \bunknown
    \bnot (?:be )?found
    \b(?:does|did) ?(?:not|n.?t) (?:currently )?exist
    \bdoesnt exist
    \bno longer (?:exists?|valid|in use|active|available|with)
    \bnot exist
    \bnon-?exist
    \bis (?:an )?invalid
    \b(?:isn.t|not) (?:a )?valid
    \bnot (?:known|listed|registered)
    \bcouldn.t be found
    \bwasn.t found
    \bnot (?:be )?recogni[sz]ed
    \bnot a (?:local|known|registered)
    \bnot in (?:the |our )?(?:directory|address book|list)
    """,
    before=rf"\b{_SOMEBODY}{_ENDING}{_GAP}",
)
_NO_SUCH = any_of(
    r"""
    \b(?:no|unknown|invalid|non-?existent|undefined|unrecogni[sz]ed|illegal)
    \bnot (?:an? )?(?:valid|known|local|active|existing)
    """,
    after=r"\s+(?:(?:local|such|destination|virtual|final|mail|valid|delivery|e-?mail|recipient) )*"
    r"(?:user|recipient|mailbox|address|account|person|alias|addressee|customer|name)",
)
_IN_OTHER_WORDS = any_of(r"""
    (?:does ?n.?t|does not) have an? [\w.-]+ account
    recipientnotfound
    recipnotfound
    unknown-user
    user_?unknown
    nosuchuser
    bad destination (?:mailbox|email) address
    unrouteable address
    no (?:mail)?box here by that name
    no mail ?box (?:here|available)
    bad[_ ]recipient
    no users? here
    mailbox unavailable[^\n]{0,20}not exist
    not our customer
    not listed in domino
    is not a user here
    has left the (?:company|organi[sz]ation|school)
    unbekannter (?:benutzer|empfänger)
    okänd (?:användare|mottagare|adress)
    ukjent (?:bruker|mottaker|adresse)
    ukendt (?:bruger|modtager|adresse)
    tuntematon (?:käyttäjä|vastaanottaja|osoite)
""")
_ABROAD = any_of(
    r"""
    (?:benutzer|empfänger|postfach|adresse|konto)GAP(?:unbekannt|existiert nicht|ungültig)
    (?:benutzer|empfänger|postfach|adresse|konto)GAP(?:nicht gefunden|nicht vorhanden)
    (?:användar|mottagar|adress|konto|brevlåd)GAP(?:finns inte|okänd|hitta(?:de)?s inte)
    (?:användar|mottagar|adress|konto|brevlåd)GAP(?:existerar inte|ogiltig|saknas|inte hittas)
    (?:bruker|mottaker|adresse|konto|postboks)GAP(?:finnes ikke|eksisterer ikke|ukjent|ugyldig)
    (?:bruker|mottaker|adresse|konto|postboks)GAP(?:ikke funnet|ikke finnes)
    (?:bruger|modtager|adresse|konto|postkasse)GAP(?:findes ikke|eksisterer ikke|ukendt|ugyldig)
    (?:bruger|modtager|adresse|konto|postkasse)GAP(?:ikke fundet|ikke findes)
    (?:käyttäj|vastaanottaj|osoit|tili|postilaatik)GAP(?:ei ole olemassa|tuntematon|ei löyd)
    (?:käyttäj|vastaanottaj|osoit|tili|postilaatik)GAP(?:ei löytynyt|virheellinen)
    (?:utilisateur|destinataire|adresse|compte)GAP(?:inconnu|n.existe pas|introuvable)
    (?:usuario|destinatario|dirección|cuenta|buzón)GAP(?:desconocid|no existe|no encontrad)
    (?:utente|destinatario|indirizzo|casella)GAP(?:sconosciut|inesistente|non esiste|non trovat)
    (?:gebruiker|ontvanger|adres)GAP(?:onbekend|bestaat niet|niet gevonden)
    (?:usuário|destinatário|endereço)GAP(?:desconhecid|não existe|inexistente|não encontrad)
    (?:użytkownik|adresat)GAP(?:nie istnieje|nieznany)
""".replace("GAP", _ENDING + _GAP)
)
UNKNOWN = (_IS_MISSING, _NO_SUCH, _IN_OTHER_WORDS, _ABROAD)
# There is no such host.
NOWHERE = any_of(r"""
    \bhosts?\b[^\n]{0,60}\b(?:unknown|not found)
    \b(?:unknown|no such|bad|illegal|invalid) (?:mail ?)?(?:destination )?(?:host|domain)
    unable to (?:look ?up|resolve)
    unresolvable
    nxdomain
    name or service not known
    null ?mx
    \bdomain\b[^\n]{0,60}\b(?:does ?n.?t exist|does not exist|not found|not valid|unknown|not exist)
    \bdomain\b[^\n]{0,60}\b(?:invalid|couldn.t be found|no longer exists)
    name service error
    non-?existent domain
    no mx
    unrouteable (?:mail )?domain
    unroutable
    could not be resolved
    has no mail exchanger
    find any (?:exchanger|host)
    domänen[^\n]{0,40}(?:finns inte|hittades inte)
""")
# Another try may help.
LATER = any_of(r"""
    try (?:it )?again
    try later
    temporar\w+
    timed? ?-?out
    deferred
    delayed
    connection (?:refused|reset|lost|closed|dropped|was dropped|attempt)
    host is down
    unreachable
    gr[ae]y-?list
    not respond\w*
    no answer from
    expired
    retry
    could not connect
    couldn.t (?:connect|establish)
    can.?t connect
    tillfällig
    vorübergehend
    midlertidig
    väliaikai
    försök igen
    senere
    später
""")
# The person is there; the mailbox is full.
FULL = any_of(r"""
    quota
    \b(?:mail ?box|inbox|account|folder)\b[^\n]{0,60}\b(?:full|exceed\w*|out of space)
    \b(?:mail ?box|inbox|account|folder)\b[^\n]{0,60}\b(?:too (?:big|large)|over)\b
    \bfull\b[^\n]{0,20}\b(?:mail ?box|inbox)
    not enough (?:disk )?(?:space|storage)
    space not enough
    insufficient[^\n]{0,20}(?:storage|space)
    out of (?:disk )?space
    disk full
    storage (?:limit|space)
    (?:postfach|brevlåda\w*|inkorg\w*|postkass\w*|postboks\w*)\b[^\n]{0,40}(?:voll|full|überfüllt|fuld)
    täynnä
    boîte[^\n]{0,40}pleine
    buzón[^\n]{0,40}lleno
    casella[^\n]{0,40}piena
""")
# The person is there, or may be; this mail is not wanted.
REFUSED = any_of(r"""
    spam
    black-?list
    block(?:ed|ing|list)
    deny-?list
    reputation
    polic(?:y|ies)
    virus
    malware
    dmarc
    dkim
    \bspf\b
    relay
    not (?:authori[sz]ed|allowed|permitted)
    refused
    banned
    unsolicited
    \brbl\b
    rate[ -]?limit
    too many
    suspend\w*
    disabled
    inactive
    locked
    restrict\w*
    deactivated
    discontinued
    not accept\w*
    administrat\w+
    authenticat\w+
    sender
    \bloop
    hop count
    too (?:big|large)
    size
    content
    access denied
    permission
""")
# So strong that even the code for "no such person" is not believed.
SURELY_REFUSED = any_of(r"""
    \bspam
    black-?list
    blocked
    gr[ae]y-?list
    \bdisabled
    suspend
    \bloop
    too (?:big|large)
    hop count
    sender (?:address )?(?:reject|verif|denied|policy)
    \bspf\b
    \bsize\b[^\n]{0,20}exceed
    exceed[^\n]{0,30}\bsize
    reputation
    dmarc
""")


def is_nobody(text: str) -> bool:
    """Whether the words say that there is no such person or host, and nothing speaks against it."""
    if is_refused(text):
        return False
    if NOWHERE.search(text):
        return not LATER.search(text)
    return is_unknown(text)


def is_refused(text: str) -> bool:
    """Whether the words say that the mailbox is full, or this mail surely not wanted."""
    return bool(FULL.search(text) or SURELY_REFUSED.search(text))


def is_unknown(text: str) -> bool:
    """Whether the words say that there is no such person."""
    return any(pattern.search(text) for pattern in UNKNOWN)


def is_plainly_unknown(text: str) -> bool:
    """Whether they speak of nothing but an unknown person: no host, no sender, no policy."""
    others = is_refused(text) or REFUSED.search(text) or NOWHERE.search(text) or LATER.search(text)
    return is_unknown(text) and not others
