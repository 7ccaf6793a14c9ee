"""The same self-assessment as plain HTML: no script needed, a few kilobytes a page."""
