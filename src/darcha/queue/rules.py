"""Who is next and how long it takes, as pure functions over dataclasses.

The live hall, practice and the simulator ask the very same functions: what is simulated is what runs.
"""

from __future__ import annotations

AGE_BANDS = ("0-17", "18-29", "30-44", "45-59", "60+")
"""Age bands a visit is counted by; half a person is never asked for a birthday at the counter."""
