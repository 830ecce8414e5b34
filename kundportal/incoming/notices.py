"""Notices of mail servers in plain words: whether it is one, whom it names, what it says."""

from __future__ import annotations

import re
from email.message import Message

from flufl.bounce import all_failures

from kundportal.incoming.addressing import addresses_in, normal
from kundportal.incoming.dsn import REPORTS, own_parts
from kundportal.incoming.mime import Part, fields_of
from kundportal.incoming.reading import Received, mailboxes
from kundportal.mail.letters import fold

LONGEST_NOTICE = 40_000
LONGEST_LINE = 400
DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|postmaster|mail[-_.]?(?:deliver\w*|daemon|admin|system|router|service)\w*"
    r"|(?:system|delivery|smtp|exchange|mdaemon|daemon|ndr|e500_smtp)[-_.]?\w*|microsoftexchange[0-9a-f]+"
    r"|bounces?|non-?delivery|undeliver\w*)(?:[-_.+=].*)?", re.IGNORECASE,
)  # fmt: skip
_SERVER_NAME = re.compile(
    r"mail(?:er)?[ -]?(?:delivery|administrat|system|daemon|service|router)|delivery (?:sub)?system"
    r"|postmaster|microsoft outlook|mail server|internet mail|system administrator|smtp",
    re.IGNORECASE,
)
# What only servers write above a notice, and what people write as well.
_SUBJECT = re.compile(
    r"^\W*(?:undeliver|un-?deliverable|delivery (?:status|fail|notif|report|problem|error|delay|has|to)|mail "
    r"(?:deliver|system err|could not)|returned (?:mail|message|to|e-?mail)|return to sender|failure "
    r"(?:notice|delivery)|failed (?:mail|deliver)|message (?:undeliver|delay|not deliver|could not|rejected)"
    r"|warning: (?:message|could not)|non-?deliver|unable to deliver|could ?n.t (?:be )?(?:send|deliver)"
    r"|e-?mail (?:deliver|delay|undeliver|bounce)|automatically rejected|nondeliverable|user unknown"
    r"|postmaster notify|permanent delivery|transient delivery"
    r"|oleverer|ej levererat|inte levererat|(?:kunde|kan) inte levereras|leveransfel|fördröjt"
    r"|uleverbar|kan ikke leveres|ikke levert|ikke-levere|kunne ikke leveres|leveringsfeil|uleveret"
    r"|unzustellbar|nicht zustellbar|zustellung|mail konnte nicht|ei voitu toimittaa|toimittamaton"
    r"|toimitus epäonnistui|non remis|échec de la remise|message non distribu|no se puede entregar"
    r"|no entregado|impossibile recapitare|non recapitabile|onbestelbaar|niet bestelbaar|não entregue)",
    re.IGNORECASE,
)  # fmt: skip
_MAYBE = re.compile(
    r"^\W*(?:delivery|mail\b|returned|failed|failure|message\b|warning|unable|could ?n.t|could not"
    r"|e-?mail\b|rejected|bounced?\b|unknown user|notification|problem|processing|error|permanent"
    r"|temporary|your (?:mail|message|e-?mail)|meddelandet|kunde inte|kan ikke|kunne ikke)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:could|can|was|is|were)\s?(?:not|n[o']t)\s(?:be\s)?(?:deliver|sen[dt]|reach|transmit|forward)"
    r"|undeliver|(?:delivery|sending|transmission)\b[^\n]{0,80}(?:fail|abort|not|unsuccess|problem|error"
    r"|delay|postpon)|unable to (?:deliver|send|relay)|not (?:yet )?been delivered|failed (?:to deliver"
    r"|permanently|recipients?|addresses)|returned (?:mail|message|to)|permanent(?:ly)? (?:fatal )?(?:err"
    r"|fail|fatal)|wasn.t (?:deliver|able)|did ?n.t (?:reach|get)|did not reach|couldn.t be|rejected"
    r"|following address|transcript of session|bounced|no such user|unknown user|user unknown|mailbox"
    r"|kunde inte levere|inte levererats|kunne ikke levere|konnte nicht zugestellt|nicht zugestellt"
    r"|ei voitu toimittaa|n.a pas pu être|no se pudo|non è stato|not deliver", re.IGNORECASE,
)  # fmt: skip
_WAITS = re.compile(
    r"not yet been delivered|will (?:continue|keep|be retried|retry)|has been (?:delayed|postponed)|delay"
    r"ed|no action is required|warning message only|you do not need to resend|still (?:trying|being)"
    r"|do not need to take any|attempts will|will be (?:retried|attempted)|fördröj|försöker igen"
    r"|noch nicht zugestellt|verzögert|forsinke|viiväst", re.IGNORECASE,
)  # fmt: skip
_CHALLENGE = re.compile(
    r"(?:confirm|verify|prove|authenticat)[^\n]{0,60}(?:you are (?:a )?(?:human|real|person)|sender"
    r"|your (?:message|e-?mail|address))|challenge[ /-]response|click[^\n]{0,60}to (?:deliver|release)"
    r"|(?:until|unless|before) you confirm|spamarrest|boxbe|whitelist(?:ed)? (?:your|me)|bluebottle",
    re.IGNORECASE,
)  # fmt: skip
# Below a line like one of these stands the mail that came back.
_RETURNED = re.compile(
    r"^[\s>*=_-]*(?:below this line is|this is a copy of (?:the|your) (?:message|mail|e-?mail)|original "
    r"message|start of returned|returned (?:message|mail)|unsent message|message headers? follow|header of "
    r"the source|message (?:text|contents?|body) follows|here is your returned|returned mail follows|your "
    r"original (?:message|mail)|a copy of (?:the|your) (?:original|message)|undelivered message|old message"
    r"|below the next line|the (?:header|first lines|original)|ursprungligt meddelande|included is a copy"
    r"|----- ?returned|--- returned|forwarded message|copy of your)|^(?:received|return-path|x-[a-z-]+"
    r"|message-id|mime-version):\s", re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:=]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def notice_in(mail: Received) -> str:
    """What the server says, without the mail that came back below it."""
    text = mail.text[:LONGEST_NOTICE]
    match = _RETURNED.search(text, 60) if len(text) > 60 else None
    return text[: match.start()] if match else text


