"""What monitoring does: closes days, hands out event logs."""

from darcha.monitoring.actions.closing import Closed, close_day
from darcha.monitoring.actions.exporting import Exported, export_events

__all__ = ["Closed", "Exported", "close_day", "export_events"]
