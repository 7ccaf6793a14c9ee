"""A thousand random and hostile messages: the database stays consistent, and nothing breaks."""

import random

from sqlalchemy import inspect
from sqlmodel import Session

from db.commands.assessments import withdraw
from db.verification import verify
from domain.questionnaire import Answer
from tests.light.person import TRIEU_SON, t
from ui import clock

MESSAGES = 1_000  # the other 9,000 go to the commands: tests/db/test_hostile_messages.py
VALUES = ["", "0", "1", "2", "3", "9", "4", "-1", "99999999999999999999", "NaN", "null", "[]", "%",
          "' OR 1=1 --", "\x00", "ệ" * 50, "{{7*7}}", "<script>", "../../etc", "true"]  # fmt: skip
FIELDS = ["tra-loi", "ve", "luot", "statistics", "repeat", "sensitive", "ethnicity", "disability",
          "ma", "muc-dich", "noi", "ai", "tuoi", "__proto__", "answer_01", "id"]  # fmt: skip


def addresses(mine: str, other: str) -> list[str]:
    steps = ["", "/dien-thoai", "/call-by-video", "/install-app", "/xem-lai", "/gui", "/ket-qua",
             "/tat-ca", "/hoi-them", "/du-lieu", "/du-lieu.json", "/dap-an", "/review", "/told",
             "/ai", "/%00", "/" + "x" * 200, "/q99"]  # fmt: skip
    bases = [mine, other.split(".")[0] + "." + mine.split(".")[1], mine + "0", "/nhe"]
    return [base + step for base in bases for step in steps] + ["/nhe", "/nhe/tiep-tuc"]


def test_hostile_messages_leave_the_database_consistent(person, engine):
    other = person.begin().at.rsplit("/", 1)[0]
    untouched = person.client.get(f"{other}/du-lieu.json").json()["tables"]
    mine = person.begin().at.rsplit("/", 1)[0]
    rng = random.Random(5)
    known = addresses(mine, other)
    statuses: set[int] = set()

    for _ in range(MESSAGES):
        fields = {rng.choice(FIELDS): rng.choice(VALUES) for _ in range(rng.randrange(4))}
        address = rng.choice(known)
        if rng.random() < 0.6:
            statuses.add(person.post(address, fields).answer.status_code)
        else:
            statuses.add(person.client.get(address, params=fields).status_code)

    assert statuses <= {200, 400, 404, 405, 429}
    assert person.client.get(f"{other}/du-lieu.json").json()["tables"] == untouched
    assert verify(engine).differences == 0
    assert set(stored_answers(engine)) <= {None, *map(int, Answer)}


def test_a_replayed_visit_counts_one_person(person, engine):
    person.begin()
    base, sent = person.at.rsplit("/", 1)[0], []
    for _ in range(12):
        sent.append(person.at)
        person.press(t("answer.2"))
    for _ in range(3):
        for question in sent:
            person.post(question, {"tra-loi": "3"})
        person.post(f"{base}/gui", {})

    assert verify(engine).differences == 0
    withdraw(engine, code=person.code, now=clock.now(), today=clock.today())
    assert verify(engine).differences == 0
    assert TRIEU_SON not in str(stored_answers(engine))


def stored_answers(engine) -> list[int | None]:
    with Session(engine) as session:
        columns = [c["name"] for c in inspect(engine).get_columns("assessment")]
        answers = ", ".join(name for name in columns if name.startswith("answer_"))
        rows = session.connection().exec_driver_sql(f"SELECT {answers} FROM assessment")
        return [value for row in rows for value in row]
