"""Models of water networks: what is read, in SI, and what is told of a broken one."""

from pathlib import Path

import pytest

from beffroi.errors import BeffroiError
from beffroi.readers.water.epanet import Link, Tank, read_model

MODEL = """[JUNCTIONS]
;id elevation demand pattern
 a 10 3.6 day
 b 12 7.2 ; the usual pattern
[RESERVOIRS]
 r 50
[TANKS]
 t 30 2.5 0 4 16 0
[PIPES]
 p1 r a 100 150 120 0 Open
 p2 a b 200 100 110 0 Closed
 p3 b t 50 80 100 0
[PUMPS]
 u a t HEAD 1
[VALVES]
 v a b 100 PRV 40 0
[DEMANDS]
 b 1.8 day ; listed demands stand for those of the junction
 b 1.8 flat
[PATTERNS]
 day 0.5 1.5
 day 1.0
[TIMES]
 Pattern Timestep 0:05
[OPTIONS]
 Units CMH
 Headloss H-W
[COORDINATES]
 a 1 2
"""


def test_a_model_comes_out_in_si() -> None:
    model = read_model(MODEL.encode(), "m.inp")
    assert model.elevations == {"a": 10.0, "b": 12.0}
    assert (model.reservoirs, model.tanks) == ({"r": 50.0}, {"t": Tank(30.0, 16.0, 2.5)})
    assert model.pipes == (
        Link("p1", "r", "a", 100.0, 0.15, 120.0),
        Link("p3", "b", "t", 50.0, 0.08, 100.0),
    )
    assert model.demands["a"] == {"day": pytest.approx(0.001)}
    assert model.demands["b"] == {"day": pytest.approx(0.0005), "flat": pytest.approx(0.0005)}
    assert model.patterns["day"].tolist() == [0.5, 1.5, 1.0]
    assert (model.step, model.places) == (300, {"a": (1.0, 2.0)})
    assert [(one.kind, one.setting) for one in model.links[-2:]] == [("PUMP", 0.0), ("PRV", 40.0)]


def test_american_units_come_out_in_si() -> None:
    model = read_model(MODEL.replace("CMH", "GPM").encode())
    assert model.elevations["a"] == pytest.approx(3.048)
    assert model.pipes[0].diameter == pytest.approx(150 * 0.0254)
    assert model.links[-1].setting == pytest.approx(40 * 0.703070)


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("r a 100 150", "r a long 150", "water.model_broken", "line 10: long"),
        ("r a 100 150", "r a 100 0", "water.model_broken", "line 10"),
        ("p1 r a 100 150 120 0 Open", "p1 r a", "water.model_broken", "line 10: p1 r a"),
        ("p1 r a", "p1 r nowhere", "water.model_broken", "p1: nowhere"),
        ("H-W", "D-W", "water.model_unsupported", "D-W"),
        ("[PIPES]", "[OTHER]", "water.model_broken", "[PIPES]"),
    ],
)
def test_a_broken_model_is_told_with_its_line(old: str, new: str, code: str, said: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        read_model(MODEL.replace(old, new).encode(), "m.inp")
    assert caught.value.type.code == code
    assert said in str(caught.value)


@pytest.mark.shared
def test_the_real_model_is_read_whole(shared_data: Path) -> None:
    model = read_model((shared_data / "water" / "ltown" / "L-TOWN.inp").read_bytes())
    assert (len(model.elevations), len(model.pipes), len(model.places)) == (782, 905, 785)
    mean = sum(sum(parts.values()) for parts in model.demands.values())
    assert mean * 3600 == pytest.approx(106.085 + 66.555 + 3.938, abs=0.01)
