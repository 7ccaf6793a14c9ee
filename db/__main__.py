"""What an operator does with the database: python -m db migrate | rebuild | verify | backup | …"""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from db.backup import BackupRefused, back_up, restore
from db.commands import retention
from db.commands.reseal import reseal
from db.engine import open_engine
from db.migrate import current_revision, migrate, newest_revision
from db.rollups import rebuild
from db.sealed import keyring
from db.settings import settings
from db.verification import Verification, verify
from domain.errors import SealKeyMissing, SealKeyWrong

_KEYS = {
    SealKeyMissing: "CONTACT_KEY is not set",
    SealKeyWrong: "a name was sealed by a key that is neither CONTACT_KEY nor CONTACT_KEY_BEFORE",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 = done, 1 = refused or differences found."""
    chosen = _parser().parse_args(arguments)
    engine = open_engine(settings().database_url)
    started = time.monotonic()
    try:
        return _run(chosen, engine, started)
    except BackupRefused as refusal:
        print(f"refused: {refusal}", file=sys.stderr)
        return 1
    except (SealKeyMissing, SealKeyWrong) as refusal:
        print(f"refused: {_KEYS[type(refusal)]}", file=sys.stderr)
        return 1
    finally:
        engine.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m db", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the newest revision")
    commands.add_parser("rebuild", help="fill every rollup again from the answers")
    commands.add_parser("verify", help="recompute scores and rollups; exit 1 on any difference")
    keep = commands.add_parser("retain", help="forget what is kept no longer; rules in the docs")
    keep.add_argument("--dry-run", action="store_true", help="only say what is due, and when")
    commands.add_parser("reseal", help="seal every name by CONTACT_KEY, after it was changed")
    commands.add_parser("backup", help="write a new backup file").add_argument("file", type=Path)
    back = commands.add_parser("restore", help="replace the database by a backup file")
    back.add_argument("file", type=Path)
    back.add_argument("--force", action="store_true", help="replace what the database holds")
    return parser


def _run(chosen: argparse.Namespace, engine: Engine, started: float) -> int:
    match chosen.command:
        case "migrate":
            migrate(engine)
            print(f"database is at revision {newest_revision()}")
        case "rebuild":
            rebuild(engine)
            print(f"rollups rebuilt in {time.monotonic() - started:.1f} s")
        case "verify":
            return _report(verify(engine), time.monotonic() - started)
        case "retain":
            _retain(engine, dry_run=chosen.dry_run)
        case "reseal":
            print(f"sealed {reseal(engine, keyring()):,} people by the new key")
        case "backup":
            back_up(engine, chosen.file)
            print(f"wrote {chosen.file}, {chosen.file.stat().st_size / 1e6:.1f} MB")
        case "restore":
            _restore(engine, chosen.file, force=chosen.force)
    return 0


def _report(found: Verification, seconds: float) -> int:
    rows = ", ".join(f"{number:,} {name}" for name, number in found.rows.items())
    print(
        f"recomputed {found.people:,} people, rows: {rows}"
        f" in {seconds:.1f} s: {found.differences:,} differences"
    )
    for difference in found.shown:
        print(f"  {difference}", file=sys.stderr)
    if found.is_clean:
        print("rollup = recomputation")
        return 0
    return 1


def _retain(engine: Engine, *, dry_run: bool) -> None:
    now = datetime.fromtimestamp(time.time(), UTC)
    for one in retention.due(engine, now=now):
        rule = one.rule
        columns = ", ".join(rule.columns)
        print(
            f"{rule.name}: {rule.treatment} {rule.table}({columns}) {rule.days} days after"
            f" {rule.since}: {one.rows:,} due now, next on {one.next_on or 'no day'}"
        )
    if not dry_run:
        done = retention.retain(engine, now=now)
        print(f"applied to {sum(done.values()):,} rows")


def _restore(engine: Engine, file: Path, *, force: bool) -> None:
    restore(engine, file, force=force)
    with engine.connect() as connection:
        revision = current_revision(connection)
    print(f"restored {file}, revision {revision}")
    if revision != newest_revision():
        print("the backup is older than this program: run `python -m db migrate`")


if __name__ == "__main__":
    sys.exit(main())
