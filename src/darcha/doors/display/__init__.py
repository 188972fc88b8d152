"""The hall screen and the voice: who is called, to which window."""
