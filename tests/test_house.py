"""The rules of the house that a machine can hold."""

import ast
import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from sroi.access import Permission

HOUSE = Path(__file__).parents[1]
ROOMS = (
    "accounts",
    "audit",
    "contracts",
    "files",
    "fulfilment",
    "jobs",
    "ledger",
    "mail",
    "obligations",
    "partners",
    "policy",
    "reconciliation",
    "review",
    "settlement",
    "simulation",
)
ROOM_FILES = {"__init__", "tables", "rules", "queries", "operations"}
ROOM_FOLDERS = {"kinds", "lists", "versions", "rules", "queries", "operations"}
CLOCK_PLACES = ("sroi/web/clock.py", "sroi/cli/", "sroi/jobs/operations/worker.py")
CLOCK = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|monotonic))\(")
FORBIDDEN_FOLDERS = {"utils", "helpers", "services", "common", "core", "misc"}
KEBAB = re.compile(r"^(/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z_]+:(uuid|int|str)\}))*/?$")
ENGLISH = {"contracts", "users", "claims", "review", "queue", "login", "logout", "import", "edit", "new", "delete", "add"}
MAX_FILE, MAX_FUNCTION = 400, 40


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((HOUSE / folder).rglob("*.py")) if "build" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def routes(app: Litestar) -> list[tuple[str, HTTPRouteHandler]]:
    found = [(path, handler) for route in app.routes for handler in getattr(route, "route_handlers", ()) for path in [route.path]]
    return [(path, handler) for path, handler in found if "OPTIONS" not in handler.http_methods and not path.startswith("/static")]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {
        name(path): lines
        for path in sources("sroi", "imports", "tests", "benchmarks")
        if (lines := len(path.read_text().splitlines())) > MAX_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = []
    for path in sources("sroi", "imports"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                lines = node.end_lineno - node.lineno + 1
                if lines > MAX_FUNCTION:
                    long.append(f"{name(path)}:{node.lineno} {node.name} has {lines} lines")
    assert long == [], long


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_files_of_every_room(room: str) -> None:
    folder = HOUSE / "sroi" / room
    entries = [entry for entry in folder.iterdir() if entry.name != "__pycache__"]
    assert {entry.stem for entry in entries if entry.suffix == ".py"} <= ROOM_FILES
    assert {entry.name for entry in entries if entry.is_dir()} <= ROOM_FOLDERS


def test_only_the_edge_reads_a_clock() -> None:
    readers = [name(path) for path in sources("sroi", "imports") if CLOCK.search(path.read_text())]
    assert [path for path in readers if not path.startswith(CLOCK_PLACES)] == []


def test_no_folder_is_named_after_nothing() -> None:
    folders = {part for path in sources("sroi", "imports", "tests") for part in path.relative_to(HOUSE).parts[:-1]}
    assert folders & FORBIDDEN_FOLDERS == set()


def test_every_macro_that_a_template_imports_is_used() -> None:
    unused = []
    for path in sorted((HOUSE / "sroi" / "templates").rglob("*.html")):
        text = path.read_text()
        for names in re.findall(r"{% from \"[^\"]+\" import (.+?) %}", text):
            for imported in names.split(","):
                used_as = imported.split(" as ")[-1].strip()
                if len(re.findall(rf"\b{used_as}\b", text)) < 2:
                    unused.append(f"{name(path)}: {used_as}")
    assert unused == []


def test_no_template_has_a_script_or_a_style_of_its_own() -> None:
    inline = re.compile(r"<script(?! src=\"/static/[a-z-]+\.js\" defer></script>)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    assert [name(path) for path in (HOUSE / "sroi" / "templates").rglob("*.html") if inline.search(path.read_text())] == []


def test_every_text_for_people_can_be_translated() -> None:
    """What is passed to gettext is written out, and a template says nothing outside of it."""
    computed = []
    for path in sources("sroi", "imports"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "gettext"):
                computed += [f"{name(path)}:{node.lineno}"] if not isinstance(node.args[0], ast.Constant) else []
    assert computed == []
    for path in (HOUSE / "sroi" / "templates").rglob("*.html"):
        if path.name == "forms.html":  # its macros write attributes apart from their elements
            continue
        markup = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", "", path.read_text(), flags=re.DOTALL)
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", "", markup))
        assert words == [], name(path)


def test_every_form_carries_its_token() -> None:
    without = []
    for path in (HOUSE / "sroi" / "templates").rglob("*.html"):
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL):
            if "csrf_input" not in form:
                without.append(name(path))
    assert without == []


def test_every_route_has_one_permission_or_is_public(app: Litestar) -> None:
    found = routes(app)
    assert len(found) > 40
    for path, handler in found:
        permission, is_public = handler.opt.get("permission"), handler.opt.get("public", False)
        assert isinstance(permission, Permission) != bool(is_public), path


def test_every_address_is_dutch_kebab_case_with_typed_ids(app: Litestar) -> None:
    for path, _handler in routes(app):
        written = re.sub(r"\{([a-z_]+):[^}]*?(uuid|int|str)[^}]*\}", r"{\1:\2}", path)
        assert KEBAB.match(written), path
        assert not set(path.strip("/").split("/")) & ENGLISH, path


def test_what_changes_is_written_by_a_post(app: Litestar) -> None:
    assert {method for _path, handler in routes(app) for method in handler.http_methods} <= {"GET", "HEAD", "POST"}
