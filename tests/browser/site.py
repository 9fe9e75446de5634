"""A service whose store has the samples, and articles that are hard to show."""

import contextlib
import http.client
import json
import subprocess
from typing import Any

from tests.articles import article
from tests.service import ONRECORD, Service

SCRIPT = "<script>alert(document.domain)</script><img src=x onerror=alert(1)>"
ATTRIBUTE = "\"' onfocus=alert(2) autofocus onmouseover='alert(3)"
HOSTILE = f"{SCRIPT}{ATTRIBUTE}"
_TEXT = (
    f"Orla {SCRIPT} Brandt said that the terminal {SCRIPT} would open. "
    f"“We lost {SCRIPT} 300 ships,” Orla Brandt said {SCRIPT}. "
    "The Sable Ridge pipeline has a capacity of about 13 billion cubic metres."
)
_ARABIC = "قال مدير الميناء سامر حداد إن الميناء سيفتح في أيار.\n\nوبلغت الكلفة ٣٠٠ مليون يورو."
_REVISED = "Nils Aker said that the ferry would sail in June. It carries {} cars.\n\nIt rained."
_LONG = "It rained over Tarn Lake all of that day.\n\n" * 900


class Site(Service):
    """What the browser looks at; `paths` are addresses of its pages by their names."""

    def fill(self) -> None:
        """Store everything."""
        subprocess.run(
            [ONRECORD, "seed"], check=True, env=self.environment, stdout=subprocess.DEVNULL
        )
        self.hostile = self._hostile()
        self.arabic = self.stored(
            title="ميناء الشمال يفتح أبوابه", text=_ARABIC, language="ar", publisher="جريدة المرفأ"
        )
        self.revised = self.stored(url="https://x.example/ferry", text=_REVISED.format(90))
        self.stored(url="https://x.example/ferry", text=_REVISED.format(120))
        self.copy = self.stored(url="https://y.example/ferry", text=_REVISED.format(120))
        self.long = self.stored(title="A long one", text=_LONG + _REVISED.format(91))
        self.paths = self._paths()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """What the API answers."""
        connection = http.client.HTTPConnection(self.at, timeout=60)
        sent = {"Content-Type": "application/json"} if body is not None else {}
        content = body if isinstance(body, bytes) else body and json.dumps(body)
        with contextlib.closing(connection):
            connection.request(method, path, content, sent | headers)
            answer = connection.getresponse()
            text, tag = answer.read(), answer.headers["ETag"]
        assert answer.status < 300, text
        return json.loads(text) | {"_tag": tag} if text else None

    def stored(self, **fields: Any) -> Any:
        """Store an article, and give it with all that was found."""
        return self.ask("POST", "/v1/articles", article(**{"url": None} | fields))

    def _hostile(self) -> Any:
        url = "https://x.example/?'><script>alert(4)</script>"
        fields = {"title": HOSTILE, "authors": [HOSTILE], "publisher": HOSTILE, "url": url}
        fields |= {"tags": [SCRIPT, ATTRIBUTE]}
        stored = self.stored(text=_TEXT, **fields)
        speaker = next(one["speaker"]["id"] for one in stored["quotes"] if one["speaker"])
        measured = next(one["entity"]["id"] for one in stored["figures"] if one["entity"])
        for number in (speaker, measured):
            path = f"/v1/entities/{number}"
            entity = self.ask("GET", path)
            names = [entity["name"], *entity["aliases"], f"{number} {HOSTILE}"]
            renamed = {"name": f"{HOSTILE} {number}", "aliases": names}
            self.ask("PATCH", path, renamed, **{"If-Match": entity["_tag"]})
        self._decide(f"/v1/quotes/{stored['quotes'][0]['id']}", {"speaker": {"name": HOSTILE}})
        one = next(one for one in stored["figures"] if one["measure"])
        figure = self._decide(f"/v1/figures/{one['id']}", {"property": SCRIPT})
        measure = figure["measure"]["id"]
        return stored | {"speaker": speaker, "entity": measured, "measure": measure}

    def _decide(self, path: str, change: Any) -> Any:
        """Correct what was read, in somebody's name."""
        tag = self.ask("GET", path)["_tag"]
        return self.ask("PATCH", path, change | {"by": HOSTILE}, **{"If-Match": tag})

    def _paths(self) -> dict[str, str]:
        figures = self.ask("GET", "/v1/figures?entity=Northern+Arc&dimension=volume_flow")["items"]
        quotes = self.ask("GET", "/v1/quotes?q=roads")["items"]
        measure, speaker = figures[0]["measure"]["id"], quotes[0]["speaker"]["id"]
        entity = figures[0]["entity"]["id"]
        return {
            "front": "/",
            "figures": "/?find=figures",
            "articles": "/?find=articles",
            "found": "/?q=capacity&find=figures",
            "ranked": "/?q=gas&sort=rank",
            "nothing": "/?q=zzzz",
            "article": f"/articles/{quotes[0]['article_id']}",
            "arabic": f"/articles/{self.arabic['id']}",
            "hostile": f"/articles/{self.hostile['id']}",
            "revised": f"/articles/{self.revised['id']}",
            "revision": f"/articles/{self.revised['id']}/revisions/2",
            "long": f"/articles/{self.long['id']}?at=30000",
            "speaker": f"/entities/{speaker}",
            "entity": f"/entities/{entity}",
            "measure": f"/measures/{measure}",
            "embed": f"/measures/{measure}/embed",
            "review": "/review",
            "review of figures": "/review?find=figures",
            "reviewed": "/review?q=zzzz",
            "read": "/read",
            "about": "/about",
            "guide": "/docs/api",
            "reference": "/docs",
            "missing": "/articles/99999",
            "wrong": "/?q=a+AND",
        }
