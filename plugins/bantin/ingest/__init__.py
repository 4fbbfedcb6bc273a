"""Files as offices and editors send them → checked values. Nothing after this room reads a cell's text."""
