"""Series and their values: own ones, lent ones, page by page."""

import pytest
from starlette.testclient import TestClient

from beffroi.store.store import Store
from beffroi.store.tokens import TokenScope
from tests.people import code_of
from tests.store.sharing.build import agree
from tests.web.reading.callers import Program, at, signed, winter

DAY = "from=2024-01-01&until=2024-01-02&step=hour"


def test_hours_of_a_day_come_in_pages(store: Store, client: TestClient) -> None:
    series, agent = winter(store), signed(store, client, (1, "agent"))
    whole = agent.ask("GET", at(1, "series", series, f"values?{DAY}")).json()
    assert (whole["unit"], whole["step"], whole["view"]) == ("kWh", "hour", "repaired")
    assert (whole["since"], whole["until"]) == ("2023-12-31T23:00:00Z", "2024-01-01T23:00:00Z")
    assert whole["columns"]["value"] == [1.0] * 24
    assert whole["columns"]["start"][0] == "2023-12-31T23:00:00Z"
    assert whole["columns"]["quality"] is None
    assert whole["next"] is None
    starts, path = [], at(1, "series", series, f"values?{DAY}&limit=10")
    sizes = []
    while path:
        page = agent.ask("GET", path)
        sizes.append(len(page.json()["columns"]["start"]))
        starts += page.json()["columns"]["start"]
        link = page.headers.get("link", "")
        assert ("next" in link) is (page.json()["next"] is not None)
        path = at(1, "series", series, "values") + link[1:-13] if link else ""
    assert sizes == [10, 10, 4]
    assert starts == whole["columns"]["start"]


def test_without_a_period_the_last_days_are_read(store: Store, client: TestClient) -> None:
    series, agent = winter(store), signed(store, client, (1, "agent"))
    raw = agent.ask("GET", at(1, "series", series, "values?step=raw&view=raw&limit=10000")).json()
    assert len(raw["columns"]["value"]) == 31 * 24 - 1  # whole hours of the last 31 days
    assert raw["columns"]["end"][-1] == "2024-03-02T11:00:00Z"
    assert set(raw["columns"]["quality"]) == {0}
    days = agent.ask("GET", at(1, "series", series, "values")).json()["columns"]
    assert days["value"] == [24.0] * 61 + [12.0]
    assert days["coverage"][-1] == pytest.approx(0.5)
    months = agent.ask("GET", at(1, "series", series, "values?step=month")).json()["columns"]
    assert months["value"] == [744.0, 696.0, 36.0]


def test_a_table_is_answered_as_csv(store: Store, client: TestClient) -> None:
    series, agent = winter(store), signed(store, client, (1, "agent"))
    path = at(1, "series", series, f"values?{DAY}&limit=2")
    table = agent.ask("GET", path, Accept="text/csv")
    assert table.headers["content-type"].startswith("text/csv")
    lines = table.text.split("\r\n")
    assert lines[0] == "start,end,value,coverage,n,repaired,estimated"
    assert lines[1] == "2023-12-31T23:00:00+00:00,2024-01-01T00:00:00+00:00,1.0,1.0,1,0,0"
    assert len(lines) == 4
    assert 'rel="next"' in table.headers["link"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("step=hour&from=2022-01-01&until=2024-01-01", 400, "period.too_long"),
        ("step=raw&from=2024-01-01&until=2024-02-02", 400, "period.too_long"),
        ("from=2024-01-02&until=2024-01-02", 400, "period.empty"),
        ("from=yesterday", 400, "period.date_invalid"),
        ("step=week", 422, "request.invalid"),
        ("view=both", 422, "request.invalid"),
        ("limit=0", 422, "request.invalid"),
        ("limit=10001", 422, "request.invalid"),
        ("after=WzJd", 422, "request.invalid"),
        ("after=%5B", 422, "request.invalid"),
    ],
)
def test_what_cannot_be_asked_is_told(
    store: Store, client: TestClient, query: str, status: int, code: str
) -> None:
    series, agent = winter(store), signed(store, client, (1, "agent"))
    answer = agent.ask("GET", at(1, "series", series, f"values?{query}"))
    assert (answer.status_code, code_of(answer)) == (status, code)


