"""How much of a processor's time the reading of one text may take."""

import math
import time


class TooSlow(ValueError):
    """Reading a text takes more time than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"To read it takes more than {seconds:g} seconds of a processor: send it in parts."
        )


class Budget:
    """Processor time of this thread: what waits, or is kept waiting by others, spends none."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._seconds = seconds
        self._end = time.thread_time() + seconds

    def check(self) -> None:
        """Raise TooSlow where all is spent; called by each step whose work grows with the text."""
        if time.thread_time() > self._end:
            raise TooSlow(self._seconds)
