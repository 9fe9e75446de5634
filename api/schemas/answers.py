"""What answers have in common."""

from collections.abc import Collection
from typing import Any, ClassVar

from marshmallow import Schema, fields


class Answer(Schema):
    """What is answered: every member is there, if only as null, but for those named here.

    The API's document says so by `required`: clients need not ask whether a member is there, and
    tell by it which of several objects they have.
    """

    optional: ClassVar[Collection[str]] = ()

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Document a member as one that is always there."""
        field_obj.required = field_name not in self.optional
