"""The built site, re-read as a reader gets it: every number proved by a path of its own, and every word compared."""
