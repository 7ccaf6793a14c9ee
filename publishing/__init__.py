"""Releases: `stats` decides what may be seen, `db` keeps it; run by the server and by hand."""
