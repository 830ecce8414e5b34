"""`bench/bounces`: how many bounces of a collection are read right, held against its own answers.

Without a folder, the collection of flufl.bounce is fetched with pip from its source package; its
tests name the addresses. Of any other collection only what can be told without answers is counted.
"""

from __future__ import annotations

import argparse
import ast
import json
import logging
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

BARS = {"addresses": 0.90, "classes": 0.95}
_STATUS = re.compile(rb"^status:[ \t]*([245])\.\d", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^action:[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_SUCCESS = ("deliver", "relay", "expand")
_KINDS = {b"4": "temporary", b"5": "permanent"}


@dataclass
class Figures:
    mails: int = 0
    failed: int = 0  # read with an exception
    bounces: int = 0
    known: int = 0  # the collection names the addresses
    addresses: int = 0  # of these, the same ones found
    coded: int = 0  # the mail says its status in a field of its own
    classes: int = 0  # of these, temporary or permanent as the status says
    successes: int = 0  # reports of nothing but success
    mistaken: int = 0  # of these, taken for a bounce
    seconds: float = 0.0

    def shares(self) -> dict[str, float]:
        return {
            "addresses": self.addresses / self.known if self.known else 1.0,
            "classes": self.classes / self.coded if self.coded else 1.0,
        }

    def meets(self) -> bool:
        shares = self.shares()
        return not self.failed and not self.mistaken and all(
            shares[name] >= least for name, least in BARS.items()
        )  # fmt: skip


def main(words: Sequence[str]) -> int:
    """0 when the bars are met, 1 when one is missed, 2 when there is nothing to read."""
    chosen = _parser().parse_args(words)
    _prepare()
    with tempfile.TemporaryDirectory() as made:
        folders = chosen.folders or [_fetched(Path(made))]
        files = [file for folder in folders for file in _files(folder)]
        if not files:
            print("No mails there.", file=sys.stderr)
            return 2
        found = measure(files, _answers(folders), show=chosen.show)
    if chosen.json:
        chosen.json.write_text(json.dumps(asdict(found) | found.shares(), indent=2) + "\n")
    _tell(found)
    return 0 if found.meets() else 1


def measure(files: Sequence[Path], answers: dict[str, set[str]], *, show: bool = False) -> Figures:
    from kundportal.incoming.bouncing.bounces import bounce_in
    from kundportal.incoming.parsing.reading import read
    from kundportal.incoming.replying.deciding import decide

    faults = _Faults()
    logging.getLogger("kundportal").addHandler(faults)
    found = Figures(mails=len(files))
    begun = time.perf_counter()
    for file in files:
        raw = file.read_bytes()
        faults.seen = False
        try:
            mail = read(raw)
            report = bounce_in(mail)
            decide(mail)
        except Exception as problem:  # noqa: BLE001 (to be counted)
            print(f"{file.name}: {type(problem).__name__}")
            report, faults.seen = None, True
        found.failed += faults.seen
        report = None if report and report.is_complaint else report
        wrong = _judge(found, raw, report, answers.get(file.name))
        if show and wrong:
            print(f"{file.name}: {wrong}; {report}")
    found.seconds = time.perf_counter() - begun
    return found


def _judge(found: Figures, raw: bytes, report: object, named: set[str] | None) -> str:
    """Counts a mail; says what is wrong with how it was read."""
    wrong = []
    found.bounces += report is not None
    if named is not None:
        found.known += 1
        right = set(getattr(report, "addresses", ())) == named
        found.addresses += right
        wrong += [] if right else [f"names {sorted(named)}"]
    actions = {one.decode().lower() for one in _ACTION.findall(raw)}
    if actions and all(action.startswith(_SUCCESS) for action in actions):
        found.successes += 1
        found.mistaken += report is not None
        wrong += ["a success"] if report else []
    codes = set(_STATUS.findall(raw)) - {b"2"}
    if len(codes) == 1 and actions and not all(one.startswith(_SUCCESS) for one in actions):
        found.coded += 1
        right = str(getattr(report, "kind", "")) == _KINDS[codes.pop()]
        found.classes += right
        wrong += [] if right else ["another class"]
    return ", ".join(wrong)


class _Faults(logging.Handler):
    """Notices when something was caught in the end, which no mail should come to."""

    seen = False

    def emit(self, record: logging.LogRecord) -> None:
        self.seen = True


def _prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kundportal.settings"
    import django

    django.setup()


def _fetched(folder: Path) -> Path:
    """flufl.bounce's source package, unpacked."""
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary"]
    subprocess.run([*words, "flufl.bounce", "flufl.bounce"], cwd=folder, check=True)
    for packed in folder.glob("*.tar.gz"):
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
    return folder


def _files(folder: Path) -> Iterator[Path]:
    """The mails below the folder; of a package, those in its tests alone."""
    data = sorted(folder.glob("*/tests/data")) or [folder]
    for place in data:
        for file in sorted(place.rglob("*")):
            if file.is_file() and file.suffix not in {".py", ".pyc", ".json", ".md", ".gz"}:
                yield file


def _answers(folders: Sequence[Path]) -> dict[str, set[str]]:
    """What flufl.bounce's own tests expect, from the table in them."""
    known: dict[str, set[str]] = {}
    for folder in folders:
        for file in folder.rglob("test_detectors.py"):
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DETECTORS":
                    for _reader, name, emails, _later in ast.literal_eval(node.value):
                        named = {email.decode().lower() for email in emails}
                        known[name] = known.get(name, set()) | named
    return known


def _tell(found: Figures) -> None:
    shares = found.shares()
    print(f"{found.mails} mails in {found.seconds:.1f} s, {found.failed} with an exception")
    print(f"{found.bounces} bounces; {found.mistaken} of {found.successes} successes taken for one")
    print(f"addresses {found.addresses} of {found.known} ({shares['addresses']:.1%})")
    print(f"temporary or permanent {found.classes} of {found.coded} ({shares['classes']:.1%})")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/bounces", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="with one mail a file")
    parser.add_argument("--show", action="store_true", help="also names what is not as expected")
    parser.add_argument("--json", type=Path, help="also writes the figures to this file")
    return parser
