"""What options say of articles, checked as the API checks it."""

from collections.abc import Mapping
from typing import Any

import click
from marshmallow import ValidationError

from ..schemas.articles import ArticleMetadata
from ..schemas.problems import faults_of

_OPTIONS = {"tags": "--tag"}


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are stored; raises BadParameter."""
    try:
        return dict(ArticleMetadata().load(given))
    except ValidationError as error:
        fault, *_ = faults_of(error.messages_dict, "json")
        field = fault["pointer"].split("/")[1]
        hint = _OPTIONS.get(field, f"--{field}")
        raise click.BadParameter(fault["detail"], param_hint=hint) from error
