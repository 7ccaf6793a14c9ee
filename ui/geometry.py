"""Outlines and islands for maps, read and checked once a process."""

import csv
from pathlib import Path

import streamlit as st

from charts.boundaries import (
    PROVINCES,
    find_provinces,
    outlined,
    read_communes,
    read_provinces,
)
from charts.islands import Island
from db.settings import PROJECT, settings

_STATIC = PROJECT / "static"
_ISLANDS = PROJECT / "seed" / "data" / "islands.csv"


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=4)
def provinces_url(codes: frozenset[str]) -> str:
    """
    Where the browser fetches the outlines of exactly these provinces.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt.
    """
    path = find_provinces(_STATIC)
    read_provinces(path, codes)
    return f"/app/static/{path.name}"


@st.cache_resource(show_spinner=False, ttl=3600)
def outlines_url() -> str:
    """
    Where the browser fetches the outlines of provinces, whichever these are.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt: there is no file, or it is none of outlines.
    """
    path = find_provinces(_STATIC)
    read_provinces(path, outlined(path, PROVINCES))
    return f"/app/static/{path.name}"


@st.cache_resource(show_spinner=False, ttl=3600)
def province_outlines() -> frozenset[str]:
    """
    The provinces whose outlines are at hand.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt.
    """
    return outlined(find_provinces(_STATIC), PROVINCES)


@st.cache_resource(show_spinner=False, ttl=3600, max_entries=16)
def communes(province_code: str, codes: frozenset[str]) -> dict[str, object]:
    """
    The boundaries of exactly these communes, from the folder the operator installed.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt.
    """
    return read_communes(settings().boundaries_dir, province_code, codes)


def has_communes(province_code: str) -> bool:
    """Whether an operator installed boundaries of the communes of a province."""
    folder = settings().boundaries_dir
    return folder is not None and (folder / "communes" / f"{province_code}.topo.json").is_file()


@st.cache_resource(show_spinner=False)
def islands() -> tuple[Island, ...]:
    """Hoàng Sa and Trường Sa, on every map of the nation and of their provinces."""
    with Path(_ISLANDS).open(encoding="utf-8", newline="") as file:
        return tuple(
            Island(
                row["name"],
                row["province_code"],
                float(row["lon"]),
                float(row["lat"]),
                row["label"],
            )
            for row in csv.DictReader(file)
        )
