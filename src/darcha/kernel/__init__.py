"""Pure words everyone uses: who acts, what is refused, names in four languages, both scripts, working time."""
