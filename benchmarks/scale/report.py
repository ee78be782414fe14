"""The tables of the benchmark: ours beside each peer."""

from typing import Any

from benchmarks.scale.asked import QUESTIONS


def show(results: list[dict[str, Any]]) -> None:
    """Print loads, then answers."""
    _loads(results)
    print()
    _answers(results)


def _ours(results: list[dict[str, Any]], size: str) -> dict[str, Any] | None:
    return next((r for r in results if r["size"] == size and r["peer"] == "ours"), None)


def _ratio(ours: float | None, other: float, digits: int = 2) -> str:
    """Write how many times another's figure ours is."""
    return "-" if ours is None else f"{ours / other:.{digits}f}"


def _loads(results: list[dict[str, Any]]) -> None:
    print(
        "| Size | Store | Observations | Queryable (s) | Ours / it | Whole (s) | Ours / it "
        "| Observations/s | Processor s "
        "| Peak MB | Bytes an observation | Ours / it | With indexes and logs | Ours / it |"
    )
    print("| --- | --- |" + " ---: |" * 12)
    for result in results:
        load, mine = result["load"], _ours(results, result["size"])
        ours = mine["load"] if mine else {}
        rows, own = load["rows"], ours.get("rows", 1)
        each, every = load["bytes"] / rows, load["bytes_all"] / rows
        short = "" if result["all_rows"] else " (NOT ALL)"
        print(
            f"| {result['size']} | {result['name']} | {rows:,}{short} | {load['queryable']:,.1f} "
            f"| {_ratio(ours.get('queryable'), load['queryable'])} | {load['seconds']:,.1f} "
            f"| {_ratio(ours.get('seconds'), load['seconds'])} | {rows / load['seconds']:,.0f} "
            f"| {load['processor']:,.1f} | {load['peak_mb']:,.0f} "
            f"| {each:.2f} | {_ratio(ours['bytes'] / own if ours else None, each)} "
            f"| {every:.2f} | {_ratio(ours['bytes_all'] / own if ours else None, every)} |"
        )


def _answers(results: list[dict[str, Any]]) -> None:
    print(
        "| Size | Question | Store | First, nothing cached (ms) | p50 (ms) | p95 (ms) "
        "| Ours / it (p95) | Asked | Same answers |"
    )
    print("| --- | --- | --- |" + " ---: |" * 5 + " --- |")
    for size in dict.fromkeys(result["size"] for result in results):
        group = [result for result in results if result["size"] == size]
        mine = _ours(results, size)
        for key, question in QUESTIONS.items():
            for result in group:
                if key not in result["asked"]:
                    continue
                asked = result["asked"][key]
                ours = mine["asked"][key]["p95_ms"] if mine else None
                left = f" but {' and '.join(result['without'])}" if result["without"] else ""
                print(
                    f"| {size} | {question.title} | {result['name']} | {asked['first_ms']:,.1f} "
                    f"| {asked['p50_ms']:,.1f} | {asked['p95_ms']:,.1f} "
                    f"| {_ratio(ours, asked['p95_ms'])} | {asked['times']} "
                    f"| {'yes' + left if asked['same'] else 'NO'} |"
                )
