"""The ledger 1-kèm-5 of one commune by name: for commands, which say in the audit who looked."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from db.collection_points import commune_within
from db.models import Ambassador, Learner, Mentorship, NamedPerson
from db.scopes import within
from db.sealed import Keyring, Sealed, unseal
from domain.access import Scope
from domain.ledger import CIRCLES, CLOSED, LearnerState, Naming


@dataclass(frozen=True)
class ListedLearner:
    """A learner by name, without one where it was not given or is gone; `pair_id` while taught."""

    id: int
    naming: Naming | None
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
    hamlet: str
    since: date
    learners: tuple[ListedLearner, ...]

    @property
    def empty(self) -> int:
        """How many of the five circles hold nobody."""
        return CIRCLES - len(self.learners)


@dataclass(frozen=True)
class Ledger:
    """A commune: its ambassadors, who waits for one, and who can do it and has none any more."""

    ambassadors: tuple[ListedAmbassador, ...]
    waiting: tuple[ListedLearner, ...]
    done: tuple[ListedLearner, ...]

    def near(self, learner: ListedLearner) -> list[ListedAmbassador]:
        """Who could take this learner: the own hamlet first, then who has most circles empty."""
        free = [one for one in self.ambassadors if one.empty > 0]
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
    taught, untaught = _learners(session, scope, ring, commune_id)
    ambassadors = session.exec(
        select(Ambassador, NamedPerson)
        .join(NamedPerson, isouter=True)
        .where(
            within(scope, col(Ambassador.commune_id)),
            Ambassador.commune_id == commune_id,
            col(Ambassador.left_on).is_(None),
        )
        .order_by(col(Ambassador.id))
    )
    listed = tuple(
        ListedAmbassador(row.id or 0, _opened(ring, person), row.hamlet, row.since,
                         tuple(taught.get(row.id or 0, ())))
        for row, person in ambassadors
    )  # fmt: skip
    return Ledger(
        listed,
        tuple(one for one in untaught if one.state not in CLOSED),
        tuple(one for one in untaught if one.state in CLOSED),
    )


def named_people(session: Session, scope: Scope, ring: Keyring, commune_id: int) -> list[Naming]:
    """Everybody who is in the ledger of a commune by name, to see whether somebody is already."""
    ledgers = (
        select(NamedPerson)
        .join(who, col(who.person_id) == NamedPerson.id)
        .where(within(scope, col(who.commune_id)), who.commune_id == commune_id)
        for who in (Ambassador, Learner)
    )
    found = {row.id: row for each in ledgers for row in session.exec(each)}
    return [naming for row in found.values() if (naming := _opened(ring, row)) is not None]


def _learners(
    session: Session, scope: Scope, ring: Keyring, commune_id: int
) -> tuple[dict[int, list[ListedLearner]], list[ListedLearner]]:
    """Ambassador → learners, and those who have none."""
    rows = session.exec(
        select(Learner, NamedPerson, Mentorship)
        .join(NamedPerson, isouter=True)
        .join(
            Mentorship,
            (col(Mentorship.learner_id) == Learner.id) & col(Mentorship.ended_on).is_(None),
            isouter=True,
        )
        .where(
            within(scope, col(Learner.commune_id)),
            Learner.commune_id == commune_id,
            col(Learner.deleted_on).is_(None),
        )
        .order_by(col(Learner.id))
    )
    taught: dict[int, list[ListedLearner]] = {}
    untaught: list[ListedLearner] = []
    for row, person, pair in rows:
        listed = _listed(row, _opened(ring, person), pair)
        if pair is None:
            untaught.append(listed)
        else:
            taught.setdefault(pair.ambassador_id, []).append(listed)
    return taught, untaught


def _listed(row: Learner, naming: Naming | None, pair: Mentorship | None) -> ListedLearner:
    return ListedLearner(
        id=row.id or 0,
        naming=naming,
        hamlet=row.hamlet,
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
    return bool(learner.hamlet) and ambassador.hamlet.casefold() == learner.hamlet.casefold()
