"""Programs from outside Python that the tests use: a browser, the checker of HTML, the virus
scanner, an IMAP server, and what the SAML provider signs with."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VNU = "26.9.27"
VNU_SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"
VNU_JAR = CHECKOUT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def chromium() -> str | None:
    """The system's browser; None lets Playwright use its own."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def clamd() -> str | None:
    """ClamAV's daemon, which Debian puts where not everyone looks."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def dovecot() -> str | None:
    """The IMAP server, which Debian puts where not everyone looks."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def html_checker() -> list[str]:
    """The command that reads HTML files and tells their errors."""
    # A run is too short for Java's second compiler; the first one wants a larger stack.
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
    return ["java", *quick, "-jar", str(VNU_JAR)]


def install_missing() -> None:
    """Installs what is not there yet, through the system's own ways."""
    packages = [
        package
        for package, there in {
            "chromium": chromium(),
            "default-jre-headless": shutil.which("java"),
            "xmlsec1": shutil.which("xmlsec1"),
            "clamav-daemon": clamd(),
            "dovecot-imapd": dovecot(),
            "npm": VNU_JAR.exists() or shutil.which("npm"),
        }.items()
        if not there
    ]
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_with_apt(packages)
    if chromium() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not VNU_JAR.exists():
        _install_html_checker()
    there = {
        "java": shutil.which("java"), "xmlsec1": shutil.which("xmlsec1"), "clamd": clamd(),
        "dovecot": dovecot(),
    }  # fmt: skip
    for missing in [name for name, path in there.items() if path is None]:
        raise SystemExit(f"The tests need {missing}; please install it.")


def _install_with_apt(packages: list[str]) -> None:
    # In runlevel 1 no package starts a server of its own.
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    _run("apt-get", "update", "-qq", env=env)
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=env)


def _install_html_checker() -> None:
    if shutil.which("npm") is None:
        raise SystemExit("The tests need npm to fetch the HTML checker; please install it.")
    options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    _run("npm", "install", "--silent", *options, "--prefix", str(CHECKOUT), f"vnu-jar@{VNU}")
    if hashlib.sha256(VNU_JAR.read_bytes()).hexdigest() != VNU_SHA256:
        VNU_JAR.unlink()
        raise SystemExit("The HTML checker that came is not the one we know; it was removed.")


def _run(*command: str, env: dict[str, str] | None = None) -> None:
    print("Installing:", *command, file=sys.stderr)
    done = subprocess.run(
        command, stdout=sys.stderr, stdin=subprocess.DEVNULL, env=env, check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"Could not install: {' '.join(command)}")
