"""What is stored about a person, in words and as a file; taking consent back, or everything."""

from starlette.responses import Response

from db.commands import assessments, rights
from db.rights import MyData
from db.rights import my_data as stored_data
from domain.consent import OPTIONAL
from domain.people import is_child
from light import address, closed, correct
from light.draft import Opened, opened
from light.visit import Visit

SURE, PURPOSE = "chac-chan", "muc-dich"


def my_data(visit: Visit) -> Response:
    """Everything stored under the code of this address; a POST takes one consent back."""
    it = opened(visit)
    if visit.request.method == "POST":
        purpose = visit.form.get(PURPOSE, "")
        if purpose in OPTIONAL:
            rights.withdraw_consent(
                visit.shared.engine(), code=it.draft.code, purpose=purpose, now=visit.now
            )
        return visit.go(it.at(address.MY_DATA))
    data, words = _stored(it), visit.shared.my_data
    language = visit.look.language
    return visit.page(
        "my_data",
        title=visit.t("my_data.title"),
        it=it,
        facts=words.facts(data, visit.t, language),
        until=words.code_until(data, visit.t, language),
        answers=words.answers(data, visit.t, language),
        consents=[
            (one.purpose, words.consent_line(one, visit.t, language)) for one in data.consents
        ],
        held=[purpose for purpose in OPTIONAL if purpose in data.held],
        corrected=correct.DONE in visit.query,
        is_child=is_child(it.draft.age_band),
    )


def download(visit: Visit) -> Response:
    """The same as a file, every row as it is stored."""
    data = _stored(opened(visit))
    name = visit.t("my_data.file_name")
    return visit.file(visit.shared.my_data.as_json(data, visit.t), f"{name}.json")


def _stored(it: Opened) -> MyData:
    return stored_data(it.visit.shared.engine(), it.draft.code, it.visit.now)


def withdraw(visit: Visit) -> Response:
    """Ask once more, then delete; the page after it knows nothing of the person."""
    it = opened(visit)
    if visit.request.method != "POST" or visit.form.get(SURE) != "1":
        return visit.page("withdraw", title=visit.t("my_data.delete"), it=it)
    assessments.withdraw(
        visit.shared.engine(), code=it.draft.code, now=visit.now, today=visit.today
    )
    response = visit.go(address.with_query(address.HOME, {address.WITHDRAWN: "1"}))
    return closed.forgotten(response)
