"""A recording of every question and answer, so that a bench can hear them: a tone, not a voice."""

import base64
from pathlib import Path

from playwright.sync_api import Browser
from sqlalchemy import insert
from sqlmodel import Session

from db.commands.accounts import create_account, create_first_admin
from db.engine import open_engine, transaction
from db.models import metadata
from db.questionnaires import current_version, load_questionnaire
from domain.questionnaire import Answer, Wording
from domain.recording import kind_of, wording_hash
from tests.server_process import same_secret
from text import translator
from ui import clock

SECONDS = 3  # a question of twelve words, read slowly
_BITS = 24_000  # a second: what the recorder's browser makes of a voice
_TONE = """async ([seconds, bits]) => {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  const wobble = context.createOscillator();
  const depth = context.createGain();
  depth.gain.value = 120;
  wobble.frequency.value = 7;
  wobble.connect(depth).connect(tone.frequency);
  tone.connect(out);
  for (const one of [tone, wobble]) one.start();
  const recorder = new MediaRecorder(out.stream, { mimeType: "audio/webm;codecs=opus",
    audioBitsPerSecond: bits });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  await new Promise((done) => setTimeout(done, seconds * 1000));
  recorder.stop();
  await ended;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}"""


def tone(browser: Browser) -> bytes:
    """A sound as a browser records it."""
    page = browser.new_page()
    made: str = page.evaluate(_TONE, [SECONDS, _BITS])
    page.close()
    return base64.b64decode(made)


def record_everything(database: Path, folder: Path, sound: bytes) -> None:
    """The questions in both wordings and the five answers, reviewed, in this database."""
    engine = open_engine(f"sqlite:///{database}")
    now, today = clock.now(), clock.today()
    with same_secret():
        first = create_first_admin(engine, display_name="A", now=now, today=today)
        if first is None:
            raise RuntimeError("somebody has an account here")
        by = first.account_id
        other = create_account(
            engine, username="lan", display_name="B", by=by, now=now, today=today
        ).account_id
    kind = kind_of(sound)
    (folder / "vi").mkdir(parents=True)
    with transaction(engine) as connection:
        for number, (sentence_id, words) in enumerate(_sentences(database).items()):
            name = f"{number:032x}"
            (folder / "vi" / f"{name}.{kind}").write_bytes(sound)
            row = {
                **{"name": name, "language": "vi", "sentence_id": sentence_id, "kind": kind},
                **{"wording_hash": wording_hash(words), "size": len(sound)},
                **{"recorded_by": by, "recorded_at": now},
                **{"reviewed_by": other, "reviewed_at": now},
            }
            connection.execute(insert(metadata.tables["clip"]).values(row))
    engine.dispose()


def _sentences(database: Path) -> dict[str, str]:
    engine, t = open_engine(f"sqlite:///{database}"), translator("vi")
    with Session(engine) as session:
        asked = load_questionnaire(session, current_version(session))
    engine.dispose()
    questions = {
        f"{one.id}-{wording}": one.sentence("vi", wording)
        for one in asked.questions
        for wording in Wording
    }
    return questions | {f"answer-{one.value}": t(f"answer.{one.value}") for one in Answer}
