"""What a person is asked to agree to, purpose by purpose, and which text they read."""

STATISTICS = "statistics"

# The version grows with every change of the sentence `consent.text` in any language.
TEXT_VERSIONS = {STATISTICS: "2026-11-22"}
