"""The networks' convolutions give what their definition does."""

import numpy as np
import pytest

from api.extraction.network.layers import Floats, convolve, layers_of, normalize

WIDTH = 4


@pytest.mark.parametrize("length", [1, 2, 7, 16, 33])
@pytest.mark.parametrize("dilations", [[1], [4, 1], [1, 2, 4, 8]])
def test_a_row_sees_those_a_dilation_away(length: int, dilations: list[int]) -> None:
    chance = np.random.Generator(np.random.PCG64(7))
    stored: dict[str, Floats] = {}
    for number in range(len(dilations)):
        for name, shape in {
            f"layer{number}": (2 * WIDTH, 3 * WIDTH),
            f"layer{number}.scale": (2 * WIDTH,),
            f"layer{number}.bias": (2 * WIDTH,),
            f"norm{number}.weight": (WIDTH,),
            f"norm{number}.bias": (WIDTH,),
        }.items():
            stored[name] = chance.standard_normal(shape).astype(np.float32)
    rows = chance.standard_normal((length, WIDTH)).astype(np.float32)
    wanted = rows.copy()
    for number, dilation in enumerate(dilations):
        around = np.pad(wanted, ((dilation, dilation), (0, 0)))
        seen = np.hstack([around[: -2 * dilation], wanted, around[2 * dilation :]])
        table = stored[f"layer{number}"] * stored[f"layer{number}.scale"][:, None]
        values, gates = np.hsplit(seen @ table.T + stored[f"layer{number}.bias"], 2)
        wanted += values / (1 + np.exp(-gates))
        normalize(wanted, stored[f"norm{number}.weight"], stored[f"norm{number}.bias"])
    convolve(rows, layers_of(stored, dilations))
    assert rows == pytest.approx(wanted, abs=1e-4)
