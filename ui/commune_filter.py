"""Narrowing a long list of the field to one commune: one rule and one word of the address."""

from domain.access import Scope
from ui import collecting, filters
from ui.language import t

COMMUNE = "xa"
_EVERY = ""


def narrowed(scope: Scope) -> Scope:
    """
    The scope itself, or the one commune of it that was chosen; its code is kept in the URL.

    Who answers for a single commune is asked nothing. A code from elsewhere is no choice.
    """
    names = collecting.communes(scope)
    if len(names) < 2:
        return scope
    choices = {_EVERY: t("commune_filter.every"), **names}
    code = filters.choose(t("commune_filter.label"), COMMUNE, choices)
    return scope if code == _EVERY else Scope(scope.role, frozenset({code}))
