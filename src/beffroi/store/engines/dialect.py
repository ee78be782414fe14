"""The queries of the lake, written once for DuckDB, in the words of Spark SQL.

Only what every server of Spark Connect knows comes out: stars become columns, `GROUP BY ALL` the
columns themselves, lists of values literals. DuckDB runs its text as it is written.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify

#: Functions that sqlglot does not know by themselves.
_NAMES = {"epoch_us": "UNIX_MICROS"}


def translate(
    sql: str,
    parameters: Mapping[str, Any],
    columns: Mapping[str, Mapping[str, str]],
    suffix: str = "",
) -> str:
    """Write a query for Spark, values in place.

    `columns` gives the columns of each table by name; `read_parquet($name, ...)` reads the table
    `name`. The server knows these tables under their name and `suffix`.

    >>> translate("SELECT * FROM read_parquet($f) WHERE a IN (SELECT unnest($s)) AND b < $until",
    ...     {"s": [1, 2], "until": 3}, {"f": {"a": "bigint", "b": "bigint"}})
    'SELECT `f`.`a` AS `a`, `f`.`b` AS `b` FROM `f` AS `f` WHERE `f`.`a` IN (1, 2) AND `f`.`b` < 3'
    """
    tree = parse_one(sql, read="duckdb")
    for table in list(tree.find_all(exp.Table)):
        if isinstance(table.this, exp.ReadParquet):
            (read, *_) = table.this.expressions
            table.set("this", exp.to_identifier(read.name))
        if table.name in columns:
            name = table.alias_or_name
            table.set("this", exp.to_identifier(table.name + suffix, quoted=True))
            table.set("alias", exp.TableAlias(this=exp.to_identifier(name, quoted=True)))
    for test in list(tree.find_all(exp.In)):
        _list(test, parameters)
    for value in list(tree.find_all(exp.Placeholder)):
        value.replace(_literal(parameters[value.name]))
    _plain(tree)
    known: dict[str, object] = {name + suffix: dict(found) for name, found in columns.items()}
    whole = qualify(tree, dialect="duckdb", schema=known, validate_qualify_columns=False)
    return whole.sql("spark")


def _plain(tree: exp.Expr) -> None:
    """Say in words that every server knows what only some of them know."""
    for group in list(tree.find_all(exp.Group)):
        _by_name(group)
    for window in list(tree.find_all(exp.Window)):
        if isinstance(window.parent, exp.Sub):  # else Spark takes `window - a` for one name
            window.replace(exp.paren(window.copy()))
    for division in list(tree.find_all(exp.Div)):
        _safe(division)
    for call in list(tree.find_all(exp.Anonymous)):
        name = str(call.this)
        call.set("this", _NAMES.get(name.lower(), name))


def _list(test: exp.In, parameters: Mapping[str, Any]) -> None:
    """Put the values of a list parameter where `IN (SELECT unnest($list))` stood."""
    query = test.args.get("query")
    if query is None or not query.find(exp.Unnest, exp.Explode):
        return
    named = query.find(exp.Placeholder)
    if named is None:
        return
    values = parameters[named.name]
    if values:
        test.set("query", None)
        test.set("expressions", [_literal(value) for value in values])
    else:
        test.replace(exp.false())


def _by_name(group: exp.Group) -> None:
    """Group by each chosen column that is no aggregate, instead of by all."""
    if not group.args.get("all"):
        return
    select = group.parent
    assert isinstance(select, exp.Select)  # noqa: S101 - nothing else has groups
    keys = [
        (item.this if isinstance(item, exp.Alias) else item).copy()
        for item in select.selects
        if not item.find(exp.AggFunc)
    ]
    group.replace(exp.Group(expressions=keys))


def _safe(division: exp.Div) -> None:
    """Give null where a server would refuse to divide by zero, as DuckDB does.

    Sail 0.7 refuses a division above a join that finds no row, whatever the divisor; it knows no
    `try_divide` of floats. A power of -1 is the same within the last digit.
    """
    if not isinstance(division.expression, exp.Literal):
        divisor = exp.Nullif(this=division.expression.copy(), expression=exp.Literal.number(0))
        inverse = exp.Pow(this=divisor, expression=exp.Literal.number(-1))
        division.replace(exp.Mul(this=division.this.copy(), expression=inverse))


def _literal(value: object) -> exp.Expression:
    if isinstance(value, datetime):
        written = value.astimezone(UTC).isoformat(sep=" ")
        return exp.cast(exp.Literal.string(written), exp.DataType.Type.TIMESTAMPTZ)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"no query takes a {type(value).__name__}")
    return exp.Literal.number(value)
