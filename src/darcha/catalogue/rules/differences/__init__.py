"""What two versions of a service differ in, and what each difference means for an application that is open; pure."""

from darcha.catalogue.rules.differences.comparing import COMPARED, differences
from darcha.catalogue.rules.differences.kinds import (
    USUAL_POLICY,
    Body,
    Change,
    ChangeKind,
    ChannelName,
    ConditionText,
    FeeTable,
    Onwards,
    Policy,
    SilenceMeaning,
    Value,
    Words,
    onwards,
    outcome,
)

__all__ = [
    "COMPARED",
    "USUAL_POLICY",
    "Body",
    "Change",
    "ChangeKind",
    "ChannelName",
    "ConditionText",
    "FeeTable",
    "Onwards",
    "Policy",
    "SilenceMeaning",
    "Value",
    "Words",
    "differences",
    "onwards",
    "outcome",
]
