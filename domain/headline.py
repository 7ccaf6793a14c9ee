"""Which one sentence a person is told about their result."""

from domain.scoring import Outcome, Score


def headline_key(score: Score) -> str:
    """The text key of the sentence; it takes `person` and `groups`, and compares with nobody."""
    if score.outcome in (Outcome.BASIC, Outcome.FIRM):
        return f"result.headline_{score.outcome.name.lower()}"
    if score.outcome is Outcome.UNDETERMINED:
        return "result.headline_undetermined"
    return "result.headline_some" if score.groups_reached else "result.headline_none"
