"""What the office's pages show, gathered from the rooms into dataclasses ready for the templates."""
