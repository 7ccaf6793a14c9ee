"""`python -m seed reference` loads reference data; `python -m seed demo` simulates answers."""

import argparse
import sys
import time
from datetime import date

from sqlalchemy import Engine, inspect

from db.engine import open_engine
from db.questionnaires import NoQuestionnaire
from db.sealed import Keyring, keyring
from db.settings import settings
from domain.errors import MixedData, SealKeyMissing, SeedError
from seed.demo import LAST_DAY, holds_answers, is_for_real_answers, simulate
from seed.reference import seed_reference
from seed.simulation.field import has_field, simulate_field


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what it says, 1 when it refused."""
    chosen = _parser().parse_args(arguments)
    engine = open_engine(settings().database_url)
    started = time.perf_counter()
    try:
        if not inspect(engine).has_table("unit"):
            raise SeedError("this database has no tables: run `python -m db migrate` first")
        print(chosen.run(engine, chosen))
    except (SeedError, NoQuestionnaire) as refusal:
        print(f"seed: {refusal}", file=sys.stderr)
        return 1
    except MixedData:
        print("seed: this database holds real answers; nothing was written", file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print(f"{time.perf_counter() - started:.1f} s")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m seed", description=__doc__)
    commands = parser.add_subparsers(required=True)
    reference = commands.add_parser("reference", help="units, questionnaire, targets; repeatable")
    reference.set_defaults(run=_reference)
    demo = commands.add_parser("demo", help="simulated answers, marked as such everywhere")
    demo.add_argument("--people", type=int, required=True)
    demo.add_argument("--random-state", type=int, required=True, help="same number, same people")
    demo.add_argument("--today", type=date.fromisoformat, default=LAST_DAY, metavar="YYYY-MM-DD")
    existing = demo.add_mutually_exclusive_group()
    existing.add_argument("--replace", action="store_true", help="delete the simulated ones first")
    existing.add_argument("--if-empty", action="store_true", help="do nothing if answers are here")
    demo.add_argument(
        "--no-field", dest="field", action="store_false", help="answers alone: no hamlets, teams …"
    )
    demo.set_defaults(run=_demo)
    return parser


def _reference(engine: Engine, chosen: argparse.Namespace) -> str:
    changes = seed_reference(engine)
    return "\n".join(
        f"{name:<18}{change.inserted:>7} new {change.updated:>7} changed {change.deleted:>7} gone"
        for name, change in changes.items()
    )


def _demo(engine: Engine, chosen: argparse.Namespace) -> str:
    if chosen.if_empty and holds_answers(engine):
        return "answers are here already: nothing was written"
    with_field = chosen.field and not is_for_real_answers(engine)
    written = simulate(
        engine,
        people=chosen.people,
        random_state=chosen.random_state,
        today=chosen.today,
        replace=chosen.replace,
        with_field=with_field,
    )
    said = (
        f"{written.people} simulated people, {written.assessments} assessments, "
        f"{written.drafts} of them never sent"
    )
    return "\n".join([said, *_field(engine, chosen, wanted=with_field)])


def _field(engine: Engine, chosen: argparse.Namespace, *, wanted: bool) -> list[str]:
    """The work of the field beside the answers; nothing is put between what somebody entered."""
    if not chosen.field:
        return []
    if not wanted or has_field(engine):
        return ["hamlets, teams and classes were left out: somebody set this database up"]
    ring = _ring()
    written = simulate_field(
        engine, random_state=chosen.random_state, today=chosen.today, ring=ring
    )
    nameless = [] if ring else ["nobody in the ledger has a name: CONTACT_KEY is not set"]
    return [
        f"{written.hamlets} simulated hamlets in {written.communes} communes, with their work",
        *nameless,
        *(
            f"account {username}, one-time password {password}"
            for username, password in written.passwords.items()
        ),
    ]


def _ring() -> Keyring | None:
    try:
        return keyring()
    except SealKeyMissing:
        return None


if __name__ == "__main__":
    sys.exit(main())
