"""Published in, file out."""
