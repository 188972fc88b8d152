"""What happens about notices: somebody asks to be told or no more, the journal is followed, a message was taken or not."""

from darcha.notices.actions.answering import notice_failed, notice_sent
from darcha.notices.actions.asking import ask, stop
from darcha.notices.actions.following import DELIVER, DELIVER_CALMLY, follow

__all__ = ["DELIVER", "DELIVER_CALMLY", "ask", "follow", "notice_failed", "notice_sent", "stop"]
