"""Identity numbers as people write them, and numbers that are none; made anew from a seed.

The check digits are counted here by their public rules, not by the library that the guard uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from bench import ordinary_numbers

NEWEST = date(2026, 10, 1)
DASHES = "-----–—‑−"
SPACES = "   \u00a0\u2009\u202f"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SIGNS = {1800: "+", 1900: "-YXWVU", 2000: "ABCDEF"}
LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CONTEXTS = (
    "{}", "{}.", "({})", "[{}]", "\"{}\"", "'{}'", "pnr:{}", "pnr {}", "Personnummer: {}",
    "Eleven {} kan inte logga in.", "Det gäller {}, som börjar på måndag.", "{} saknas i klassen",
    "Kan ni ta bort {}?", "Vi har två elever med samma nummer ({}).", "Anna;{};7B", "Anna\t{}\t7B",
    "Namn: Anna\n{}\nKlass: 7B", "- {}\n- nästa", "| Anna | {} | 7B |", "**{}**", "`{}`",
    "Elev={}", "<{}>", "Gäller Anna Berg,{},klass 7B", "Her er nummeret: {}.",
    "Barnet ({}) mangler",
    "Eleven {} får ikke logget inn", "CPR-nr. {}", "fnr {} er feil", "Oppilas {} puuttuu",
    "The pupil {} can't sign in; please help.", "Fel på {} sedan 2026-03-01 kl. 14:32",
    "Elev 3: {} (klass 7B)", "Se {}…", "till:{}/från skolan", "{} {} {}",
)  # fmt: skip
FILES = ("bild_{}.png", "{}.jpg", "intyg {}.pdf", "Anna Berg {} klass 7B.docx", "betyg-{}.xlsx")


def numbers(size: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """So many times a country, a number as it is written, and the text in which it stands."""
    random = Random(seed)
    for turn in range(size):
        country = ["SE", "SE", "NO", "DK", "FI"][turn % 5]
        written = MAKERS[country](random)
        if random.random() < 0.04:
            written = written.translate(FULL_WIDTH)
        is_file = random.random() < 0.12
        frame = random.choice(FILES if is_file else CONTEXTS)
        if is_file:
            written = written.replace(" ", random.choice(" _")).replace("/", "_")
        yield country, written, frame.replace("{}", written)


def others(size: int, seed: int) -> Iterator[tuple[str, str]]:
    """So many times a kind of number that is no person's, and the text in which it stands."""
    random = Random(seed)
    kinds = list(ordinary_numbers.KINDS)
    for turn in range(size):
        kind = kinds[turn % len(kinds)]
        yield kind, ordinary_numbers.KINDS[kind](random)


def birthday(random: Random, first: int = 1925) -> date:
    span = (NEWEST - date(first, 1, 1)).days
    return date(first, 1, 1) + timedelta(random.randrange(span))


def luhn(digits: str) -> str:
    doubled = [int(one) * (2 - at % 2) for at, one in enumerate(digits)]
    return str(-sum(one // 10 + one % 10 for one in doubled) % 10)


def weighted(digits: str, weights: str) -> int:
    return sum(int(one) * int(weight) for one, weight in zip(digits, weights, strict=True))


def swedish(random: Random) -> str:
    day = birthday(random, 1918)
    number = f"{day:%y%m}{day.day + (60 if random.random() < 0.2 else 0):02}"
    number += f"{random.randrange(1, 1000):03}"
    number += luhn(number)
    is_long = random.random() < 0.5 or day.year < 1925
    date_part, last = (f"{day:%Y}"[:2] if is_long else "") + number[:6], number[6:]
    parts = [date_part[:-4], date_part[-4:-2], date_part[-2:]]
    space = random.choice(SPACES)
    dash = random.choice(DASHES)
    if day.year <= NEWEST.year - 100:
        dash = "+"
    return random.choice([
        date_part + last, date_part + dash + last, date_part + "-" + last, date_part + space + last,
        f"{date_part} {dash} {last}", f"{date_part}{dash} {last}", space.join([*parts, last]),
        f"{'-'.join(parts)}-{last}", f"{'-'.join(parts)} {last}", f"{date_part}_{last}",
        f"{date_part}{dash}{last}", f"{date_part[:-6]} {date_part[-6:]}{dash}{last}".strip(),
    ])  # fmt: skip


def norwegian(random: Random) -> str:
    while True:
        day = birthday(random, 1925)
        serial = random.randrange(500) if day.year < 2000 else random.randrange(500, 1000)
        number = f"{day.day + (40 if random.random() < 0.2 else 0):02}{day:%m%y}{serial:03}"
        first = -weighted(number, "376189452") % 11
        second = -weighted(f"{number}{first % 10}", "5432765432") % 11
        if first < 10 and second < 10:
            break
    number += f"{first}{second}"
    space, dash = random.choice(SPACES), random.choice(DASHES)
    return random.choice([
        number, number, f"{number[:6]}{space}{number[6:]}", f"{number[:6]}{dash}{number[6:]}",
        f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}",
        f"{number[:2]}.{number[2:4]}.{number[4:6]} {number[6:]}",
        f"{number[:6]}{space}{number[6:9]}{space}{number[9:]}",
    ])  # fmt: skip


def danish(random: Random) -> str:
    """Three in four with the check digit; the others as they may be since 2007, with a hyphen."""
    day = birthday(random, 1925)
    with_check = random.random() < 0.75
    while True:
        first = random.randrange(4) if day.year < 2000 else random.choice([4, 5, 6, 7, 8, 9])
        if day.year > 2036:
            first = random.choice([5, 6, 7, 8])
        number = f"{day:%d%m%y}{first}{random.randrange(1000):03}"
        if not with_check or weighted(number, "4327654321") % 11 == 0:
            break
    dash, space = random.choice(DASHES), random.choice(SPACES)
    begin, last = number[:6], number[6:]
    if not with_check:
        return begin + dash + last
    return random.choice([
        number, begin + "-" + last, begin + dash + last, begin + space + last,
        f"{begin} {dash} {last}", f"{number[:2]}.{number[2:4]}.{number[4:6]}-{last}",
        f"{number[:2]} {number[2:4]} {number[4:6]} {last}",
    ])  # fmt: skip


def finnish(random: Random) -> str:
    day = birthday(random, 1890)
    serial = random.randrange(2, 900)
    sign = random.choice(SIGNS[day.year // 100 * 100])
    last = LETTERS[int(f"{day:%d%m%y}{serial:03}") % 31]
    if sign == "-":
        sign = random.choice(DASHES)
    written = f"{day:%d%m%y}{sign}{serial:03}{last}"
    return random.choice(
        [written, written, written.lower(), f"{day:%d%m%y} {sign} {serial:03}{last}"]
    )


MAKERS: dict[str, Callable[[Random], str]] = {
    "SE": swedish, "NO": norwegian, "DK": danish, "FI": finnish,
}  # fmt: skip
