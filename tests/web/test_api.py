"""The read API says what the pages say, to nobody more than a page would, and refuses in words."""

import csv
import io
import shutil
from itertools import product

import pytest
from starlette.applications import Starlette

from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.passwords import set_password
from db.commands.sessions import end_session, issue_ticket, redeem_ticket
from db.commands.view_as import begin_view
from db.engine import open_engine
from domain.access import NATION, PUBLIC, Role, Scope
from domain.people import Audience, Mode
from seed.demo import simulate
from stats.measures import Measure
from tests.pages.conftest import PEOPLE, forget_what_is_cached
from tests.templates import template
from tests.web.asking import Client
from text import translator
from ui import boundary, clock, load, measure_files, reading_day, reference
from ui.measures import Choice
from ui.reported_measures import indicators
from web import api_limit, later

THANH_HOA, LAO_CAI, TRIEU_SON = "38", "15", "397"
OLD_DAY = "2025-06-30"
T = translator("vi")
FIGURES = ("n", "percent", "low", "high", "firm_percent", "people", "undetermined", "coverage")


@pytest.fixture(scope="module")
def world(reference_file, tmp_path_factory):
    """A small country behind the API; a leader, an official and an administrator have cookies."""
    path = tmp_path_factory.mktemp("api") / "app.db"
    start = template(
        tmp_path_factory,
        "country",
        lambda engine: simulate(engine, people=PEOPLE, random_state=1),
        start=reference_file,
    )
    shutil.copy(start, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        patch.setenv("APP_SECRET", "a secret of these tests only, long enough")
        forget_what_is_cached()
        engine = open_engine(f"sqlite:///{path}")
        yield World(engine)
        engine.dispose()
    forget_what_is_cached()


class World:
    """Who is signed in where."""

    def __init__(self, engine):
        self.engine = engine
        self.when = {"now": clock.now(), "today": clock.today()}
        self.chief = create_first_admin(engine, display_name="Quản trị", **self.when).account_id
        self.leader = self.account(Role.LEADER, TRIEU_SON)
        self.official = self.account(Role.OFFICIAL, LAO_CAI)

    def account(self, role, area_code):
        made = create_account(self.engine, username=f"{role}-{area_code}", display_name="Người thử",
                              by=self.chief, **self.when)  # fmt: skip
        grant = NewGrant(role, area_code, clock.today(), None)
        grant_area(self.engine, account_id=made.account_id, grant=grant, by=self.chief, **self.when)
        set_password(self.engine, account_id=made.account_id, current=made.one_time_password,
                     new="một câu dài dễ nhớ", now=clock.now())  # fmt: skip
        return made.account_id

    def cookie(self, account_id):
        now = clock.now()
        return redeem_ticket(self.engine, issue_ticket(self.engine, account_id, now=now), now=now)


@pytest.fixture
def ask(world):
    api_limit.forget()
    return Client(Starlette(routes=later.below("/api/v1", "web.api")))


def table(content):
    """Code (and mode and group) → row, by the columns of the JSON."""
    names = {T(f"csv.{name}"): name for name in ("unit_code", "mode", "group", "status", *FIGURES)}
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [{names[key]: cell for key, cell in row.items() if key in names} for row in rows]


def as_file(row):
    """A row of the JSON as the CSV writes it."""
    said = {key: "" if row[key] is None else str(row[key])
            for key in ("unit_code", "mode", "group", *FIGURES) if key in row}  # fmt: skip
    return said | {"status": T(f"status.{row['status']}")}


TABLES = {
    "provinces": ("/api/v1/provinces", {}),
    "communes": (f"/api/v1/provinces/{THANH_HOA}/communes", {}),
    "groups": (f"/api/v1/provinces/{THANH_HOA}/groups", {}),
    "students": (f"/api/v1/provinces/{THANH_HOA}/communes", {"audience": "student"}),
    "helped": ("/api/v1/provinces", {"mode": "assisted"}),
    "provinces of 2025": ("/api/v1/provinces", {"boundaries": OLD_DAY}),
    "districts of 2025": (f"/api/v1/provinces/{THANH_HOA}/communes", {"boundaries": OLD_DAY}),
}


@pytest.mark.parametrize("name", TABLES)
def test_json_and_csv_say_the_same_and_hidden_rows_carry_no_number(ask, name):
    path, query = TABLES[name]

    said, filed = ask(f"{path}.json", **query).json(), table(ask(f"{path}.csv", **query).content)

    assert [as_file(row) for row in said["rows"]] == filed
    assert said["rows"]
    rows = [*said["rows"], *([said["whole"]] if "whole" in said else [])]
    for row in rows:
        if row["status"] in ("withheld", "no_data"):
            assert [row.get(figure) for figure in FIGURES] == [None] * len(FIGURES)
    assert said["minimum"] == 10
    assert said["simulated"] is True
    assert {"scope", "data_version", "boundaries", "source", "period", "n"} <= set(said)


def test_the_files_are_those_of_the_pages_byte_by_byte(ask, world):
    latest, version = reference.rounds()[0], load.data_version()
    days = boundary.change_days()
    view = boundary.boundary_view(OLD_DAY, today=reading_day.current(), changes=days)
    pages = {
        "/api/v1/provinces.csv": load.provinces_file(PUBLIC, latest, version, "vi"),
        f"/api/v1/provinces/{THANH_HOA}/communes.csv": load.communes_file(
            PUBLIC, THANH_HOA, latest, version, "vi"
        ),
        f"/api/v1/provinces.csv?boundaries={OLD_DAY}": boundary.file(
            PUBLIC, NATION, latest, view, boundary.PROVINCE, version, "vi"
        ),
    }

    for path, page in pages.items():
        got = ask(path)
        assert got.content == page.content
        assert got.headers["content-disposition"] == f'attachment; filename="{page.name}"'


MEASURES = (
    *(
        (NATION, Choice(measure))
        for measure in Measure
        if measure not in (Measure.GAP, Measure.REPORTED)
    ),
    *((THANH_HOA, Choice(measure)) for measure in (Measure.REACHED, Measure.AI, Measure.CHANGE)),
    (NATION, Choice(Measure.GAP, detail="4")),
    (THANH_HOA, Choice(mode=Mode.ASSISTED)),
)


@pytest.mark.parametrize(("area", "choice"), MEASURES)
def test_every_measure_of_the_map_is_the_file_of_its_page_and_hidden_rows_carry_no_number(
    ask, world, area, choice
):
    path = "/api/v1/measures" if area == NATION else f"/api/v1/provinces/{area}/measures"
    query = {"measure": choice.measure, "detail": choice.detail, "mode": choice.mode}
    key = (PUBLIC, area, "", reference.rounds()[0], choice, load.data_version(), "vi")

    filed = ask(f"{path}.csv", **query)
    said = ask(f"{path}.json", **query).json()

    assert filed.content == measure_files.file(*key).content
    shown = measure_files.rows_of(*key).table
    rows = said["rows"]
    assert [(row["unit_code"], row["status"]) for row in rows] == list(
        zip(shown["unit_code"], shown["status"], strict=True)
    )
    assert [row["value"] for row in rows] == [None if v != v else v for v in shown["value"]]
    cells = list(csv.DictReader(io.StringIO(filed.content.decode("utf-8-sig"))))
    value = "percent" if choice.is_plain else "value"
    assert [cell[T(f"csv.{value}")] for cell in cells] == [
        "" if row["value"] is None else str(row["value"]) for row in rows
    ]
    for row in rows:
        if row["status"] in ("withheld", "no_data"):
            assert {row[name] for name in ("n", "value", "low", "high")} == {None}
    assert (said["data_version"], said["measure"]) == (load.data_version(), choice.measure)


def test_what_was_reported_is_a_measure_with_its_source_and_no_number_of_ours(ask):
    known = next(iter(indicators()))

    said = ask("/api/v1/measures.json", measure="bao-cao", detail=known).json()

    told = [row for row in said["rows"] if row["value"] is not None]
    assert told
    assert {row["n"] for row in said["rows"]} == {None}
    assert all(row["said"] for row in told)
    assert said["simulated"] is False


def test_an_own_area_reads_as_its_page_and_alike_for_the_public(ask, world):
    cookie, latest = world.cookie(world.leader), reference.rounds()[0]
    scope = Scope(Role.LEADER, frozenset({TRIEU_SON}))

    own = ask(f"/api/v1/areas/{TRIEU_SON}/communes.csv", cookie=cookie)
    page = load.communes_file(scope, TRIEU_SON, latest, load.data_version(), "vi")

    assert own.content == page.content
    assert own.headers["cache-control"] == "private, no-cache"
    assert "Cookie" in own.headers["vary"]
    public = ask(f"/api/v1/provinces/{THANH_HOA}/communes.csv").content
    by_code = {row["unit_code"]: row for row in table(public)}
    assert all(row == by_code[row["unit_code"]] for row in table(own.content))
    listed = ask("/api/v1/areas.json", cookie=cookie).json()["areas"]
    assert [one["area"] for one in listed] == [TRIEU_SON]


def test_every_mode_and_audience_of_an_own_area_has_an_answer(ask, world):
    cookie = world.cookie(world.leader)

    for mode, audience in product(Mode, ("everyone", *Audience)):
        path = f"/api/v1/areas/{TRIEU_SON}/communes.json"
        got = ask(path, cookie=cookie, mode=mode.value, audience=str(audience))
        assert (got.status_code, got.json()["modes"]) == (200, [mode.value])
    day = ask(f"/api/v1/areas/{TRIEU_SON}/communes.json", cookie=cookie, boundaries=OLD_DAY)
    assert day.status_code == 200


@pytest.mark.parametrize("area", [LAO_CAI, THANH_HOA, NATION, "00000", "38\r\nX-Evil: 1"])
@pytest.mark.parametrize("table_name", ["communes", "groups"])
def test_another_area_is_refused_like_one_that_does_not_exist(ask, world, area, table_name):
    cookie = world.cookie(world.leader)
    code = area.replace("\r", "%0D").replace("\n", "%0A")

    got = ask(f"/api/v1/areas/{code}/{table_name}.csv", cookie=cookie)

    assert got.status_code == 404
    assert got.json()["error"]["reason"] == "unknown_area"
    assert "x-evil" not in got.headers


def test_without_a_session_that_holds_no_area_is_read(ask, world):
    ended, viewing = world.cookie(world.leader), world.cookie(world.chief)
    end_session(world.engine, ended, now=clock.now())
    begin_view(world.engine, viewing, account_id=world.leader, **world.when)

    for cookie in (None, "x" * 43, ended, viewing):
        got = ask(f"/api/v1/areas/{TRIEU_SON}/communes.json", cookie=cookie)
        assert (got.status_code, got.headers["cache-control"]) == (401, "no-store")


def test_a_cookie_changes_nothing_on_the_public_paths(ask, world):
    path = f"/api/v1/provinces/{LAO_CAI}/communes.json"

    assert ask(path, cookie=world.cookie(world.official)).content == ask(path).content


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/api/v1/provinces/99/communes.json", {}, 404),
        ("/api/v1/provinces/VN/groups.json", {}, 404),
        (f"/api/v1/provinces/{TRIEU_SON}/communes.json", {}, 404),
        ("/api/v1/provinces/38%0D%0AX-Evil:1/communes.csv", {}, 404),
        ("/api/v1/provinces.xml", {}, 404),
        ("/api/v1/nothing", {}, 404),
        ("/api/v1/provinces.json", {"round": "1999"}, 400),
        ("/api/v1/provinces.json", {"mode": "SELF"}, 400),
        ("/api/v1/provinces.json", {"audience": "<b>"}, 400),
        ("/api/v1/provinces.json", {"boundaries": "2999-01-01"}, 400),
        ("/api/v1/provinces.json", {"boundaries": OLD_DAY, "mode": "proxy"}, 400),
        ("/api/v1/provinces.json", {"lang": "fr"}, 400),
        ("/api/v1/provinces.json", {"mode": ["self", "proxy"]}, 400),
        (f"/api/v1/provinces/{THANH_HOA}/groups.json", {"mode": "proxy"}, 400),
        ("/api/v1/reported.csv", {"round": "x"}, 400),
        ("/api/v1/measures.json", {"measure": "x"}, 400),
        ("/api/v1/measures.csv", {"measure": "lech", "detail": "9"}, 400),
        ("/api/v1/measures.csv", {"detail": "4"}, 400),
        ("/api/v1/provinces/99/measures.csv", {}, 404),
        ("/api/v1/measures.json", {"measure": "nhom-4", "audience": "worker"}, 404),
        (f"/api/v1/provinces/{THANH_HOA}/measures.csv", {"measure": "do-phu"}, 404),
    ],
)
def test_what_is_not_known_is_refused_in_a_sentence(ask, path, query, status):
    got = ask(path, **query)

    assert (got.status_code, got.headers["content-type"]) == (status, "application/json")
    assert got.json()["error"]["sentence"]
    assert "x-evil" not in got.headers
    assert "<" not in got.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_but_reading_is_offered(ask, method):
    got = ask("/api/v1/provinces.json", method=method)

    assert (got.status_code, got.headers["allow"]) == (405, "GET, HEAD")


