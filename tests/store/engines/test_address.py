"""Addresses of engines, and what is said when nothing answers there."""

import sys

import pytest

from beffroi.errors import BeffroiError
from beffroi.store.engines import open_engine
from beffroi.store.engines.address import parse


@pytest.mark.parametrize(
    ("written", "remote"),
    [
        ("spark://cluster:7077", "sc://cluster:7077"),
        ("sc://cluster", "sc://cluster:15002"),
        ("sc://cluster:1/;use_ssl=true;token=abc", "sc://cluster:1/;use_ssl=true;token=abc"),
    ],
)
def test_an_address_is_that_of_spark_connect(written: str, remote: str) -> None:
    assert parse(written).remote == remote
    assert "abc" not in str(parse(written))


@pytest.mark.parametrize(
    "written",
    ["", "cluster", "http://cluster:1", "spark://", "spark://a:b", "spark://a:0", "sc://a/b/c"],
)
def test_a_malformed_address_is_refused(written: str) -> None:
    with pytest.raises(BeffroiError) as caught:
        open_engine(written, 1)
    assert caught.value.type.code == "engine.address_invalid"


def test_nothing_that_answers_is_told_at_once() -> None:
    with pytest.raises(BeffroiError) as caught:
        open_engine("spark://127.0.0.1:1", 1)
    assert caught.value.type.code == "engine.unreachable"


def test_a_client_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "beffroi.store.engines.spark", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(BeffroiError) as caught:
        open_engine("spark://127.0.0.1:1", 1)
    assert caught.value.type.code == "engine.client_missing"
