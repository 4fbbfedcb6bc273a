"""What readers were given, held against what they would be given now: corrections, and what has changed."""
