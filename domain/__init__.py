"""One citizen, one rule: what a ministry may quote, readable and testable without a database."""
