"""Text dumps: tables rebuilt from the shapes of lines; what the dump lost is not guessed."""
