"""How a level comes about, in words a citizen can follow."""

from ui import method_page

method_page.draw()
