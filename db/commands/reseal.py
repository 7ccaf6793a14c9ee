"""Another key for names: what the old one sealed is sealed by the new one."""

from sqlalchemy import Connection, Engine, select, update

from db.engine import fold_log, transaction
from db.models import metadata
from db.sealed import Keyring, Sealed, seal, unseal

_BATCH = 500  # people of one transaction
_people = metadata.tables["namedperson"]


def reseal(engine: Engine, ring: Keyring) -> int:
    """
    Seal everybody by the current key; how many were sealed by another. Running twice changes 0.

    Raises:
        SealKeyWrong: somebody was sealed by a key the ring does not hold. What was done stays.
    """
    done = 0
    while True:
        with transaction(engine) as connection:
            changed = _reseal_some(connection, ring)
        if changed == 0:
            break
        done += changed
    if done:
        fold_log(engine)
    return done


def _reseal_some(connection: Connection, ring: Keyring) -> int:
    waiting = select(_people).where(_people.c.key_id != ring.current).limit(_BATCH)
    rows = connection.execute(waiting.with_for_update()).mappings().all()
    for row in rows:
        naming = unseal(ring, Sealed(row["key_id"], row["sealed"]), row["handle"])
        again = seal(ring, naming, row["handle"])
        values = {"sealed": again.content, "key_id": again.key_id}
        connection.execute(update(_people).where(_people.c.id == row["id"]).values(values))
    return len(rows)
