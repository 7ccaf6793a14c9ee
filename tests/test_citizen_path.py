"""The citizen's path stays light: no statistics library is loaded for a form."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "altair", "pyarrow", "numpy.linalg", "streamlit_authenticator", "openpyxl")
_VISIT = """
import runpy, sys
from db.migrate import migrate
from seed.reference import seed_reference
before = set(sys.modules)
from ui.database import engine
migrate(engine())
seed_reference(engine())
loaded_by_seed = set(sys.modules)
runpy.run_path("pages/citizen/self_assessment.py")
runpy.run_path("pages/citizen/my_data.py")
runpy.run_path("pages/public/home.py")
import ui.form_result, ui.auth, ui.frame, web.light_path
print(" ".join(sorted(name for name in sys.argv[1:] if name in sys.modules)))
"""


def test_no_heavy_library_is_loaded_by_a_citizens_visit(tmp_path):
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'light.db'}"}

    done = subprocess.run(
        [sys.executable, "-c", _VISIT, *HEAVY],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
