"""After a release the first visitor of the map finds it drawn."""

import threading
from functools import partial

from sqlalchemy import event

from db.engine import transaction
from db.rollups import outdate_published_figures
from domain.access import NATION, PUBLIC
from text import LANGUAGES
from ui import drawings, load, reference
from ui.database import engine as served
from ui.measures import Choice
from web import first_visit


def figures_read(work):
    """The statements about published figures while this is done, in a thread as the server does."""
    read = []

    def remember(_connection, _cursor, statement, *_rest):
        if "released" in statement:
            read.append(statement)

    event.listen(served(), "before_cursor_execute", remember)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    event.remove(served(), "before_cursor_execute", remember)
    return read


def test_after_a_release_the_map_of_the_nation_is_drawn_before_anybody_asks(engine):
    first_visit.make_ready()
    with transaction(engine) as connection:
        outdate_published_figures(connection)
    load.data_version.clear()

    assert figures_read(first_visit.make_ready)

    [latest, *_] = reference.rounds()
    for language in LANGUAGES:
        key = (PUBLIC, NATION, "", latest, Choice(), drawings.OUTLINES, load.data_version())
        assert figures_read(partial(drawings.measure_map, *key, language)) == []