def signs_of_one(mail: Received, notice: str) -> int:
    """How much speaks for a mail server's notice; a person who writes about one has less than 3."""
    if _CHALLENGE.search(f"{mail.subject}\n{notice}"):
        return 0
    named = any(failed_addresses(mail, notice, guess=False))
    says = bool(_WORDS.search(notice))
    written_by = 2 * is_server(mail) + bool(_SERVER_NAME.search(mail.sender_name))
    written_by = min(2, written_by + (mail.return_path == ""))
    if mail.root.parameter("report-type").lower() == "delivery-status":
        written_by = 2
    about = 2 * bool(_SUBJECT.search(mail.subject)) or int(bool(_MAYBE.search(mail.subject)))
    brings = bool(returned(mail)) or len(notice) < len(mail.text[:LONGEST_NOTICE])
    if not named and not says:
        return 0
    if not written_by:
        return min(3, max(0, about + named + says + brings - 1))
    return written_by + about + named + says


def is_server(mail: Received) -> bool:
    """Whether the sender is a mail server by its name, or by what only servers add."""
    local = mail.sender.rpartition("@")[0] or mail.header("from").strip("<> ")
    return bool(DAEMON.fullmatch(local)) or bool(mail.header("x-failed-recipients"))


def says_it_waits(mail: Received, notice: str) -> bool:
    """Whether the server still tries."""
    return bool(_WAITS.search(f"{mail.subject}\n{notice[:4_000]}"))


