"""Who speaks: the kind of each quote's speaker."""

import pytest

from api.extraction import extract


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“We open in May,” said Ines Calder.", "person"),
        ("Ines Calder opened the bridge. “It is safe,” she said.", "person"),
        ("The minister said the road was closed.", "person"),
        ("The Marlow Institute said the ice was thin.", "organisation"),
        ("Police said the road was closed.", "organisation"),
        ("Residents said the road was closed.", "group"),
        ("Both mayors said they would meet again.", "group"),
        ("The report said the wall was built too low.", "document"),
        ("Officials said the road would open on Friday.", "unnamed"),
        ("“It is late,” a spokesman said.", "unnamed"),
        ("I asked the mayor. “Is the bridge safe?” I said.", "author"),
        ("“The ice is thin. Stay on the shore.”", None),
    ],
)
def test_a_speaker_has_a_kind(text: str, kind: str | None) -> None:
    assert {quote.speaker_kind for quote in extract(text).quotes} == {kind}
