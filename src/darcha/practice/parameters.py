"""What a replay may be told: totals, shares and spreads, from a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML

from darcha.kernel.refusal import Refusal

Share = Annotated[int, Field(ge=0, le=100)]
Weights = Annotated[dict[str, int], Field(min_length=1)]
FaceWeights = Annotated[dict[Annotated[int, Field(ge=1, le=5)], int], Field(min_length=1)]


class ParametersAreWrong(Refusal):
    code = "practice.parameters_are_wrong"
    status = 400


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Growth(_Part):
    """Hundredths of an average day in the first and in the last month; straight in between."""

    first_month: int = Field(gt=0)
    last_month: int = Field(gt=0)


class BackOffice(_Part):
    """How the departments work: shares in hundredths."""

    done_each_day: Share
    on_time: Share
    objected: Share
    refused: Share


class Survey(_Part):
    """Who answers, and how: weights of the five faces, 5 best."""

    answer: Share
    faces: FaceWeights
    clear: FaceWeights


class Parameters(_Part):
    """A replay: `visitors` served between two days, both included, and how they spread.

    `each_service_at`: at how many counters each service of a day can be had, as far as there are officers.
    """

    centre: str
    since: date
    until: date
    visitors: int = Field(ge=0)
    women: int = Field(ge=0)
    each_service_at: int = Field(ge=1)
    weekdays: dict[str, int]
    growth: Growth
    departments: Weights
    ages: Weights
    languages: Weights
    needs: dict[str, Share]
    disability: Share
    applies: Share
    complete_first_time: Share
    no_show: Share
    minutes_spread: Share
    back_office: BackOffice
    survey: Survey

    @model_validator(mode="after")
    def _women_are_visitors(self) -> Parameters:
        if self.women > self.visitors:
            raise ValueError("women: cannot be more than visitors")
        if self.since > self.until:
            raise ValueError("since: must not be after until")
        return self


def read_parameters(path: Path) -> Parameters:
    """Return the parameters in the file at `path`.

    :raises ParametersAreWrong: the file is not what a replay needs; `faults` says field by field.
    """
    told = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    try:
        return Parameters.model_validate(told)
    except ValidationError as wrong:
        faults = "; ".join(
            f"{'.'.join(str(part) for part in error['loc']) or 'file'}: {error['msg']}" for error in wrong.errors()
        )
        raise ParametersAreWrong(file=path.name, faults=faults) from wrong
