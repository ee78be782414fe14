"""The passes of the demonstration, as whoever waits for it sees them, and what its service has."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from beffroi.cli.context import PASSES
from beffroi.cli.main import build as app
from beffroi.decide.ranking import ranked
from beffroi.decide.scenarios.kept import listed
from beffroi.demo.build import build
from beffroi.demo.generate.offices import NAME
from beffroi.demo.place import LAST_DAY
from beffroi.store.scope import Scope
from beffroi.store.state import models
from beffroi.store.store import Store

Steps = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Steps]]:
    """A demonstration of one commune over two years, and the passes that it went through."""
    steps: Steps = []
    with Store.create(tmp_path_factory.mktemp("demo") / "home") as store:
        build(store, 676, 1, 2, lambda *step: steps.append(step))
        yield store, steps


def test_each_pass_has_a_name_of_its_own_and_ends(built: tuple[Store, Steps]) -> None:
    _, steps = built
    names = list(dict.fromkeys(name for name, _, _ in steps))
    assert names == ["first_years", "first_analysis", "last_year", "last_analysis"]
    assert len({PASSES[name].fr for name in names}) == 4
    last = {name: (done, whole) for name, done, whole in steps}
    assert all(done == whole for done, whole in last.values())


def test_the_syndicat_has_a_building_and_districts_in_one_list_and_one_scenario(
    built: tuple[Store, Steps],
) -> None:
    store, _ = built
    with store.writer("test").look() as session:
        kind = models.Organisation.kind
        service = session.scalars(select(models.Organisation.id).where(kind == "syndicat")).one()
        both = listed(session, service)[0].last.tried
    found = ranked(store.reader(Scope.of(service, "test", "test")), "fr", LAST_DAY)
    assert {row["domain"] for row in found} == {"energy", "water"}
    assert {one.name == NAME for one in both.buildings} == {True, False}
    for one in both.buildings:
        saved, office = one.saving, one.name == NAME
        assert saved.kwh.low > 0 < saved.eur.value
        assert (saved.m3.low > 0) != office


def test_what_is_tried_is_named_as_the_guide_does(
    built: tuple[Store, Steps], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = built
    monkeypatch.setenv("BEFFROI_HOME", str(store.home.root))
    monkeypatch.setenv("COLUMNS", "200")
    asked = ["scenarios", "try", "--organisation", "Syndicat des eaux", "--lever", "repair"]
    tried = CliRunner().invoke(app(), [*asked, "--asset", "bourg", "--json"])
    assert tried.exit_code == 0, tried.output
    (one,) = json.loads(tried.output)["buildings"]
    assert one["name"].startswith("Bourg")
    many = CliRunner().invoke(app(), [*asked, "--asset", "de"])
    assert many.exit_code == 1
    assert "Bourg" in many.output
    assert "Dites lequel" in many.output
    none = CliRunner().invoke(app(), [*asked, "--asset", "piscine"])
    assert "scenarios assets" in none.output
