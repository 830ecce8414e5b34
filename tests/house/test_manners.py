"""How views, models and templates are written, so that each thing has one place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client

import kundportal
from tests.house.addresses import addresses

PACKAGE = Path(kundportal.__file__).parent
# Asking and changing are words of the models; a view calls them by name.
NOT_IN_VIEWS = {"filter", "exclude", "save", "delete", "bulk_create", "raw", "extra", "execute"}
SENDS = re.compile(r"\b(?:data-)?hx-(get|post|put|patch|delete)=")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def sources(*patterns: str) -> Iterator[tuple[str, ast.Module]]:
    for pattern in patterns:
        for file in sorted(PACKAGE.glob(pattern)):
            yield str(file.relative_to(PACKAGE)), ast.parse(file.read_text("utf-8"))


def test_views_ask_no_questions_of_their_own():
    found = list(sources("*/views/*.py", "*/views.py"))
    assert len(found) >= 8
    wrong = [
        f"{name}:{node.lineno} .{node.func.attr}("
        for name, tree in found
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in NOT_IN_VIEWS
    ]
    assert wrong == []


def test_nothing_happens_behind_the_back_of_a_verb():
    """No signals, and no model that does more when it is saved or deleted."""
    wrong = []
    for name, tree in sources("**/*.py"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in {
                "django.dispatch", "django.db.models.signals", "django.core.signals",
                "django.contrib.auth.signals", "allauth.account.signals",
            }:  # fmt: skip
                wrong.append(f"{name}:{node.lineno} {node.module}")
            if isinstance(node, ast.ClassDef) and "models" in name:
                wrong += [
                    f"{name}:{one.lineno} {node.name}.{one.name}"
                    for one in node.body
                    if isinstance(one, ast.FunctionDef) and one.name in {"save", "delete"}
                ]
    assert wrong == []


def test_verbs_take_their_arguments_by_name():
    """`ticket.reply(by=…, text=…)`: whoever acts is always named."""
    wrong = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in sources("*/models/*.py", "*/models.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith(("_", "may_"))
        and any(one.arg == "by" for one in node.args.args)
    ]
    assert wrong == []


def templates() -> Iterator[tuple[str, str]]:
    for file in sorted(PACKAGE.glob("**/templates/**/*.html")):
        yield str(file.relative_to(PACKAGE)), file.read_text("utf-8")


def test_what_htmx_sends_works_without_it():
    """`href` or `action` stands beside every attribute that sends a request."""
    wrong, seen = [], 0
    for name, text in templates():
        for tag in re.findall(r"<\w[^<>]*>", JINJA.sub("_", text)):
            if SENDS.search(tag):
                seen += 1
                wrong += [] if re.search(r"\s(href|action|formaction)=", tag) else [(name, tag)]
    assert wrong == []
    assert seen


def test_every_form_that_posts_carries_its_token():
    wrong = [
        name
        for name, text in templates()
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL)
        if not re.search("csrf_input|csrfmiddlewaretoken", form)
    ]
    assert wrong == []


def test_nothing_is_marked_safe_in_a_template():
    """Autoescape is never turned off; what is HTML already says so where it is made."""
    loud = re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE)
    assert [name for name, text in templates() if loud.search(text)] == []


class Inline(HTMLParser):
    """Finds what the browser would refuse to run or to draw."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        bad = [name for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and not given.get("src")):
            bad.append(tag)
        bad += [name for name, value in attrs if (value or "").startswith("javascript:")]
        self.found += [f"<{tag} {name}>" for name in bad]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["stranger", "customer", "administrator"])
def test_no_page_as_it_is_sent_has_anything_inline(world, role):
    client = Client() if role == "stranger" else world.client(role)
    seen = 0
    for address in addresses():
        if "GET" in address.methods:
            answer = client.get(address.url(world.known))
            if answer.headers["Content-Type"].startswith("text/html") and answer.content:
                parser = Inline()
                parser.feed(answer.content.decode())
                assert parser.found == [], address.route
                seen += 1
    assert seen > 10


def test_what_is_written_for_somebody_is_in_their_time_as_well_as_their_language():
    """`writing_for(person)` turns on both; the language alone would tell the time of who acts."""
    alone = re.compile(r"override\(\s*\w+(\.\w+)*\.language\s*\)")
    wrong = [
        str(file.relative_to(PACKAGE))
        for file in sorted(PACKAGE.rglob("*.py"))
        if alone.search(file.read_text("utf-8")) and file.name != "reader.py"
    ]
    assert wrong == []
