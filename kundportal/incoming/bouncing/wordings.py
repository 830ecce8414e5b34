"""How mail servers word their notices, in the languages of the countries around us."""

from __future__ import annotations

import re

from kundportal.lib.patterns import any_of

# The part before the @ of a mail server's own address.
DAEMON = any_of(
    r"""
    mailer[-_.]?daemon
    postmaster
    e?-?mail[-_.]?(?:delivery|daemon|router|system|service|administrator)
    mail[-_.]?delivery[-_.]?(?:sub-?)?system
    system[-_.]?administrator
    delivery[-_.]?(?:failure|status|notification|report|subsystem)\w*
    m?daemon
    ndr
    smtp
    e500_smtp_mail_service
    microsoftexchange[0-9a-f]+
    bounces?
    non-?delivery\w*
    undeliver\w*
    """,
    after=r"(?:[-_.+=].*)?",
)
SERVER_NAME = any_of(r"""
    mail(?:er)?[ -]?(?:delivery|administrat|system|daemon|service|router)
    delivery (?:sub)?system
    postmaster
    microsoft outlook
    mail server
    internet mail
    system administrator
    smtp
""")
# What only servers write above a notice, and what people write as well.
SUBJECT = any_of(
    r"""
    undeliver
    un-?deliverable
    delivery (?:status|fail|notif|report|problem|error|delay|has|to)
    mail (?:deliver|system err|could not)
    returned (?:mail|message|to|e-?mail)
    return to sender
    failure (?:notice|delivery)
    failed (?:mail|deliver)
    message (?:undeliver|delay|not deliver|could not|rejected)
    warning: (?:message|could not)
    non-?deliver
    unable to deliver
    could ?n.t (?:be )?(?:send|deliver)
    e-?mail (?:deliver|delay|undeliver|bounce)
    automatically rejected
    nondeliverable
    user unknown
    postmaster notify
    permanent delivery
    transient delivery
    oleverer
    ej levererat
    inte levererat
    (?:kunde|kan) inte levereras
    leveransfel
    fördröj
    leveransstatus
    leveransrapport
    leveransmeddelande
    meddelandet (?:kunde|kan) inte
    gick inte att leverera
    uleverbar
    kan ikke leveres
    ikke levert
    ikke-levere
    kunne ikke leveres
    leveringsfeil
    leveringsfejl
    leveringsstatus
    leveringsrapport
    forsinket
    uleveret
    unzustellbar
    nicht zustellbar
    zustellung
    zustellstatus
    fehler bei der zustellung
    verzögert
    mail konnte nicht
    ei voitu toimittaa
    toimittamaton
    viestin toimitus
    ei toimitettu
    toimitus epäonnistui
    non remis
    échec de la remise
    message non distribu
    no se puede entregar
    no entregado
    impossibile recapitare
    non recapitabile
    onbestelbaar
    niet bestelbaar
    não entregue
""",
    before=r"^\W*",
)
MAYBE = any_of(
    r"""
    delivery
    mail\b
    returned
    failed
    failure
    message\b
    warning
    unable
    could ?n.t
    could not
    e-?mail\b
    rejected
    bounced?\b
    unknown user
    notification
    problem
    processing
    error
    permanent
    temporary
    your (?:mail|message|e-?mail)
    meddelandet
    kunde inte
    kan ikke
    kunne ikke
""",
    before=r"^\W*",
)
WORDS = any_of(r"""
    (?:could|can|was|is|were)\s?(?:not|n[o']t)\s(?:be\s)?(?:deliver|sen[dt]|reach|transmit|forward)
    undeliver
    (?:delivery|sending|transmission)\b[^\n]{0,80}(?:fail|abort|not|unsuccess|problem|error|delay|postpon)
    unable to (?:deliver|send|relay)
    not (?:yet )?been delivered
    failed (?:to deliver|permanently|recipients?|addresses)
    returned (?:mail|message|to)
    permanent(?:ly)? (?:fatal )?(?:err|fail|fatal)
    wasn.t (?:deliver|able)
    did ?n.t (?:reach|get)
    did not reach
    couldn.t be
    rejected
    following address
    transcript of session
    bounced
    no such user
    unknown user
    user unknown
    mailbox
    kunde inte levere
    inte levererats
    (?:inte|ej) (?:kunde |kan )?leverera
    (?:kunde|kan|gick) (?:inte|ej) (?:att )?leverera
    (?:kunne|kan) ikke levere
    (?:ble|blev) ikke lever
    konnte nicht zugestellt
    nicht zugestellt
    nicht zustellbar
    unzustellbar
    ei voitu toimittaa
    ei toimitettu
    n.a pas pu être
    no se pudo
    non è stato
    not deliver
""")
# A mail that did arrive, in the words of those who do not say it as RFC 3464 has it.
SUCCESS = any_of(r"""
    \(success\)
    \bsuccess(?:ful|fully)\b
    ^(?:relayed|delivered|levererat|leveret|levert|zugestellt|toimitettu)\s*:
    \b(?:was|were|has been|have been) (?:delivered|relayed)\b
    \bhar levererats\b
    \b(?:er|blev|ble) (?:leveret|levert)\b
    \bwurden? (?:erfolgreich )?zugestellt\b
    \bon toimitettu\b
""")
FAILURE = any_of(r"""
    \bn[o']t\b
    fail
    error
    undeliver
    unable
    reject
    unsuccess
    denied
    refused
    unknown
    bounced
    \binte\b
    \bej\b
    \bikke\b
    \bnicht\b
    \bei\b
""")
WAITS = any_of(r"""
    not yet been delivered
    will (?:continue|keep|be retried|retry)
    has been (?:delayed|postponed)
    delayed
    no action is required
    warning message only
    you do not need to resend
    still (?:trying|being)
    do not need to take any
    attempts will
    will be (?:retried|attempted)
    fördröj
    försöker igen
    noch nicht zugestellt
    verzögert
    forsinke
    viiväst
""")
CHALLENGE = any_of(r"""
    (?:confirm|verify|prove|make sure) (?:that )?you(?: are|.re) (?:a )?(?:human|real|person)
    challenge[ /-]response
    click[^\n]{0,80}(?:link|below)[^\n]{0,120}(?:deliver(?:ed|y)|release|allowed list)
    (?:until|unless|before) you confirm
    spamarrest
    boxbe
    whitelist(?:ed)? (?:your|me)
    bluebottle
""")
# Below a line like one of these stands the mail that came back.
RETURNED = any_of(
    r"""
    below this line is
    this is a copy of (?:the|your) (?:message|mail|e-?mail)
    original message
    start of returned
    returned (?:message|mail)
    unsent message
    message headers? follow
    header of the source
    message (?:text|contents?|body) follows
    here is your returned
    returned mail follows
    your original (?:message|mail)
    a copy of (?:the|your) (?:original|message)
    undelivered message
    old message
    below the next line
    the (?:header|first lines|original)
    ursprungligt meddelande
    included is a copy
    ----- ?returned
    --- returned
    forwarded message
    copy of your
""",
    before=r"^[ \t>*=_-]{0,100}",
    multiline=True,
)
HEADER = re.compile(
    r"^>? ?(?:received|return-path|x-[a-z-]+|message-id|mime-version):\s", re.I | re.M
)
