"""The configuration of nginx that docs/deploy has: below a path, behind TLS."""

import gzip
import json
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.articles import article
from tests.service import Service, wait_for

DOCUMENTED = Path(__file__).parents[2] / "docs/deploy/nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
OPENSSL = shutil.which("openssl")

pytestmark = pytest.mark.skipif(
    not (NGINX and OPENSSL), reason="nginx and openssl are not installed: apt install nginx-light"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that comes through nginx, as the world does."""
    folder = tmp_path_factory.mktemp("nginx")
    service = Service(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service.environment["ONRECORD_PUBLIC_URL"] = f"https://localhost:{port}/onrecord"
    process = subprocess.Popen(
        [str(NGINX), "-c", str(configuration(folder, port, service.at)), "-p", str(folder)],
        stderr=subprocess.DEVNULL,
    )
    trusted = ssl.create_default_context(cafile=str(folder / "cert.pem"))
    try:
        wait_for(lambda: listens(port))
        with (
            service.served(),
            httpx.Client(
                base_url=f"https://localhost:{port}/onrecord/",
                headers={"Authorization": f"Bearer {service.key()}"},
                verify=trusted,
                timeout=30,
            ) as found,
        ):
            yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


def configuration(folder: Path, port: int, service: str) -> Path:
    """The documented file with the places of this machine in it, and what nginx has around it."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *(str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    server = DOCUMENTED.read_text()
    for documented, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "server_name news.example": "server_name localhost",
        "server 127.0.0.1:8000": f"server {service}",
        "/etc/ssl/news.example.pem": str(certificate),
        "/etc/ssl/news.example.key": str(key),
    }.items():
        assert documented in server
        server = server.replace(documented, here)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{paths}{server}}}\n"
    )
    return file


def listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def test_what_is_given_out_leads_back(client: httpx.Client) -> None:
    for number in range(3):
        body = article(url=f"https://courier.example/{number}")
        stored = client.post("v1/articles", json=body)
        assert stored.status_code == 201
        address = client.base_url.copy_with(path="/").join(stored.headers["Location"])
        assert client.get(address).json() == stored.json()
    page = client.get("v1/quotes?limit=2")
    assert page.links["next"]["url"] == page.json()["next"]
    assert len(client.get(page.json()["next"]).json()["items"]) == 1
    linked = client.get("v1/quotes", headers={"Accept": "application/ld+json"}).json()
    assert linked["@context"]["@base"] == str(client.base_url)
    changes = client.get("v1/changes").json()
    assert client.get(changes["next"]).json()["items"] == []


def test_the_documentation_is_whole(client: httpx.Client) -> None:
    page = client.get("docs").text
    for name in ("docs/swagger-ui.css", "docs/swagger-ui-bundle.js", "docs/start.js"):
        assert f'"/onrecord/{name}"' in page
        assert client.get(name).status_code == 200
    assert client.get("openapi.json").json()["servers"] == [{"url": str(client.base_url)[:-1]}]


def test_its_pages_lead_to_each_other(client: httpx.Client) -> None:
    front = client.get("").text
    links = set(re.findall(r'(?:href|src|action)="(/[^"#]*)"', front))
    assert links
    assert all(link.startswith("/onrecord/") for link in links)
    for link in sorted(links):
        assert client.get(client.base_url.join(link.replace("&amp;", "&"))).status_code == 200, link


def test_nobody_else_says_where_it_is(client: httpx.Client) -> None:
    headers = {
        "X-Forwarded-Prefix": "/evil",
        "X-Forwarded-Host": "evil.example",
        "SCRIPT_NAME": "/",
    }
    page = client.get("v1/quotes?limit=1", headers=headers).json()
    assert page["next"].startswith(str(client.base_url))


def test_a_version_survives_compression_on_the_way(client: httpx.Client) -> None:
    stored = client.post("v1/articles", json=article(url="https://courier.example/tag")).json()
    address = f"v1/articles/{stored['id']}"
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    changed = client.patch(address, json={"title": "New"}, headers={"If-Match": tag})
    assert changed.status_code == 200


def test_a_long_url_and_a_raw_one_arrive(client: httpx.Client) -> None:
    url = f"https://long.example/{'я' * 1900}"
    assert client.post("v1/articles", json=article(url=url)).status_code == 201
    assert len(client.get("v1/articles", params={"url": url}).json()["items"]) == 1


def test_a_bulk_is_streamed_through(client: httpx.Client) -> None:
    lines = "".join(json.dumps({"text": f"Ship {number} came."}) + "\n" for number in range(50))
    headers = {"Content-Type": "application/jsonl", "Content-Encoding": "gzip"}
    answer = client.post("v1/articles/bulk", content=gzip.compress(lines.encode()), headers=headers)
    assert [json.loads(line)["status"] for line in answer.iter_lines()] == [201] * 50
