"""What a person is asked to agree to, purpose by purpose, and which text they read."""

from enum import StrEnum

STATISTICS = "statistics"  # needed: without it nothing is stored
REPEAT = "repeat"  # compare with this person's later assessment, found by the code alone
SENSITIVE = "sensitive"  # ethnicity and disability: Nghị định 356/2025/NĐ-CP, Điều 4

# For who is under 16: Luật 91/2025/QH15, Điều 24. Which of them are needed: `domain.minors`.
GUARDIAN = "guardian"  # the legal representative, who is there
SCHOOL = "school"  # the teacher, that the school holds the representative's consent in writing
CHILD = "child"  # the child itself, from 7
OF_MINORS = (GUARDIAN, SCHOOL, CHILD)

PURPOSES = (STATISTICS, REPEAT, SENSITIVE)
OPTIONAL = (REPEAT, SENSITIVE)

# Grows with every change of a sentence of the consent in any language. The whole text of every
# version since 2026-11-22.2 lies in `text/consents`, so that what was agreed to can be shown.
TEXT_VERSION = "2026-11-22.2"
TEXT_VERSIONS = dict.fromkeys(PURPOSES, TEXT_VERSION)
KIT_TEXT_VERSION = "2026-11-22.kit"  # likewise, of what an offline kit shows
MINOR_TEXT_VERSION = "2026-11-22.minor"  # likewise, of the sentences read for who is under 16
MINOR_TEXT_VERSIONS = dict.fromkeys(OF_MINORS, MINOR_TEXT_VERSION)


class Ethnicity(StrEnum):
    """As coarse as the question it answers needs: whether the movement reaches minorities."""

    KINH = "kinh"
    MINORITY = "minority"
    UNSAID = "unsaid"


class Disability(StrEnum):
    """Whether seeing, hearing, moving, remembering or speaking is hard; never which."""

    NONE = "none"
    SOME = "some"
    UNSAID = "unsaid"
