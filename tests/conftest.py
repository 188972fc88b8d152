"""The ground every test stands on: a real PostgreSQL of its own, and databases copied from a template.

- `db` (ask for it, or for anything that asks for it): the worker's database, rolled back after the test.
- `own_database`: a fresh copy for tests that commit: threads, kills, servers, browsers.

Both hold the Uzbek catalogue and the centre of Sergeli, loaded by the ordinary action.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from hypothesis import settings as hypothesis_settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from darcha.plumbing.postgres import create_database, database_exists, drop_database, embedded_server, make_roles
from darcha.plumbing.sealing import make_keys
from tests.once import DATA, ROOT, fingerprint, one_at_a_time

# A busy machine is slow without anything being wrong.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

SERVER = os.environ.get("DARCHA_TEST_SERVER")
"""Another server than the embedded one, as its superuser: "host=/run/postgresql port=5433 user=postgres". It has to
trust the two roles without a password."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, a real browser: at the end short tests keep every worker busy."""
    items.sort(key=lambda item: "house_browser" not in getattr(item, "fixturenames", ()))


def _point_at(superuser: str, database: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        place = connections.settings[alias]
        parts = conninfo_to_dict(SERVER) if SERVER else {"host": str(DATA / "postgres")}
        place.update(HOST=str(parts["host"]), PORT=str(parts.get("port", "")), NAME=database)
        connections[alias].settings_dict.update({name: place[name] for name in ("HOST", "PORT", "NAME")})


@pytest.fixture(scope="session", autouse=True)
def _what_stays_is_not_looked_through_again() -> None:
    """Keep the modules and the thousands of tests out of the collector's rounds: each took half a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _somewhere_for_sheets() -> None:
    """Make the directory of collected sheets: on a fresh clone nobody has served yet, and WhiteNoise warns."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    """Have all workers seal with one key, that of the tests, and sign nothing unless a test says so."""
    settings.KEYS_FILE = DATA / "keys"
    settings.SIGNING_FILE = DATA / "nobody-signs.pem"
    with one_at_a_time("keys"):
        if not settings.KEYS_FILE.exists():
            make_keys(settings.KEYS_FILE)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of the tests' own server."""
    if SERVER:
        with one_at_a_time("start"), psycopg.connect(SERVER, autocommit=True) as connection:
            make_roles(connection)
        yield SERVER
        for known in connections.all():
            known.close()
        return
    with one_at_a_time("start"):
        running = embedded_server(DATA, durable=False)
        superuser = running.__enter__()
    yield superuser
    for connection in connections.all():
        connection.close()
    with one_at_a_time("start"):
        running.__exit__(None, None, None)


@pytest.fixture(scope="session")
def template(server: str, django_db_blocker: pytest.Item) -> str:
    """Return the name of a database with all tables and the loaded blueprints; built once for all workers."""
    name = f"template_{fingerprint()}"
    with one_at_a_time("template"), django_db_blocker.unblock():
        if not database_exists(server, name):
            building = f"{name}_building"
            drop_database(server, building)
            create_database(server, building)
            _point_at(server, building)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            _load_blueprints() if (ROOT / "blueprints/uzbekistan/sergeli.yaml").exists() else None
            for alias in ("default", "owner"):
                connections[alias].close()
            create_database(server, name, template=building)
            drop_database(server, building)
    return name


def _load_blueprints() -> None:
    from datetime import UTC, datetime

    from darcha.kernel.actor import system
    from darcha.national import actions as national

    for file in ("catalogue.yaml", "sergeli.yaml"):
        path = ROOT / "blueprints" / "uzbekistan" / file
        national.load_blueprint(path=path, at=datetime(2010, 4, 1, 4, tzinfo=UTC), by=system("load"))


@pytest.fixture(scope="session")
def django_db_setup(server: str, template: str, django_db_blocker: pytest.Item) -> Iterator[None]:
    """Give this worker its own database."""
    name = f"worker_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    drop_database(server, name)
    create_database(server, name, template=template)
    with django_db_blocker.unblock():
        _point_at(server, name)
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
    drop_database(server, name)


@pytest.fixture
def own_database(
    server: str, template: str, django_db_setup: None, django_db_blocker: pytest.Item, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Copy the template for one test that commits, from threads too; return the superuser's address of the copy."""
    before = connections.settings["default"]["NAME"]
    name = f"own_{os.getpid()}_{hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:10]}"
    drop_database(server, name)
    create_database(server, name, template=template)
    with django_db_blocker.unblock():
        _point_at(server, name)
        yield make_conninfo(server, dbname=name)
        _point_at(server, str(before))
    drop_database(server, name)
