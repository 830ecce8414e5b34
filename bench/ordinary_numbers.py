"""Numbers of support tickets that are no person's: orders, days, phones and the like."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID


def digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def shaped(random: Random, shape: str) -> str:
    """The shape with a digit for each `#`."""
    return "".join(random.choice("0123456789") if sign == "#" else sign for sign in shape)


def said(random: Random, frames: str, written: str) -> str:
    return random.choice(frames.split("|")).replace("{}", written)


def order(random: Random) -> str:
    shapes = (
        "######", "########", "##########", "1000#######", "A-######", "SO######", "PO-2026-####",
        "######-####", "ORD-##########", "##-######", "2026-######", "45########", "####-####-####",
        "W#########", "###########", "############",
    )  # fmt: skip
    frames = (
        "Ordernummer {}|Order {} har inte kommit|Vår beställning {}.|Fakturanr {}|Kundnummer: {}"
        "|ordre nr. {}|Tilausnumero {} (order)|Your order {} was sent|OCR {}|Er referens {}"
        "|Leveransen {} saknas|Ref: {}"
    )
    return said(random, frames, shaped(random, random.choice(shapes)))


def nameless(random: Random) -> str:
    """What nothing is said about."""
    shapes = ("######", "########", "##########", "###########", "####-######", "###-###-####")
    return said(
        random, "{}|Se {}.|Det står {} på skärmen|({})", shaped(random, random.choice(shapes))
    )


def moment(random: Random) -> datetime:
    return datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(12 * 365 * 86_400))


def day(random: Random) -> str:
    first, last = sorted([moment(random), moment(random)])
    form = random.choice(
        ["%Y-%m-%d", "%Y%m%d", "%y%m%d", "%d.%m.%Y", "%d/%m-%Y", "%d.%m.%y", "%Y-%m-%d %H:%M",
         "%d %m %Y", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d kl. %H.%M", "%H:%M:%S", "v. %V %Y",
         "%d-%m-%Y", "%Y/%m/%d %H:%M"]
    )  # fmt: skip
    one, other = first.strftime(form), last.strftime(form)
    frames = "Sedan {}.|{}|{} – OTHER|{}-OTHER|Från {} till OTHER|{} OTHER|{}, OTHER"
    return said(random, frames.replace("OTHER", other), one)


def phone(random: Random) -> str:
    shape = random.choice([
        "070-### ## ##", "070######" + "#", "073-#######", "0722-## ## ##", "+46 70 ### ## ##",
        "+4670#######", "004670#######", "08-### ### ##", "08-## ## ##", "031-### ## ##",
        "0451-## ## #", "046-##-##-##", "+47 ### ## ###", "+47########", "### ## ###",
        "## ## ## ##",
        "+45 ## ## ## ##", "+45########", "+358 40 ### ####", "+35840#######", "040 #######",
        "040-### ## ##", "050#######", "(0)8-### ### ##", "+46 (0)70-### ## ##", "010-### ## ##",
        "09 #### ####",
    ])  # fmt: skip
    frames = (
        "Ring mig på {}|Tel: {}|Mobil {}.|telefon {}|Nås på {}|tlf. {}|Call me at {}|{}|Mvh Eva, {}"
        "|Skolans nummer är {}|Puh. {}|Kontakt: Eva {}"
    )
    return said(random, frames, shaped(random, shape))


def ticket(random: Random) -> str:
    country = random.choice(["SE", "NO", "DK", "FI"])
    return said(
        random, "{}|Se {}.|Hör ihop med {}", f"{country}-{digits(random, 4)}-{digits(random, 4)}"
    )


def organisation(random: Random) -> str:
    shape = random.choice([
        "556###-####", "212000-####", "556#######", "16212000####", "202100-####", "SE556#######01",
        "8024##-####", "9164##-####", "9## ### ###", "8## ### ###", "DK########", "#######-#",
    ])  # fmt: skip
    return said(random, "Org.nr {}|{}|Vi är {} i registret|CVR {}", shaped(random, shape))


def school(random: Random) -> str:
    return said(random, "Skolenhetskod {}|Enhet {}|{}", shaped(random, "########"))


def account(random: Random) -> str:
    shape = random.choice([
        "SE## #### #### #### #### ####", "SE######################", "NO## #### #### ###",
        "DK## #### #### #### ##", "FI## #### #### #### ##", "####.##.#####", "bg ###-####",
        "bankgiro ####-####", "pg ## ## ##-#", "####-# ### ### ###", "4### #### #### ####",
    ])  # fmt: skip
    return said(random, "{}|Konto {}|Betala till {}", shaped(random, shape))


def version(random: Random) -> str:
    shape = random.choice([
        "#.##.#", "v##.#.####", "###.##.##.###", "1#.0.####.###", "2026.##.##", "##.##.##.####",
        "Chrome/1##.0.####.##", "10.0.#####.####", "build ######.##",
    ])  # fmt: skip
    return said(random, "{}|Version {}|Vi kör {}", shaped(random, shape))


def code(random: Random) -> str:
    raw = random.getrandbits(256).to_bytes(32, "big")
    guid = str(UUID(bytes=raw[:16]))
    written = [guid, guid.upper(), guid.replace("-", ""), hashlib.sha256(raw).hexdigest(),
               hashlib.md5(raw, usedforsecurity=False).hexdigest(), raw.hex()[:7],
               f"0x{raw.hex()[:8]}"]  # fmt: skip
    return said(random, "Trace-id {}|{}|commit {}|https://x.example/{}?a=1", random.choice(written))


def log(random: Random) -> str:
    at = moment(random)
    form = random.choice([
        "%Y-%m-%d %H:%M:%S,123 ERROR [4711] se.skola.Betyg:212 - Timeout after 30000 ms",
        "[%d/%b/%Y:%H:%M:%S +0100] \"GET /api/v1/elever/9918?page=2 HTTP/1.1\" 500 1482",
        "%Y-%m-%dT%H:%M:%S.123456+02:00 level=warn id=993881 duration=0.0121212",
        "%b %d %H:%M:%S srv12 kernel: [1234567.891011] eth0: link up", "dump_%Y%m%d%H%M%S.sql",
        "IMG_%Y%m%d_%H%M%S.jpg", "Skärmavbild %Y-%m-%d kl. %H.%M.%S.png", "%s", "ts=%s123",
    ])  # fmt: skip
    return at.strftime(form)


KINDS: dict[str, Callable[[Random], str]] = {
    "order": order, "day": day, "phone": phone, "ticket": ticket, "organisation": organisation,
    "school unit": school, "account": account, "version": version, "code": code, "log": log,
    "nameless": nameless,
}  # fmt: skip