def test_what_somebody_has_already_is_not_sent_again_until_it_changes(ask):
    first = ask("/api/v1/provinces.json")
    mark = {"if-none-match": first.headers["etag"]}

    again = ask("/api/v1/provinces.json", headers=mark)

    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "public, max-age=60"
    assert ask("/api/v1/provinces.json", headers=mark, lang="en").status_code == 200
    assert ask("/api/v1/provinces.csv", headers=mark).status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back(ask, monkeypatch):
    monkeypatch.setattr(api_limit, "PER_ADDRESS", api_limit.RateLimitItemPerMinute(2))

    answers = [ask("/api/v1/") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert "60" in answers[-1].json()["error"]["sentence"]


def test_what_was_reported_is_the_same_as_on_the_page(ask):
    said = ask("/api/v1/reported.json").json()
    filed = ask("/api/v1/reported.csv").content.decode("utf-8-sig")

    page = reference.reported_figures(THANH_HOA)
    own = [row for row in said["rows"] if row["area_code"] == THANH_HOA]
    assert [row["value"] for row in own] == page["value"].tolist()
    assert len(list(csv.DictReader(io.StringIO(filed)))) == len(said["rows"]) > 0
    assert said["simulated"] is False


def test_the_index_names_every_table_and_the_document(ask):
    index = ask("/api/v1/").json()

    assert "/api/v1/provinces.{form}" in index["tables"]
    assert ask(index["documentation"]).text.startswith("# ")
    assert index["rounds"][0]["round"] == reference.rounds()[0].code
