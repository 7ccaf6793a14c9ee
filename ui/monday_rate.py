"""The published rate of a leader's area, now and before, as a week speaks of it."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from db.weekly_reports import Report
from domain.access import Scope
from domain.people import Mode
from stats.change import Verdict, verdict_between
from stats.monday import Rate, moved, rate_of
from text import formats
from ui import language, load
from ui.language import t
from ui.reference import Area, Round


def own(scope: Scope, area: Area, campaign: Round | None) -> Rate | None:
    """The rate of the area as it is published; None unless it is shown as it is."""
    if campaign is None:
        return None
    key = (scope, area.code, campaign, Mode.SELF, load.data_version(), language.current())
    return rate_of(load.communes(*key).only([area.code]).table.iloc[0])


def for_report(scope: Scope, area: Area, campaign: Round | None) -> Mapping[str, float] | None:
    """
    The rate a report upward may hold: of one commune, as on the public page of its province.

    The rate of several communes together is read by who answers for them all: whoever is above
    could subtract the public ones from it.
    """
    if area.communes > 1:
        return None
    rate = own(scope, area, campaign)
    return None if rate is None else asdict(rate)


def stored(report: Report | None) -> Rate | None:
    """The rate a report holds."""
    if report is None or report.rate is None:
        return None
    known = report.rate
    return Rate(known["percent"], known["low"], known["high"], int(known["n"]))


def said(scope: Scope, area: Area, campaign: Round | None, before: Report | None) -> str:
    """The rate of today and whether it moved, for whoever answers for the area."""
    now = own(scope, area, campaign)
    if campaign is None or now is None:
        return t("monday.rate_unknown")
    sentence = t("monday.rate", **words(now, language.current()))
    if area.communes == 1:
        return f"{sentence} {t(f'monday_moved.{moved(stored(before), now)}')}"
    return f"{sentence} {t(f'monday_months.{_over_a_month(scope, area, campaign)}')}"


def words(rate: Rate, language_code: str) -> dict[str, str]:
    """A rate with its interval and its people, as text."""
    percents = {
        name: formats.percent(getattr(rate, name), rate.n, language_code)
        for name in ("percent", "low", "high")
    }
    return {**percents, "n": formats.count(rate.n, language_code)}


def _over_a_month(scope: Scope, area: Area, campaign: Round) -> Verdict:
    """The two newest months of an area of several communes; its weeks are in no report."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    table = load.months(*key).table
    own_ = table[table["mode"] == Mode.SELF.value]
    return Verdict.UNKNOWN if len(own_) < 2 else _between(own_.iloc[-2], own_.iloc[-1])


def _between(before: pd.Series, now: pd.Series) -> Verdict:
    return verdict_between(before, now)
