"""How much work the engine does: counted, since times on shared machines tell little."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(function: Callable[[Any], object], argument: Any) -> int:
    """Count the lines that run in a call, the second of its kind."""
    function(argument)
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        function(argument)
    finally:
        sys.settrace(None)
    return count
