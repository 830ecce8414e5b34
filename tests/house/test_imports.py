"""Imports point only downwards, those inside functions included, and run in no circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import kundportal

PACKAGE = Path(kundportal.__file__).parent
LEVELS = {
    "lib": 0, "env": 0,
    "products": 1, "mail": 1, "history": 1,
    "people": 2,
    "notifications": 2.5, "search": 2.5,
    "access": 3.0, "knowledge": 3.0, "notices": 3.0, "tickets": 3.0,
    "booking": 3.5, "feature_requests": 3.5,
    "assistant": 4, "incoming": 4,
    "portal": 5, "desk": 5,
}  # fmt: skip
# What stands beside the rooms: it configures or starts the whole, so it may know anything.
ABOVE = {"settings", "urls", "schedule", "wsgi", "running", "__main__", "__init__"}
# Rooms of one level that may know each other.
NEIGHBOURS = {
    ("mail", "history"), ("history", "mail"), ("products", "history"),
    ("desk", "portal"), ("portal", "desk"),
}  # fmt: skip
# Modules of a room that know each other in a circle, with the reason.
CIRCLES: dict[frozenset[str], str] = {}


def modules() -> dict[str, Path]:
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in file.parts:
            parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imported(file: Path, *, late: bool) -> Iterator[str]:
    """The names of our own that a module imports; those for types alone are not imports."""

    def walk(node: ast.AST) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not late:
                continue
            if isinstance(child, ast.Import):
                yield from (alias.name for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert not child.level, f"{file}: imports are written out"
                yield from (f"{child.module}.{alias.name}" for alias in child.names)
            yield from walk(child)

    yield from (name for name in walk(ast.parse(file.read_text())) if name.startswith("kundportal"))


def room(module: str) -> str:
    return [*module.split("."), "__init__"][1]


def may_know(one: str, other: str) -> bool:
    if one == other or one in ABOVE or (one, other) in NEIGHBOURS:
        return True
    if other in ABOVE or one not in LEVELS or other not in LEVELS:
        return False
    return LEVELS[other] < LEVELS[one]


def test_every_room_has_its_level():
    rooms = {room(module) for module in modules()}
    assert rooms <= LEVELS.keys() | ABOVE


def test_imports_point_downwards():
    wrong = [
        f"{module} imports {name}"
        for module, file in modules().items()
        for name in imported(file, late=True)
        if name != "kundportal.__version__" and not may_know(room(module), room(name))
    ]
    assert wrong == []


def test_the_helpers_know_nothing_of_the_product():
    wrong = [
        f"{module} imports {name}"
        for module, file in modules().items() if room(module) == "lib"
        for name in imported(file, late=True) if room(name) != "lib"
    ]  # fmt: skip
    assert wrong == []


def test_modules_run_in_no_circle():
    """Judged by what is imported when a module is loaded: a circle there breaks by its order."""
    there = modules()
    knows = {
        module: {
            name if name in there else name.rpartition(".")[0]
            for name in imported(file, late=False)
        } - {module}
        for module, file in there.items()
    }  # fmt: skip
    # A package is loaded for each of its modules, and its __init__ gathers them: not a circle.
    knows = {
        module: {name for name in names if not module.startswith(f"{name}.")}
        for module, names in knows.items()
    }
    assert circles(knows) <= CIRCLES.keys()


def circles(knows: dict[str, set[str]]) -> set[frozenset[str]]:
    """The sets of modules that reach each other."""

    def reach(start: str) -> set[str]:
        seen: set[str] = set()
        ahead = list(knows.get(start, ()))
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += knows.get(one, ())
        return seen

    reached = {module: reach(module) for module in knows}
    return {
        frozenset(other for other in reached[one] if one in reached.get(other, ()))
        for one in knows
        if one in reached[one]
    }


def test_a_circle_is_seen():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == {frozenset("abc")}
