"""Many citizens: frames in, frames out, and the one gate through which figures leave."""

import pandas as pd

# Tables here have some hundred rows: kept as Arrow their texts cost a cold page a third more.
pd.set_option("mode.string_storage", "python")
