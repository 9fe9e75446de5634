"""JSON is put together from parts without being read."""

import json

from hypothesis import given
from hypothesis import strategies as st

from api.store.documents import dumped, list_of, with_members

values = st.none() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]))
objects = st.dictionaries(st.sampled_from(["a", "b", "c"]), values)
members = st.dictionaries(st.sampled_from(["x", "y", "z"]), values)


@given(objects, members)
def test_members_are_added(document: dict, added: dict) -> None:
    written = {name: dumped(value) for name, value in added.items()}
    assert json.loads(with_members(dumped(document), **written)) == document | added


def test_a_list() -> None:
    assert json.loads(list_of(b"1,2", "/v1/x?cursor=é")) == {
        "items": [1, 2],
        "next": "/v1/x?cursor=é",
    }
