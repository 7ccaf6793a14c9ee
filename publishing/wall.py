"""What the festival wall may say: how many took part, and never of a site with too few people."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from db import wall
from db.wall import Site
from domain.access import PUBLIC


@dataclass(frozen=True)
class Spot:
    """A site as everybody reads it; `people` is None for fewer than the minimum, also for none."""

    token: str
    name: str
    commune: str
    province_code: str
    place: tuple[float, float] | None
    people: int | None


@dataclass(frozen=True)
class Participation:
    """
    Who took part so far. `total` is None for fewer than the minimum; when not `exact` it is the
    full tens below: the last digits would tell how many finished at the sites that are not told.
    """

    total: int | None
    exact: bool
    spots: tuple[Spot, ...]

    @property
    def lit(self) -> int:
        """How many sites have a number."""
        return sum(spot.people is not None for spot in self.spots)


def read(engine: Engine, campaign_code: str, *, minimum: int, at_least: int = 0) -> Participation:
    """
    Everybody who finished in a round, and at each open site.

    Args:
        at_least: a total that was shown before: it does not fall when somebody withdraws, so that
            nobody who watches sees it.
    """
    with Session(engine) as session:
        sites = wall.sites(session, PUBLIC)
        people = max(at_least, wall.finished_in(session, PUBLIC, campaign_code))
    return participation(sites, people, minimum=minimum)


def participation(sites: Sequence[Site], people: int, *, minimum: int) -> Participation:
    """The exact counts as they may be read."""
    spots = tuple(_spot(site, minimum) for site in sites)
    rest = people - sum(spot.people or 0 for spot in spots)
    exact = rest == 0 or rest >= minimum
    total = people if exact else people // minimum * minimum
    return Participation(total if people >= minimum else None, exact, spots)


def _spot(site: Site, minimum: int) -> Spot:
    people = site.finished if site.finished >= minimum else None
    return Spot(site.token, site.name, site.commune, site.province_code, site.place, people)
