"""The ledger 1-kèm-5 of one commune by name: for commands, which say in the audit who looked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from db.collection_points import commune_within
from db.models import Ambassador, Learner, Mentorship, NamedPerson, Unit
from db.scopes import within
from db.sealed import Keyring, Sealed, unseal
from db.unsettled import former_communes
from domain.access import Scope
from domain.ledger import CIRCLES, CLOSED, LearnerState, Naming


@dataclass(frozen=True)
class ListedLearner:
    """
    A learner by name, without one where it was not given or is gone; `pair_id` while taught.

    `hamlet` is its name, or what was typed before hamlets were units. `old_commune` names the
    ended commune of who still has to be taken into one of those it became; else empty.
    """

    id: int
    naming: Naming | None
    commune_id: int
    old_commune: str
    hamlet_id: int | None
    hamlet: str
    state: LearnerState
    state_on: date
    pair_id: int | None = None
    began_on: date | None = None


@dataclass(frozen=True)
class ListedAmbassador:
    """An ambassador who has not left, with the learners in their circles."""

    id: int
    naming: Naming | None
    commune_id: int
    old_commune: str
    hamlet_id: int | None
    hamlet: str
    since: date
    learners: tuple[ListedLearner, ...]

    @property
    def empty(self) -> int:
        """How many of the five circles hold nobody."""
        return CIRCLES - len(self.learners)


@dataclass(frozen=True)
class Ledger:
    """
    A commune: its ambassadors, who waits for one, and who can do it and has none any more.

    Whom a split commune before it left is in here too, until a commune takes them.
    """

    ambassadors: tuple[ListedAmbassador, ...]
    waiting: tuple[ListedLearner, ...]
    done: tuple[ListedLearner, ...]

    def near(self, learner: ListedLearner) -> list[ListedAmbassador]:
        """
        Who could take this learner: of the own hamlet first, then of the commune.

        Of two as near, who has more circles empty.
        """
        free = [one for one in self.ambassadors
                if one.empty > 0 and one.commune_id == learner.commune_id]  # fmt: skip
        return sorted(free, key=lambda one: (not _is_near(one, learner), -one.empty, one.id))


def read_ledger(
    session: Session, scope: Scope, ring: Keyring, *, commune_code: str, on: date
) -> Ledger:
    """
    Everybody of one commune, by name; only `db.commands.ledger_names` calls it, which audits.

    Raises:
        OutsideScope: the commune lies outside the scope, or there is none.
        SealKeyWrong.
    """
    commune_id = commune_within(session, scope, commune_code, on=on)
    communes = _with_former(session, scope, commune_id, on)
    taught, untaught = _learners(session, scope, ring, communes)
    ambassadors = session.exec(
        select(Ambassador, NamedPerson, Unit.full_name)
        .join(NamedPerson, isouter=True)
        .join(Unit, col(Unit.id) == Ambassador.hamlet_id, isouter=True)
        .where(
            within(scope, col(Ambassador.commune_id)),
            col(Ambassador.commune_id).in_(communes),
            col(Ambassador.left_on).is_(None),
        )
        .order_by(col(Ambassador.id))
    )
    listed = tuple(
        ListedAmbassador(row.id or 0, _opened(ring, person), row.commune_id,
                         communes[row.commune_id], row.hamlet_id,
                         hamlet or row.hamlet_text, row.since,
                         tuple(taught.get(row.id or 0, ())))
        for row, person, hamlet in ambassadors
    )  # fmt: skip
    return Ledger(
        listed,
        tuple(one for one in untaught if one.state not in CLOSED),
        tuple(one for one in untaught if one.state in CLOSED),
    )


def named_people(
    session: Session, scope: Scope, ring: Keyring, commune_id: int, *, on: date
) -> list[Naming]:
    """Everybody who is in the ledger of a commune by name, to see whether somebody is already."""
    communes = _with_former(session, scope, commune_id, on)
    ledgers = (
        select(NamedPerson)
        .join(who, col(who.person_id) == NamedPerson.id)
        .where(within(scope, col(who.commune_id)), col(who.commune_id).in_(communes))
        for who in (Ambassador, Learner)
    )
    found = {row.id: row for each in ledgers for row in session.exec(each)}
    return [naming for row in found.values() if (naming := _opened(ring, row)) is not None]


def _with_former(session: Session, scope: Scope, commune_id: int, on: date) -> dict[int, str]:
    """The commune, and the ended ones that may have left somebody to it with their names."""
    former = former_communes(session, scope, commune_id, on=on)
    return {commune_id: "", **{id_: name for id_, (_, name) in former.items()}}


def _learners(
    session: Session, scope: Scope, ring: Keyring, communes: Mapping[int, str]
) -> tuple[dict[int, list[ListedLearner]], list[ListedLearner]]:
    """Ambassador → learners, and those who have none."""
    rows = session.exec(
        select(Learner, NamedPerson, Mentorship, Unit.full_name)
        .join(NamedPerson, isouter=True)
        .join(Unit, col(Unit.id) == Learner.hamlet_id, isouter=True)
        .join(
            Mentorship,
            (col(Mentorship.learner_id) == Learner.id) & col(Mentorship.ended_on).is_(None),
            isouter=True,
        )
        .where(
            within(scope, col(Learner.commune_id)),
            col(Learner.commune_id).in_(communes),
            col(Learner.deleted_on).is_(None),
        )
        .order_by(col(Learner.id))
    )
    taught: dict[int, list[ListedLearner]] = {}
    untaught: list[ListedLearner] = []
    for row, person, pair, hamlet in rows:
        old_commune = communes[row.commune_id]
        listed = _listed(row, _opened(ring, person), hamlet or row.hamlet_text, old_commune, pair)
        if pair is None:
            untaught.append(listed)
        else:
            taught.setdefault(pair.ambassador_id, []).append(listed)
    return taught, untaught


def _listed(
    row: Learner, naming: Naming | None, hamlet: str, old_commune: str, pair: Mentorship | None
) -> ListedLearner:
    return ListedLearner(
        id=row.id or 0,
        naming=naming,
        commune_id=row.commune_id,
        old_commune=old_commune,
        hamlet_id=row.hamlet_id,
        hamlet=hamlet,
        state=LearnerState(row.state),
        state_on=row.state_on,
        pair_id=None if pair is None else pair.id,
        began_on=None if pair is None else pair.began_on,
    )


def _opened(ring: Keyring, person: NamedPerson | None) -> Naming | None:
    if person is None:
        return None
    return unseal(ring, Sealed(person.key_id, person.sealed), person.handle)


def _is_near(ambassador: ListedAmbassador, learner: ListedLearner) -> bool:
    return learner.hamlet_id is not None and ambassador.hamlet_id == learner.hamlet_id
