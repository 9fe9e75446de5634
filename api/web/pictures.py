"""A chart as PNG, for where SVG cannot be put: the same marks in the same places.

Drawn by Pillow, an extra, which is loaded when the first one is asked for: it takes no browser, no
fonts of the system and no plotting library, and has a font of its own.
"""

import io
from functools import cache
from importlib.util import find_spec
from typing import Any

from ..errors import NotInstalled
from .charts import BOTTOM, COLOURS, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, Mark

_SCALE = 2  # pixels of the picture for each of the chart's
_HEAD, _FOOT = 34, 30  # above the chart, for its title, and below it, for the publishers
_LONGEST_NAME = 24  # characters of a publisher's name
_PAPER, _GRID, _LABEL, _INK = "#ffffff", "#d5d3cd", "#57534e", "#1c1917"
_LEVEL = 6  # of zlib; Pillow's optimize takes three times as long for half a percent less
_DASHES = 12  # of the ring that means "about"


@cache
def can_draw() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def png(title: str, chart: Chart | None) -> bytes:
    """The picture of a chart, under its title; raises NotInstalled."""
    try:
        from PIL import Image, ImageDraw  # noqa: PLC0415 (a start should not wait for it)
    except ModuleNotFoundError as error:
        needed = (
            "Charts as PNG need Pillow, which is not installed here: pip install 'onrecord[png]'."
        )
        raise NotInstalled(needed) from error

    image = Image.new("RGB", (WIDTH * _SCALE, (HEIGHT + _HEAD + _FOOT) * _SCALE), _PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    pen.write(16, 18 - _HEAD, title[:90], "lm", _INK, 15)
    if chart is None:
        pen.write(WIDTH / 2, HEIGHT / 2, "Nothing to draw", "mm", _LABEL)
    else:
        _axes(pen, chart)
        for mark in chart.marks:
            _mark(pen, mark)
        _key(pen, chart)
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=_LEVEL)
    return written.getvalue()


class _Pen:
    """Draws in the chart's own measures."""

    def __init__(self, draw: Any) -> None:
        self._draw = draw

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 1.0) -> None:
        self._draw.line([_at(*point) for point in points], colour, round(width * _SCALE))

    def fill(self, points: list[tuple[float, float]], colour: str) -> None:
        self._draw.polygon([_at(*point) for point in points], colour)

    def circle(self, x: float, y: float, radius: float, colour: str) -> None:
        box = [*_at(x - radius, y - radius), *_at(x + radius, y + radius)]
        self._draw.ellipse(box, colour)

    def ring(self, x: float, y: float, radius: float, colour: str) -> None:
        box = [*_at(x - radius, y - radius), *_at(x + radius, y + radius)]
        for dash in range(_DASHES):
            begin = dash * 360 / _DASHES
            self._draw.arc(box, begin, begin + 220 / _DASHES, colour, _SCALE)

    def write(
        self, x: float, y: float, text: str, anchor: str, colour: str, size: float = 12
    ) -> float:
        """Write a text, and give where it ends if it begins at x."""
        from PIL import ImageFont  # noqa: PLC0415 (as above)

        font = ImageFont.load_default(size * _SCALE)
        self._draw.text(_at(x, y), text, colour, font=font, anchor=anchor)
        return x + float(font.getlength(text)) / _SCALE


def _at(x: float, y: float) -> tuple[float, float]:
    return x * _SCALE, (y + _HEAD) * _SCALE


def _axes(pen: _Pen, chart: Chart) -> None:
    pen.write(WIDTH - RIGHT, 18 - _HEAD, chart.unit, "rm", _LABEL)
    for tick in chart.up:
        pen.line([(LEFT, tick.at), (WIDTH - RIGHT, tick.at)], _GRID)
        pen.write(LEFT - 8, tick.at, tick.label, "rm", _LABEL)
    foot = HEIGHT - BOTTOM
    for tick in chart.across:
        pen.line([(tick.at, foot), (tick.at, foot + 5)], _LABEL)
        pen.write(tick.at, foot + TOP, tick.label, "mm", _LABEL)


def _key(pen: _Pen, chart: Chart) -> None:
    """The publishers in their colours, as many as have room."""
    x, y = float(LEFT), HEIGHT + _FOOT / 2 - 6
    for number, name in enumerate(chart.publishers[: len(COLOURS)]):
        is_last = number == len(COLOURS) - 1 and len(chart.publishers) > len(COLOURS)
        shown = "others" if is_last else name[:_LONGEST_NAME]
        if x + 8 * len(shown) > WIDTH - RIGHT:
            return
        pen.circle(x, y, 4, COLOURS[number])
        x = pen.write(x + 9, y, shown, "lm", _LABEL, 11) + 22


def _mark(pen: _Pen, mark: Mark) -> None:
    colour, x, y = COLOURS[mark.colour], mark.x, mark.y
    if mark.low != mark.high:
        pen.line([(x, mark.low), (x, mark.high)], colour, 2)
    if mark.modifier == ">":
        pen.line([(x - 4, mark.high + 6), (x, mark.high), (x + 4, mark.high + 6)], colour, 2)
    elif mark.modifier == "<":
        pen.line([(x - 4, mark.low - 6), (x, mark.low), (x + 4, mark.low - 6)], colour, 2)
    elif mark.low != mark.high:
        for end in (mark.low, mark.high):
            pen.line([(x - 5, end), (x + 5, end)], colour, 2)
    if mark.modifier == "~":
        pen.ring(x, y, 9, colour)
    if mark.shape == "square":
        pen.fill([(x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5)], colour)
    elif mark.shape == "triangle":
        pen.fill([(x - 6, y + 5), (x + 6, y + 5), (x, y - 6)], colour)
    elif mark.shape == "diamond":
        pen.fill([(x, y - 7), (x + 6, y), (x, y + 7), (x - 6, y)], colour)
    else:
        pen.circle(x, y, 5, colour)
