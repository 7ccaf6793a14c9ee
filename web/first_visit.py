"""What the first visitor after a release would wait for, made ready before they come."""

from sqlmodel import Session

from db import deployment
from domain.access import NATION, PUBLIC
from domain.errors import BoundaryFileCorrupt, BoundaryFileMissing
from text import LANGUAGES
from ui import checked, drawings, load, reference
from ui.database import engine
from ui.measures import Choice, NotPublished
from ui.reference import Round


def make_ready() -> None:
    """
    Fill the caches of the map of the nation as everybody sees it first; twice costs little.

    Only of the latest round, and only what nobody signs in for: the rest is read by fewer.
    """
    with Session(engine()) as session:
        version = deployment.data_version(session)  # pages learn of it some seconds later
    for campaign in reference.rounds()[:1]:
        for language in LANGUAGES:
            _draw(campaign, version, language)


def _draw(campaign: Round, version: int, language: str) -> None:
    drawn = (PUBLIC, NATION, "", campaign, Choice())
    try:
        drawings.measure_map(*drawn, drawings.OUTLINES, version, language)
        drawings.measure_bars(*drawn, version, language)
    except (BoundaryFileCorrupt, BoundaryFileMissing, NotPublished):
        return  # the page says so itself
    load.provinces_file(PUBLIC, campaign, version, language)
    checked.file(PUBLIC, NATION, campaign, version, language)
