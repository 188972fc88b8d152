"""What monitoring does: closes days, hands out event logs, asks about looks at files."""

from darcha.monitoring.actions.closing import Closed, close_day
from darcha.monitoring.actions.exporting import Exported, export_events
from darcha.monitoring.actions.looks import Watched, settle_look, watch_looks

__all__ = ["Closed", "Exported", "Watched", "close_day", "export_events", "settle_look", "watch_looks"]
