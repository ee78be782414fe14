"""The public site of the demonstration: one commune, once, and it says that all is made up."""

from datetime import date
from pathlib import Path

import numpy as np

from beffroi.decide.organisations import create_organisation
from beffroi.demo.public import open_site
from beffroi.demo.visitors import visited, visitors
from beffroi.store import sites
from beffroi.store.store import Store
from tests.decide.meters import gas, put_days


def test_one_commune_is_public_and_simulated(tmp_path: Path) -> None:
    with Store.create(tmp_path / "home") as store:
        create_organisation(store.writer("test"), "Une")
        put_days(store, gas(), date(2024, 1, 1), np.ones(731) * 1000.0)
        visitors(store, "test")
        number, _ = visited(store, "test")
        assert open_site(store, "test", number) == open_site(store, "test", number)
        with store.writer("test").look(number) as session:
            rows = sites.history(session, number)
        assert sorted(row.key for row in rows) == ["consommation", "cout", "emissions"]
        assert all(row.content["simulated"] for row in rows)
        assert {row.version for row in rows} == {1}
