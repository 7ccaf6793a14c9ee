import pytest

from web.shell import STREAMLIT_STATIC, ShellChanged, vietnamese_shell

INDEX = (STREAMLIT_STATIC / "index.html").read_text(encoding="utf-8")


def test_nothing_english_and_no_inline_script_is_left_in_the_shell():
    shell = vietnamese_shell(INDEX)

    assert '<html lang="vi">' in shell
    assert "JavaScript to run" not in shell
    assert "agent" not in shell
    assert "<script>" not in shell


def test_the_scripts_and_styles_of_the_shell_are_unchanged():
    wanted = [line for line in INDEX.splitlines() if "./static/" in line and "media" not in line]

    assert len(wanted) > 10
    assert all(line in vietnamese_shell(INDEX) for line in wanted)


def test_a_shell_these_changes_were_not_written_for_stops_the_start():
    with pytest.raises(ShellChanged):
        vietnamese_shell(INDEX.replace('lang="en"', 'lang="fr"'))
