"""The report on its page: seen before it is taken away, of one's own authority only."""

import pytest

from beffroi.store.store import Store
from tests.publish.report.build import fill
from tests.web.pages.conftest import Visitor, entered, words


def test_a_report_is_seen_then_taken_away(visitor: Visitor, store: Store) -> None:
    entered(visitor, store, (1, "elected"))
    assert "il n’y a rien à rapporter" in words(visitor.get("/1/rapport"))
    fill(store)
    page = visitor.get("/1/rapport")
    said = words(page)
    assert "Rapport au conseil · 2025" in said
    assert "Ce qui est proposé au conseil" in said
    assert "6 570 €" in said
    assert page.text.count('role="img" aria-label="') == 2
    assert "Voisine" not in page.text
    other = words(visitor.get("/1/rapport?periode=2024-01_2024-12"))
    assert "7 320 €" in other
    paper = visitor.get("/1/rapport/pdf?du=2024-01&au=2024-12")
    assert paper.content[:5] == b"%PDF-"
    named = "attachment; filename*=UTF-8''rapport-essai-2024.pdf"
    assert paper.headers["content-disposition"] == named
    assert visitor.get("/1/rapport/xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("asked", ["du=2025-01&au=2024-01", "du=%3Cb%3E&au=", "periode=zz"])
def test_a_period_that_will_not_do_is_told_beside_it(
    visitor: Visitor, store: Store, asked: str
) -> None:
    fill(store)
    answer = entered(visitor, store, (1, "agent")).get(f"/1/rapport?{asked}")
    assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)
    assert "<b>" not in answer.text
    assert visitor.get(f"/1/rapport/pdf?{asked}").status_code == 400


def test_nobody_sees_the_report_of_another(visitor: Visitor, store: Store) -> None:
    fill(store)
    entered(visitor, store, (2, "agent"))
    for path in ("/1/rapport", "/1/rapport/pdf", "/99/rapport"):
        assert visitor.get(path).status_code == 403
    assert visitor.get("/2/rapport/exe").status_code == 404
