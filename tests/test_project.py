"""What holds for the project as a whole: settings, migrations, models, locks, tests, sizes."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import URLResolver, get_resolver

from tests.conftest import COLLECTED

ROOT = Path(__file__).resolve().parent.parent
CODE = ("familynet", "practices", "certifications", "districts", "tools", "bench")
OURS = tuple(f"{name}" for name in CODE)
# These are no records that a workflow moves: a message knows its own delivery, a text its own reading, a row of an
# import is a proposal.
STATE_OWNERS = {
    "familynet/kernel/emails.py",
    "familynet/kernel/workflow.py",
    "familynet/kernel/document_texts.py",
    "certifications/actions/funding.py",
    "certifications/actions/schemes.py",
    "certifications/importing/rows.py",
}


def python_files(*folders):
    """(path from the root, text) of every Python file of ours, migrations apart."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def calls(tree, *names):
    """Calls of functions or methods of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in names:
                yield node


# --- Settings --------------------------------------------------------------------------------


def environment_variables():
    """Names of the variables that settings.py reads; an f-string's part in braces becomes OIDC_<PROVIDER>."""
    text = (ROOT / "familynet/settings.py").read_text()
    yield from re.findall(r'os\.environ\.get\("(\w+)"\)', text)
    for call in calls(ast.parse(text), "env_str", "env_bool", "env_int", "env_list"):
        name = call.args[0]
        if isinstance(name, ast.JoinedStr):
            yield "OIDC_<PROVIDER>" + "".join(p.value for p in name.values if isinstance(p, ast.Constant))
        else:
            yield name.value


def test_every_setting_is_described_and_every_description_is_a_setting():
    described = re.findall(r"^\| `([\w<>]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    assert sorted(described) == sorted(set(environment_variables()))


def test_deploy_check_is_clean():
    ours = {"DEMO", "DEBUG", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "familynet.settings",
        "SECRET_KEY": "pW7-kd93hJq0Zx82LmNv5Ty61RbGc4Ue-fs8AoXi3QpKl9DjVtCwYhBn",
        "ALLOWED_HOSTS": "familynet.example",
        "SITE_URL": "https://familynet.example",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert (result.returncode, result.stderr) == (0, "")


def test_settings_without_a_key_stop_the_start():
    environment = {k: v for k, v in os.environ.items() if k not in {"DEMO", "DEBUG", "SECRET_KEY"}}
    command = [sys.executable, "-c", "import familynet.settings"]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert result.returncode == 1
    assert result.stderr.strip().endswith("Set SECRET_KEY (or SECRET_KEY_FILE).")


# --- Data ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_hand():
    names = [path.stem for folder in CODE for path in (ROOT / folder).rglob("migrations/0*.py")]
    assert len(names) > 10
    assert [name for name in names if re.search(r"^\d{4}_(auto_|alter_)|_and_more", name)] == []


def test_every_model_says_what_personal_data_it_holds():
    models = [model for model in apps.get_models() if model.__module__.startswith(OURS)]
    assert len(models) > 15
    assert [model.__name__ for model in models if "personal data:" not in (model.__doc__ or "").lower()] == []


def test_every_model_stands_in_the_glossary():
    glossary = (ROOT / "docs/glossary.md").read_text()
    words = {word for term in re.findall(r"`([^`]+)`", glossary) for word in term.split(".")}
    models = [model.__name__ for model in apps.get_models() if model.__module__.startswith(OURS)]
    assert [name for name in models if name not in words] == []


def test_every_file_that_the_documentation_links_exists():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#\s]+)", page.read_text())]
    missing = [link for page, link in links if "://" not in link and not (page.parent / link).exists()]
    assert (len(links) > 5, missing) == (True, [])


def test_decisions_are_numbered_once():
    numbers = [path.name[:4] for path in (ROOT / "docs/decisions").glob("*.md")]
    assert all(number.isdecimal() for number in numbers)
    assert sorted(set(numbers)) == sorted(numbers)


def test_state_is_moved_by_the_workflow_only():
    found = []
    for name, text in python_files("familynet", "practices", "certifications", "districts"):
        tree = ast.parse(text)
        if name in STATE_OWNERS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store):
                found.append(f"{name}:{node.lineno}")
        for call in calls(tree, "update"):
            if any(keyword.arg == "state" for keyword in call.keywords):
                found.append(f"{name}:{call.lineno}")
    assert found == []


def routes(resolver, namespace=""):
    """(namespace, name, view) of every route that has a name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from routes(pattern, f"{namespace}:{inner}" if inner else namespace)
        elif pattern.name:
            yield namespace, pattern.name, pattern.callback


def test_two_routes_share_a_name_only_when_they_lead_to_the_same_view():
    views = defaultdict(set)
    for namespace, name, view in routes(get_resolver()):
        if not view.__module__.startswith("django.contrib.admin"):
            views[namespace, name].add(getattr(view, "view_class", view))
    assert len(views) > 200
    assert [key for key, found in views.items() if len(found) > 1] == []


# --- Locks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"])
def test_lock_has_a_hash_for_everything_and_names_no_host(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra|--find|--trusted)", text, re.MULTILINE)
    requirements = [part for part in re.split(r"\n(?=[A-Za-z0-9])", text) if not part.startswith("#")]
    assert len(requirements) > 30
    one, hashes = r"[\w.\[\],-]+==[\w.+!-]+( ; [^\\]+)? \\\n", r"(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+"
    pattern = re.compile(one + hashes + r"(    #.*\n?)*")
    assert [part[:40] for part in requirements if not pattern.fullmatch(part.rstrip("\n"))] == []


def test_locks_hold_every_dependency_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
        "requirements-bench.txt": project["project"]["dependencies"] + project["dependency-groups"]["bench"],
    }
    for lock, dependencies in wanted.items():
        locked = {n.lower() for n in re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(), re.MULTILINE)}
        names = {re.match(r"[\w.-]+", dependency)[0].lower() for dependency in dependencies}
        assert names - locked == set(), lock


# --- Tests -----------------------------------------------------------------------------------


def test_every_test_file_is_collected(request):
    """Of those that this run was asked for: all, in the run of CI."""
    asked = [Path(argument.partition("::")[0]).resolve() for argument in request.config.args]
    on_disk = {path for path in (ROOT / "tests").rglob("*.py") if _holds_tests(path)}
    wanted = {path for path in on_disk if any(path.is_relative_to(place) for place in asked)}
    assert wanted - request.config.stash[COLLECTED] == set()
    assert wanted


def _holds_tests(path):
    return path.name.startswith("test_") or bool(re.search(r"^(async )?def test_", path.read_text(), re.MULTILINE))


def test_query_counts_are_asserted_inside_with():
    counters = ("django_assert_num_queries", "django_assert_max_num_queries", "assertNumQueries")
    found = []
    for name, text in python_files("tests"):
        tree = ast.parse(text)
        used = {id(item.context_expr) for n in ast.walk(tree) if isinstance(n, ast.With) for item in n.items}
        found += [f"{name}:{call.lineno}" for call in calls(tree, *counters) if id(call) not in used]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail():
    words = ("skip", "skipif", "xfail", "importorskip")
    found = [
        f"{name}:{node.lineno}"
        for name, text in python_files("tests")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in words
    ]
    assert found == []


# --- Sizes -----------------------------------------------------------------------------------


def test_no_file_is_longer_than_400_lines():
    lengths = {name: text.count("\n") for name, text in python_files(*CODE, "tests")}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_function_is_longer_than_60_lines():
    found = {}
    for name, text in python_files(*CODE):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > 60:
                    found[f"{name}:{node.name}"] = length
    assert found == {}
