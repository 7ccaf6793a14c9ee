"""Three things to do: each a rule over what stands open in an area, the most urgent first."""

from dataclasses import dataclass
from enum import StrEnum

MOST_SHOWN = 3


class Todo(StrEnum):
    """What a leader may have to do, the most urgent first."""

    SEND_REPORT = "send_report"
    PAIR_WAITING = "pair_waiting"
    REPORT_FIGURES = "report_figures"
    LOOK_AT_ODD = "look_at_odd"
    PUSH_TEAMS = "push_teams"
    VISIT_HAMLETS = "visit_hamlets"
    WAKE_POINTS = "wake_points"


@dataclass(frozen=True)
class FieldState:
    """What stands open in an area today: counts of things, and of people who wait."""

    report_missing: bool = False
    waiting: int = 0
    empty_circles: int = 0
    reports_due: int = 0
    odd_open: int = 0
    teams_behind: int = 0
    stale_hamlets: int = 0
    quiet_points: int = 0


@dataclass(frozen=True)
class Task:
    """Something to do, and the numbers of its reason."""

    todo: Todo
    number: int = 0
    beside: int = 0


def three_things(state: FieldState) -> tuple[Task, ...]:
    """The most urgent of what stands open, three at most."""
    found = (rule(state) for rule in _RULES)
    return tuple(task for task in found if task is not None)[:MOST_SHOWN]


def send_report(state: FieldState) -> Task | None:
    """The report of last week is not signed."""
    return Task(Todo.SEND_REPORT) if state.report_missing else None


def pair_waiting(state: FieldState) -> Task | None:
    """People wait while ambassadors have empty circles."""
    if not state.waiting or not state.empty_circles:
        return None
    return Task(Todo.PAIR_WAITING, state.waiting, state.empty_circles)


def report_figures(state: FieldState) -> Task | None:
    """Figures of the unit are due within days, or overdue."""
    return _if_any(Todo.REPORT_FIGURES, state.reports_due)


def look_at_odd(state: FieldState) -> Task | None:
    """Records nobody has looked at."""
    return _if_any(Todo.LOOK_AT_ODD, state.odd_open)


def push_teams(state: FieldState) -> Task | None:
    """Teams that will not do what they owe at this pace."""
    return _if_any(Todo.PUSH_TEAMS, state.teams_behind)


def visit_hamlets(state: FieldState) -> Task | None:
    """Hamlets nobody answered in for 30 days."""
    return _if_any(Todo.VISIT_HAMLETS, state.stale_hamlets)


def wake_points(state: FieldState) -> Task | None:
    """Open points nobody finished at for 14 days."""
    return _if_any(Todo.WAKE_POINTS, state.quiet_points)


def _if_any(todo: Todo, number: int) -> Task | None:
    return Task(todo, number) if number else None


_RULES = (
    send_report, pair_waiting, report_figures, look_at_odd, push_teams, visit_hamlets, wake_points,
)  # fmt: skip
