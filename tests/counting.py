"""How many statements the state is asked: work that follows what is stored is seen."""

from sqlalchemy import event

from beffroi.store.store import Store


class counted:  # noqa: N801 - reads as a statement
    """The statements that the state is asked, reading or writing, without their values."""

    def __init__(self, store: Store) -> None:
        self.engines, self.found = (store.state.reading, store.state.writing), list[str]()

    def _hear(self, _c: object, _k: object, statement: str, *_: object) -> None:
        self.found.append(statement)

    def __enter__(self) -> list[str]:
        for engine in self.engines:
            event.listen(engine, "before_cursor_execute", self._hear)
        return self.found

    def __exit__(self, *_: object) -> None:
        for engine in self.engines:
            event.remove(engine, "before_cursor_execute", self._hear)
