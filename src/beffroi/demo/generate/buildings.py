"""The buildings of a simulated commune, drawn from its population."""

from dataclasses import dataclass

import numpy as np

from beffroi.demo.generate.uses import USES, Use

_NETWORK = ((300, 0.20), (1_000, 0.50), (10**9, 1.0))  # chance of gas in a commune, by population
_FUELS = ("gas", "electricity", "heat_pump", "oil", "none")
_WITH_GAS = (0.72, 0.16, 0.08, 0.04, 0.0)
_WITHOUT_GAS = (0.0, 0.48, 0.17, 0.35, 0.0)
_CHURCH = (0.0, 0.45, 0.0, 0.10, 0.45)


@dataclass(frozen=True, slots=True)
class Building:
    """A building as it is; `loss`, `base`, `active`, `process` as in `Use`."""

    number: int  # within its commune
    use: Use
    surface: int  # m2
    year: int  # of construction
    fuel: str
    hours: tuple[int, int]
    loss: float
    base: float
    active: float
    process: float
    cooled: bool
    hourly: bool  # electricity comes by the hour, else by the day
    billed: bool

    @property
    def heating_meter(self) -> str | None:
        """The energy that heats and is metered here."""
        return {"gas": "gas", "electricity": "electricity", "heat_pump": "electricity"}.get(
            self.fuel
        )


def draw_buildings(seed: int, index: int, inhabitants: int) -> tuple[Building, ...]:
    """Return the buildings of a commune."""
    rng = np.random.default_rng([seed, 4, index])
    chance = next(share for limit, share in _NETWORK if inhabitants < limit)
    gas = bool(rng.random() < chance)
    present = [use for use in USES if rng.random() < use.chance and inhabitants >= use.smallest]
    return tuple(_draw(rng, number, use, inhabitants, gas) for number, use in enumerate(present))


def _draw(rng: np.random.Generator, number: int, use: Use, inhabitants: int, gas: bool) -> Building:
    least, each, most = use.floor
    surface = float(np.clip((least + each * inhabitants) * np.exp(rng.normal(0, 0.20)), 40, most))
    year = int(np.clip(rng.normal(1972, 24), 1890, 2019)) if use.key != "church" else 1850
    shares = _CHURCH if use.key == "church" else _WITH_GAS if gas else _WITHOUT_GAS
    if use.key == "pool" and gas:
        shares = (1.0, 0.0, 0.0, 0.0, 0.0)
    older = np.interp(year, [1900, 1974, 1990, 2005, 2019], [1.15, 1.15, 0.95, 0.75, 0.45])

    def varied(typical: float, sigma: float) -> float:
        return typical * float(np.exp(rng.normal(0, sigma)))

    return Building(
        number=number,
        use=use,
        surface=round(surface),
        year=year,
        fuel=str(rng.choice(_FUELS, p=shares)),
        hours=use.hours,
        loss=varied(use.loss * float(older), 0.20),
        base=varied(use.base, 0.25),
        active=varied(use.active, 0.20),
        process=varied(use.process, 0.15),
        cooled=bool(rng.random() < 0.10 and use.key in ("townhall", "library", "nursery")),
        hourly=bool(rng.random() < (0.45 if use.key in ("church", "workshop") else 0.55)),
        billed=bool(rng.random() < 0.22),
    )
