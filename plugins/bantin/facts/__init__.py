"""A release and the releases before it → what may be said of it: levels, changes, rankings, absences."""
