"""The programs that back what we claim about speed still run; how fast is for them to say."""

from bench.__main__ import main, programs


def test_a_wrong_name_is_refused_and_the_programs_are_listed(capsys):
    assert main(["nonsense"]) == 2

    printed = capsys.readouterr().out
    assert all(name in printed for name in programs())


def test_a_visit_is_measured_from_connecting_to_the_result(capsys):
    assert main(["visit", "--visitors", "1", "--rounds", "1"]) == 0

    assert "whole visit of 12 answers" in capsys.readouterr().out


def test_figures_and_writes_are_measured_and_set_beside_raw_rows(capsys, tmp_path):
    small = ["--people", "40", "--kinds", "sqlite", "--folder", str(tmp_path)]

    assert main(["scale", *small]) == 0

    printed = capsys.readouterr().out
    for what in ("national map", "ranking, raw rows", "an answer, rollups", "a withdrawal, none"):
        assert what in printed


def test_what_citizens_were_told_is_stored_exactly_though_the_server_is_killed(capsys):
    small = ["--citizens", "10", "--by-streamlit", "1", "--kills", "1"]

    assert main(["chaos", *small]) == 0

    printed = capsys.readouterr().out
    assert "answers acknowledged 120, stored 120, different 0" in printed
    assert "told they have sent 10, counted 10, differences of figures 0: exact" in printed
