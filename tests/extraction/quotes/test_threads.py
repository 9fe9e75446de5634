"""Many threads read at once, as a server's do."""

from concurrent.futures import ThreadPoolExecutor

from api.extraction import extract


def test_threads_read_what_one_would() -> None:
    texts = [
        f"“We sold {name}berg in May,” said Ines {name}son. {name}ia added it was {name}y."
        for name in (a + b + c for a in "BDFGKL" for b in "aeiou" for c in "lmnrst")
    ]
    alone = [extract(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(extract, texts)) == alone