def test_what_is_lent_is_read_as_far_as_it_is(store: Store, client: TestClient) -> None:
    series, agent = winter(store), signed(store, client, (3, "agent"))
    assert code_of(agent.ask("GET", at(3, "series", series))) == "store.out_of_scope"
    number = agree(store, 1, 3, since="2024-02-01")
    seen = agent.ask("GET", at(3, "series", series)).json()
    assert (seen["organisation"], seen["organisation_name"]) == (1, "Essai")
    assert (seen["first_at"], seen["last_at"], seen["last_value"]) == (None, None, None)
    assert seen["lent"] == [
        {
            "agreement": number,
            "granularity": "month",
            "views": ["repaired"],
            "since": "2024-02-01",
            "until": None,
        }
    ]
    path = at(3, "series", series, "values")
    assert agent.ask("GET", f"{path}?step=month").json()["columns"]["value"] == [696.0]
    for finer in ("step=day&from=2024-02-01&until=2024-03-01", "step=month&view=raw"):
        assert code_of(agent.ask("GET", f"{path}?{finer}")) == "agreement.too_fine"
    own = signed(store, client, (1, "agent")).ask("GET", at(1, "series", series)).json()
    assert (own["lent"], own["last_value"], own["unit"]) == ([], 1000.0, "Wh")


def test_own_and_lent_series_come_in_one_order(store: Store, client: TestClient) -> None:
    numbers = [winter(store, owner, f"a{n}") for n, owner in enumerate((1, 3, 1, 3, 2, 1))]
    agree(store, 1, 3)
    agent, path, seen = signed(store, client, (3, "agent")), at(3, "series?limit=2"), []
    sizes = []
    while path:
        page = agent.ask("GET", path).json()
        sizes.append(len(page["series"]))
        seen += [(one["series"], one["organisation"]) for one in page["series"]]
        path = at(3, f"series?limit=2&after={page['next']}") if page["next"] else ""
    owners = zip(numbers, (1, 3, 1, 3, 2, 1), strict=True)
    assert seen == [one for one in owners if one[1] != 2]
    assert sizes == [2, 2, 1]


def test_an_elected_official_is_told_which_right_is_missing(
    store: Store, client: TestClient
) -> None:
    series = winter(store)
    elected = signed(store, client, (1, "elected"))
    for path in ("series", f"series/{series}", f"series/{series}/values", "series/999"):
        answer = elected.ask("GET", at(1, path))
        assert answer.status_code == 403
        assert answer.json()["error"]["details"] == {"right": "read_measures"}
    said = elected.ask("GET", at(1, "series", series, "access")).json()
    assert said["allowed"] is False
    assert [one["allows"] for one in said["roles"]] == [False]
    assert [one["allows"] for one in said["rules"]] == [True]  # the authority may, this role not


def test_a_program_reads_what_its_scopes_say_and_decides_nothing(
    store: Store, client: TestClient
) -> None:
    series = winter(store)
    measures = Program(store, client, 1, TokenScope.READ_MEASURES)
    indicators = Program(store, client, 1, TokenScope.READ_INDICATORS)
    assert measures.ask("GET", at(1, "series", series)).json()["series"] == series
    assert code_of(measures.ask("GET", at(1, "findings"))) == "token.scope_missing"
    assert code_of(indicators.ask("GET", at(1, "series"))) == "token.scope_missing"
    assert indicators.ask("GET", at(1, "findings")).json()["findings"] == []
    for program in (measures, indicators):
        assert code_of(program.ask("GET", at(2, "series"))) in (
            "token.elsewhere",
            "token.scope_missing",
        )
        answer = program.ask("POST", at(1, "findings", 1, "decisions"), {})
        assert code_of(answer) == "people.session_required"
    (own,) = measures.ask("GET", "/api/organisations").json()["organisations"]
    assert (own["organisation"], own["rights"]) == (1, ["read_measures"])
