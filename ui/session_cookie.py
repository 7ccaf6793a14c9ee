"""The cookie of a signed-in browser, and whether this server has the routes that set it."""

import threading

NAME = "binhdanso_phien"
OPEN_PATH = "/phien/mo"
CLOSE_PATH = "/phien/dong"

routes_are_served = threading.Event()  # set by serve.py; `streamlit run app.py` has no such routes
