"""What the catalogue refuses."""

from __future__ import annotations

from typing import ClassVar

from darcha.kernel.refusal import Refusal


class UnknownService(Refusal):
    code = "catalogue.unknown_service"
    status: ClassVar[int] = 404


class UnknownDepartment(Refusal):
    code = "catalogue.unknown_department"
    status: ClassVar[int] = 404


class UnknownLifeEvent(Refusal):
    code = "catalogue.unknown_life_event"
    status: ClassVar[int] = 404


class NoDraft(Refusal):
    """Nobody writes on a next version of this service."""

    code = "catalogue.no_draft"
    status: ClassVar[int] = 404


class DraftOutdated(Refusal):
    """The service has another version since the draft was begun; published, the draft would undo it."""

    code = "catalogue.draft_outdated"


class DraftChanged(Refusal):
    """Somebody else has written on the draft since this page was opened."""

    code = "catalogue.draft_changed"


class DraftIncomplete(Refusal):
    """Something is missing; the page says what."""

    code = "catalogue.draft_incomplete"
    status: ClassVar[int] = 422


class NothingChanged(Refusal):
    """The draft says what the service says already."""

    code = "catalogue.nothing_changed"


class AnotherMustPublish(Refusal):
    """Who wrote it may not publish it alone while the house has somebody else who may."""

    code = "catalogue.another_must_publish"
    status: ClassVar[int] = 403


class ValidityPast(Refusal):
    """A version may not be in force from a day that is over, nor before the one it replaces."""

    code = "catalogue.validity_past"
    status: ClassVar[int] = 422


class PolicyUnknown(Refusal):
    """Nobody knows what such an answer would do to open applications."""

    code = "catalogue.policy_unknown"
    status: ClassVar[int] = 422


class ReasonForChangeMissing(Refusal):
    """A version is published with its reason."""

    code = "catalogue.reason_for_change_missing"
    status: ClassVar[int] = 422


class RequestKeyUsed(Refusal):
    """The key belongs to another request."""

    code = "catalogue.request_key_used"
