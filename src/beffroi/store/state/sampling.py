"""The state of tap water: samples of the sanitary control, and what laboratories found in them.

They are public (the State publishes them): every organisation reads them, only the one that brought
them writes them. A file that says something else of a sample adds a version, and removes none:
`standing` is the version that counts, of the last file that stands (`root_id`, which a file that is
read again keeps).
"""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from beffroi.store.state.models import Base
from beffroi.store.state.owning import Owned

_STANDING: dict[str, Any] = {"sqlite_where": text("standing"), "postgresql_where": text("standing")}


class WaterSample(Base):
    """A sample: where and when it was taken, and the conclusion of the health agency, verbatim.

    Of `bact_limits` and the three that follow: C conforming, N not, D by derogation, S not looked
    for. `networks` is a list of code and name.
    """

    __tablename__ = "water_sample"
    whose = Owned(public=True)
    __table_args__ = (
        Index("water_sample_of", "organisation_id", "code"),
        Index("water_sample_standing", "organisation_id", "day", **_STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    code: Mapped[str]
    day: Mapped[date]
    clock: Mapped[str] = mapped_column(String(5))  # as written, without a zone
    networks: Mapped[list[Any]]
    conclusion: Mapped[str]
    bact_limits: Mapped[str]
    pc_limits: Mapped[str]
    bact_references: Mapped[str]
    pc_references: Mapped[str]
    distributor: Mapped[str]
    authority: Mapped[str]
    standing: Mapped[bool] = mapped_column(server_default=false())


class WaterSampleCommune(Base):
    """A commune that the water of a sample goes to."""

    __tablename__ = "water_sample_commune"
    whose = Owned(public=True)

    sample_id: Mapped[int] = mapped_column(ForeignKey("water_sample.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(5), primary_key=True, index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]


class WaterResult(Base):
    """What a laboratory found of one parameter in a sample.

    `text` is what it wrote; `value` is null where that is no number, and a bound where `sign` is
    `<` (below what it can see) or `>`. `parameter` is a SANDRE code. Limits are as the file writes
    them (`<=50 mg/L`).
    """

    __tablename__ = "water_result"
    whose = Owned(public=True)
    __table_args__ = (
        Index("water_result_of", "organisation_id", "sample"),
        Index("water_result_standing", "organisation_id", "parameter", **_STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"), index=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    sample: Mapped[str]
    parameter: Mapped[str]
    code_se: Mapped[str]
    place: Mapped[str]
    name: Mapped[str]
    text: Mapped[str]
    sign: Mapped[str] = mapped_column(String(8))
    value: Mapped[float | None]
    unit: Mapped[str]
    quality_limit: Mapped[str]
    quality_reference: Mapped[str]
    standing: Mapped[bool] = mapped_column(server_default=false())
