"""Settings of the site as it is published: pelicanconf.py, at its public address."""

import os

from pelicanconf import *  # noqa: F403 - all of them, as Pelican's own publishconf does

SITEURL = os.environ.get("BANTIN_SITEURL", "https://bantin.example.vn")