def failed_addresses(
    mail: Received, notice: str, *, guess: bool = True
) -> tuple[set[str], set[str]]:
    """Those who wait, and those who took no mail; a guess is the one address in a notice."""
    named = [email.lower() for _name, email in mailboxes(mail.root, "x-failed-recipients")]
    if named:
        return set(), set(named)
    try:
        found = [_clean(addresses) for addresses in all_failures(_as_message(mail.root))]
    except Exception:  # noqa: BLE001 (one of its twenty readers stumbles over a stranger's mail)
        found = [set(), set()]
    if guess and not any(found):
        found = [set(), _named_in(mail, notice)]
    return found[0], found[1] - found[0]


def what_is_said(notice: str, emails: set[str]) -> str:
    """The lines of the notice that are about these addresses, else all of it, on one line."""
    lines = notice.split("\n")
    near = [at for at, line in enumerate(lines) if any(one in line.lower() for one in emails)]
    if near and near[-1] < len(lines) - 1:
        tail = fold(" ".join(line[:LONGEST_LINE] for line in lines[near[0] : near[-1] + 12]))
        return tail[:4_000]
    return fold(notice)[:4_000]


def _clean(addresses: object) -> set[str]:
    found = set()
    for address in addresses if isinstance(addresses, set | frozenset) else ():
        text = address.decode("ascii", "replace") if isinstance(address, bytes) else str(address)
        found.add(normal(text.strip().strip(".;:,\"'<>()")).lower())
    return found - {""}


def _named_in(mail: Received, notice: str) -> set[str]:
    """The one address that the notice names besides those of the servers and ours."""
    not_meant = {mail.sender.lower(), *(email.lower() for email in mail.recipients)}
    found = {normal(one.rstrip(".")).lower() for one in _ADDRESS.findall(notice)} - not_meant
    found = {one for one in found if one and not DAEMON.fullmatch(one.partition("@")[0])}
    if len(found) == 1:
        return found
    lines = [line.strip() for line in notice.split("\n")]
    alone = {
        addresses_in(line)[0][1].lower()
        for line in lines
        if len(line) < LONGEST_LINE and addresses_in(line.rstrip(":,"))
        and len(line) < len(addresses_in(line.rstrip(":,"))[0][1]) + 6
    }  # fmt: skip
    return alone & found


def _as_message(root: Part) -> Message:
    """The mail for flufl.bounce, built of what has been read already, the beginning of each part."""
    message = Message()
    for name, value in root.fields[:200]:
        message[name] = _ascii(value[:2_000]).replace("\r", " ").replace("\n", " ")
    if root.kind in REPORTS:
        message.set_payload([_block(one) for one in root.content(LONGEST_NOTICE).split(b"\n\n")])
    elif root.parts and not root.kind.startswith("message/"):
        message.set_payload([_as_message(part) for part in root.parts[:20]])
        message.preamble = ""
    else:
        message.set_payload(_ascii(root.content(LONGEST_NOTICE)))
        del message["content-transfer-encoding"]
    return message


def _block(raw: bytes) -> Message:
    message = Message()
    for lines in fields_of(raw)[0]:
        message[lines[0].decode("ascii")] = fold(_ascii(b" ".join(lines[1:])))
    return message


def _ascii(raw: bytes) -> str:
    return raw.replace(b"\r\n", b"\n").decode("ascii", "replace")


def returned(mail: Received) -> list[Part]:
    """The mails, or their headers, that came back."""
    found: list[Part] = []
    for part in own_parts(mail.root)[1:]:
        if part.kind.startswith("message/") and part.parts:
            found += part.parts
        elif part.kind in {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}:
            fields = fields_of(part.content(LONGEST_NOTICE))[0]
            named = tuple((one[0].decode("ascii"), b" ".join(one[1:]).strip()) for one in fields)
            found.append(Part(named, b"", 0, 0))
    return found
