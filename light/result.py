"""What a person takes home: one sentence, the staircase, three next steps; also on paper."""

from markupsafe import Markup
from starlette.responses import Response

from charts.staircase import staircase_svg
from domain.headline import headline_key
from domain.next_steps import next_steps
from domain.people import is_child
from domain.recording import headline_id
from domain.scoring import GroupLevel, Score
from light import check, closed, kept
from light.draft import Opened, opened
from light.visit import Visit


def result(visit: Visit) -> Response:
    """The result of a sent assessment; one that is not sent goes on where it stopped."""
    it = opened(visit)
    score = it.draft.score
    if score is None:
        return visit.go(it.at(it.open_step.id))
    paper = visit.query.get(kept.PAPER)
    steps = next_steps(score, it.draft.device)
    return visit.page(
        "slip" if paper in kept.PAPERS else "result",
        title=_headline(it, score),
        title_id=headline_id(headline_key(score), it.wording, score.groups_reached),
        it=it,
        paper=paper,
        staircase=_staircase(it, score),
        ai_level="" if score.ai_level is None else _level(it, score.ai_level),
        next_steps=[_next_step(it, name) for name in steps],
        may_teach="teach" in steps and not is_child(it.draft.age_band),
        resources=kept.resources(it, steps),
        nearby=kept.nearby(it),
        before=kept.before(it, score),
        back_to=kept.back_to(it) if paper in kept.PAPERS else "",
        check=check.offer(it),
    )


def picture(visit: Visit) -> Response:
    """The result as a drawing to keep."""
    it = opened(visit)
    score = it.draft.score
    if score is None:
        return visit.go(it.at(it.open_step.id))
    return kept.picture(it, _drawn_rows(it, score), _headline(it, score))


def next_person(visit: Visit) -> Response:
    """Pass the phone on: nothing of this person can be paged back to."""
    it = opened(visit)
    if visit.request.method != "POST":
        return visit.go(it.at())
    return closed.close(visit, it.draft.code, it.draft.commune_code)


def _next_step(it: Opened, name: str) -> tuple[str, str]:
    """Under which name it may be recorded, and its words."""
    return f"next_step.{name}-{it.wording}", it.visit.t(f"next_step.{name}", person=it.person)


def _headline(it: Opened, score: Score) -> str:
    who, groups = it.person.capitalize(), score.groups_reached
    return it.visit.t(headline_key(score), person=who, groups=groups)


def _staircase(it: Opened, score: Score) -> Markup:
    """The drawing; the library escapes the words in it."""
    rows = _drawn_rows(it, score)
    in_words = "; ".join(f"{name}: {words}" for name, _, words in rows)
    title = f"{it.visit.t('result.staircase')}. {in_words}."
    return Markup(staircase_svg(rows, title=title))


def _drawn_rows(it: Opened, score: Score) -> list[tuple[str, int | None, str]]:
    return [
        (
            it.visit.t(f"group.{group}"),
            None if level is GroupLevel.UNDETERMINED else int(level),
            _level(it, level),
        )
        for group, level in enumerate(score.levels)
    ]


def _level(it: Opened, level: GroupLevel) -> str:
    return it.visit.t(f"level.{level.name.lower()}")
