"""Bars of evidence: their colours, and their months in words."""

from typing import Any

from beffroi.domains.charts import bars_chart
from beffroi.texts import Text
from beffroi.web.pages.charts import Tick, drawing
from beffroi.web.pages.rendering import environment


def test_a_bar_keeps_the_colour_that_the_caption_speaks_of_whichever_comes_first() -> None:
    values = [
        {"x": "2026-02", "s": "Limite", "y": 50.0},  # nothing was detected in February
        {"x": "2026-03", "s": "Résultat", "y": 61.0},
        {"x": "2026-03", "s": "Limite", "y": 50.0},
    ]
    chart = bars_chart(values, "mg/L", ("Résultat", "Limite"), Text(fr="Bleu", en="Blue"))
    drawn = drawing(chart, "fr")
    assert drawn is not None
    assert drawn.names == ("Résultat", "Limite")
    assert [bar.kind for bar in drawn.bars] == [1, 0, 1]
    assert [tick.text for tick in drawn.columns] == ["févr. 2026", "mars 2026"]
    assert drawn.table == (("févr. 2026", "–", "50"), ("mars 2026", "61", "50"))


def test_four_months_leave_every_other_one_out_on_a_phone_and_four_years_do_not() -> None:
    axes: Any = environment("fr").get_template("chart.html").module
    for texts, left_out in (
        (("sept. 2024", "déc. 2024", "mars 2025", "juin 2025"), 2),
        (("2022", "2023", "2024", "2025"), 0),
        (("oct. 2025", "avr. 2026", "oct. 2026"), 0),
        (("1", "2", "3", "4", "5"), 2),
    ):
        columns = tuple(Tick(100.0 * at, text) for at, text in enumerate(texts))
        assert axes.axes((), columns, "").count('class="other"') == left_out
