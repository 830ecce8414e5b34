"""Gives every script in this folder its Python environment: `.venv` with locked packages.

Read by whatever Python a machine has, so nothing in here may be newer than Python 2.7.
"""

from __future__ import print_function

import hashlib
import os
import signal
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
NEEDED = (3, 11)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def give_up(line):
    print(line, file=sys.stderr)
    sys.exit(2)


def go_on_in_venv(names, stopped=143):
    """Installs what the lock files name, unless that is done, and goes on inside `.venv`.

    A signal to stop ends the program with the code `stopped`, at any moment.
    """
    if sys.version_info[:2] < NEEDED:
        found = ".".join(str(part) for part in sys.version_info[:3])
        give_up("Kundportal needs Python 3.11 or newer; this is Python %s." % found)
    before = [(sent, signal.signal(sent, lambda *_: sys.exit(stopped))) for sent in SIGNALS]
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    if os.path.realpath(sys.prefix) == os.path.realpath(VENV) and is_complete(names):
        if stopped:
            for sent, handler in before:
                signal.signal(sent, handler)
        return
    try:
        install(names)
    except OSError as problem:
        give_up("The folder .venv can't be made: %s" % problem)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # until we can hear them again
    os.execv(PYTHON, [PYTHON] + sys.argv)


def install(names):
    import fcntl

    with open(os.path.abspath(__file__)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second script waits for the first
        if is_complete(names):
            return
        print("Installing (%s) ..." % ", ".join(names), file=sys.stderr)
        if not is_usable():
            run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], "make .venv")
        files = [word for name in names for word in ("-r", os.path.join(ROOT, name))]
        run(
            pip()
            + ["install", "--quiet", "--disable-pip-version-check", "--no-input"]
            + ["--require-hashes", "--only-binary", ":all:"]
            + files,
            "install the packages",
        )
        with open(os.path.join(packages_folder(), "kundportal.pth"), "w") as target:
            target.write(ROOT + "\n")
        for name in names:
            with open(marker(name), "w") as target:
                target.write(digest(name))


def is_usable():
    if not os.path.exists(PYTHON):
        return False
    asked = [PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.call(asked) == 0


def pip():
    """The pip of `.venv`; made from Python's own copy, else this Python's pip works on `.venv`."""
    own = [PYTHON, "-m", "pip"]
    if works(own + ["--version"]):
        return own
    if works([PYTHON, "-m", "ensurepip", "--default-pip"]) and works(own + ["--version"]):
        return own
    other = [sys.executable, "-m", "pip", "--python", PYTHON]
    if works(other + ["--version"]):
        return other
    give_up("pip is missing; on Debian: apt install python3-venv")


def works(command):
    with open(os.devnull, "w") as nowhere:
        return subprocess.call(command, stdout=nowhere, stderr=nowhere) == 0


def run(command, what):
    process = subprocess.Popen(command, stdout=sys.stderr)
    try:
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if code != 0:
        give_up("Could not %s; what went wrong stands above." % what)


def packages_folder():
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return subprocess.check_output([PYTHON, "-c", asked]).decode().strip()


def marker(name):
    return os.path.join(VENV, "installed-" + name)


def digest(name):
    with open(os.path.join(ROOT, name), "rb") as source:
        return hashlib.sha256(ROOT.encode() + source.read()).hexdigest()


def is_complete(names):
    for name in names:
        try:
            with open(marker(name)) as source:
                if source.read() != digest(name):
                    return False
        except (IOError, OSError):
            return False
    return True
