import pytest

from web.closed_paths import is_closed


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/upload_file/session/file",
        "//_stcore//upload_file/session/file",
    ],
)
def test_uploads_and_metrics_do_not_exist_however_they_are_written(path):
    assert is_closed(path)


@pytest.mark.parametrize("path", ["/", "/_stcore/stream", "/_stcore/health", "/_stcore/metricsx"])
def test_what_pages_need_is_open(path):
    assert not is_closed(path)
