"""Bản tin: a Pelican plugin that makes dated Vietnamese bulletins of data files, every figure traced to its cell."""


def register() -> None:
    """Connect the plugin to Pelican, which calls this by name."""
    from bantin.publish.plugin import connect  # noqa: PLC0415 - the rooms are usable without Pelican

    connect()
