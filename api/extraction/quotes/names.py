"""The names of an article: who and what it names, in which forms, and what it says they are."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from api.extraction.document import Document
from api.extraction.lexicons import lines_of, words_of

Words = tuple[str, ...]

_LONGEST = 8  # tokens of a name
_WIDEST_GAP = 3  # tokens from one capitalised word of a name to the next
_ROLE_WINDOW = 6  # tokens before a name that can say what its bearer is
_STOPS = frozenset('.:!?"“”')
_APPOSITION = 14  # tokens after a name that can


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in its place: tokens `first` to `last` without titles, which `titled` counts in."""

    first: int
    last: int
    titled: int
    words: Words
    folded: Words  # the words in lower case
    personal: bool  # stands where only a person's name stands
    sex: str  # m, f or - where nothing tells
    roles: frozenset[str]
    owns: bool  # followed by a possessive
    opens: bool  # opens its sentence: most often the subject
    doubtful: bool  # a title or role by itself ("Dean"), a name only where a longer one ends so


@dataclass(slots=True)
class Bearer:
    """Somebody or something with a name.

    `mentions` are numbers in Names.mentions, `first` is the least of them.
    """

    name: Words
    folded: Words  # the first form met, in lower case
    person: bool
    first: int
    sex: str = "-"
    roles: set[str] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return _joined(self.name)


class Names:
    """All names of a document, the forms of one name taken together."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.mentions = _sure(_mentions(document))
        self.firsts = [mention.first for mention in self.mentions]
        self.bearers: list[Bearer] = []
        self.bearer_of: list[Bearer | None] = [None] * len(self.mentions)
        self._by_last: dict[str, list[Bearer]] = {}
        self._by_first: dict[str, list[Bearer]] = {}
        self._by_form: dict[tuple[str, ...], Bearer] = {}
        self._pairs: set[tuple[str, ...]] = set()
        self._single: set[str] = set()
        self._sexes: dict[str, str] = {}
        self._gather()

    def at(self, first: int, last: int) -> list[int]:
        """Numbers of the mentions among these tokens."""
        low = bisect_left(self.firsts, first)
        high = bisect_left(self.firsts, last + 1)
        return [number for number in range(low, high) if self.mentions[number].last <= last]

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """Widen tokens that start or end within a name to the name with its titles."""
        number = bisect_right(self.firsts, first) - 1
        if number >= 0:
            mention = self.mentions[number]
            titled = mention.first == first and mention.personal
            if titled or mention.first < first <= mention.last:
                first = mention.titled
        number = bisect_right(self.firsts, last) - 1
        if number >= 0 and last < self.mentions[number].last:
            last = self.mentions[number].last
        elif number + 1 < len(self.mentions) and self.mentions[number + 1].titled <= last:
            last = self.mentions[number + 1].last
        return first, last

    def before(self, token: int) -> range:
        """Numbers of the mentions that start before a token, nearest first."""
        return range(bisect_left(self.firsts, token) - 1, -1, -1)

    def _gather(self) -> None:
        """Long names first, so that a short form finds the long one wherever it stands."""
        order = sorted(range(len(self.mentions)), key=lambda n: self._rank(self.mentions[n]))
        alone = Counter(mention.words for mention in self.mentions)
        self._pairs = {m.folded for m in self.mentions if len(m.words) == 2}  # noqa: PLR2004
        self._single = {words[0] for words in alone if len(words) == 1}
        for mention in self.mentions:
            if len(mention.words) == 1 and mention.sex != "-":
                self._sexes.setdefault(mention.folded[0], mention.sex)
        for number in order:
            mention = self.mentions[number]
            known = self._known(mention)
            if len(known) > 1:  # one of several: whoever alone has been named so far, else nobody
                known = [bearer for bearer in known if bearer.first < number]
                if len(known) != 1:
                    continue
            bearer = known[0] if known else self._new(number)
            if len(mention.words) > 1:
                self._by_form.setdefault(mention.folded, bearer)
            bearer.mentions.append(number)
            bearer.first = min(bearer.first, number)
            bearer.roles |= mention.roles
            bearer.person = bearer.person or mention.personal
            if bearer.sex == "-":
                bearer.sex = mention.sex
            self.bearer_of[number] = bearer
        for bearer in self.bearers:
            bearer.mentions.sort()
            forms = [
                words
                for words in dict.fromkeys(self.mentions[n].words for n in bearer.mentions)
                if len(words) > 1
            ]
            if bearer.person and forms:
                # The usual full form, not the rare one with a middle name; but "Jr" stays, since
                # the name without it may be the father's. Of equals the first.
                bearer.name = max(
                    forms, key=lambda words: (bool(_suffix(words)), alone[words], -len(words))
                )

    def _rank(self, mention: Mention) -> int:
        """Longest first, but a name with a headline's next word ("Ann Lee Wins") after the name."""
        words = mention.folded
        return -1 if len(words) > 2 and words[:2] in self._pairs else -len(words)  # noqa: PLR2004

    def _known(self, mention: Mention) -> list[Bearer]:
        """Give whoever among those named already a name can mean: several where it is doubtful."""
        words = mention.folded
        known = self._by_form.get(words)
        if known is not None:
            return [known]
        core = _without_suffix(words)
        if len(words) > 2 and words[:2] in self._pairs and words == core:  # noqa: PLR2004
            shorter = self._by_form.get(words[:2])
            if shorter is not None and shorter.person:
                return [shorter]
        candidates = self._by_last.get(core[-1], [])
        if len(core) > 1:
            return _of_full_name(candidates, words, personal=mention.personal)
        sex = mention.sex if mention.sex != "-" else self._sexes.get(core[0], "-")
        if sex != "-":
            candidates = [b for b in candidates if b.sex in ("-", sex)]
        people = [b for b in candidates if b.person or (mention.personal and _may_be_person(b))]
        if not people and not mention.personal:
            people = [b for b in self._by_first.get(core[0], []) if b.person]
        return people or self._spelt_out(mention.words[0])

    def _spelt_out(self, short: str) -> list[Bearer]:
        """Give whoever has the name that an acronym stands for."""
        if not short.isupper() or len(short) < 3:  # noqa: PLR2004
            return []
        letters = short.replace(".", "").lower()
        for bearer in self.bearers:
            initials = "".join(word[0].lower() for word in bearer.name if word[0].isupper())
            if initials == letters:
                return [bearer]
        return []

    def _goes_by_surname(self, words: Words) -> bool:
        """Whether two words are called by the second alone elsewhere, as people are."""
        return (
            len(words) == 2  # noqa: PLR2004
            and words[1] in self._single
            and words[1].lower() not in words_of("organisation_words")
        )

    def _new(self, number: int) -> Bearer:
        mention = self.mentions[number]
        words = mention.words
        person = mention.personal or self._goes_by_surname(words)
        folded = mention.folded
        bearer = Bearer(words, folded, person, number, mention.sex)
        self.bearers.append(bearer)
        self._by_form[folded] = bearer
        if len(words) > 1:
            self._by_last.setdefault(_without_suffix(folded)[-1], []).append(bearer)
            self._by_first.setdefault(folded[0], []).append(bearer)
        return bearer


def _of_full_name(candidates: list[Bearer], words: Words, *, personal: bool) -> list[Bearer]:
    """Those of one surname that a name of several words can mean; father and son stay two."""
    core, suffix = _without_suffix(words), _suffix(words)
    matches = [
        bearer
        for bearer in candidates
        if bearer.person
        and bearer.folded[0] == core[0]
        and (not suffix or _suffix(bearer.folded) in ("", suffix))
    ]
    if matches or personal:
        return matches
    matches = [b for b in candidates if b.folded[-len(core) :] == core]
    return matches if len(matches) == 1 else []


def _mentions(document: Document) -> "list[Mention]":
    """Find runs of capitalised words, cut where a sentence or a phrase ends."""
    words, lower = document.words, document.lower
    capital = [token for token, word in enumerate(words) if word[0].isupper()]
    opening = {first for first, _ in document.sentences}
    closed = words_of("function_words")
    found: list[Mention] = []
    place = 0
    while place < len(capital):
        first = last = capital[place]
        place += 1
        while place < len(capital) and last - first < _LONGEST + 4:
            token = capital[place]
            if (
                token - last > _WIDEST_GAP
                or token in opening
                or not _joined_by(document, last, token)
            ):
                break
            last = token
            place += 1
        if first == last and lower[first] in closed:
            continue
        mention = _mention(document, first, last, opens=first in opening)
        if mention is not None:
            found.append(mention)
    return found


def _joined_by(document: Document, last: int, token: int) -> bool:
    """Whether what stands between two capitalised words leaves them one name."""
    if token == last + 1:
        return True
    words, starts, ends = document.words, document.starts, document.ends
    between = words[last + 1 : token]
    if between == ["-"]:
        return ends[last] == starts[last + 1] and ends[last + 1] == starts[token]
    if between == ["."]:
        return ends[last] == starts[last + 1] and _shortened(words[last])
    if between[0] in ("of", "for"):
        return words[last].lower() in words_of("organisation_words") and between[1:] in (
            [],
            ["the"],
        )
    particles = words_of("name_particles")
    return between == ["&"] or (len(between) < _WIDEST_GAP and particles.issuperset(between))


def _sure(mentions: "list[Mention]") -> "list[Mention]":
    """Leave out titles by themselves that end no longer name of the article."""
    surnames = {mention.words[-1] for mention in mentions if len(mention.words) > 1}
    return [m for m in mentions if not m.doubtful or m.words[0] in surnames]


def _shortened(word: str) -> bool:
    return len(word) == 1 or word.lower() in words_of("abbreviations")


@dataclass(frozen=True, slots=True)
class _Title:
    """What stands before a name says of its bearer."""

    personal: bool
    sex: str
    roles: frozenset[str]


def _title(document: Document, first: int, last: int) -> tuple[int, _Title]:
    """Find where the name starts after its titles, and what they tell.

    "House Speaker Ann Lee" is Ann Lee: a person's title or role ends whatever is before it.
    """
    start, personal, sex, roles = first, False, "-", set[str]()
    words = document.words
    personal_titles, known_roles, titles = _personal_titles(), words_of("roles"), words_of("titles")
    for token in range(first, last):
        word = document.lower[token]
        told = personal_titles.get(word)
        role = word in known_roles
        plain = word in titles and token == start
        if told is None and not role and not plain:
            continue
        personal = personal or told is not None
        sex = told if told in ("m", "f") else sex
        if role:
            roles.add(word)
        start = token + 1
    while start <= last and not words[start][0].isalpha():
        start += 1
    return start, _Title(personal, sex, frozenset(roles))


def _mention(document: Document, first: int, last: int, *, opens: bool) -> Mention | None:
    words, lower = document.words, document.lower
    closed = words_of("function_words")
    start = first
    while start <= last and (lower[start] in closed or not words[start][0].isalpha()):
        start += 1
    titled = start
    start, title = _title(document, start, last)
    name = tuple(word for word in words[start : last + 1] if word != ".")
    if not name or len(name) > _LONGEST:
        return None
    doubtful = len(name) == 1 and _is_no_name(name[0], opens=opens)
    if doubtful and not _may_be_surname(name[0]):
        return None
    given = _sex_of(name[0])
    several = len(name) > 1 and len([word for word in name if word[0].isalpha()]) > 1
    body = name[-1].lower() in words_of("organisation_words") and not title.personal
    roles, told_after = _roles_around(document, start, last)
    personal = not body and (
        title.personal
        or told_after
        or bool(title.roles)
        or (several and (given is not None or bool(roles)))
    )
    if not personal and titled < start:  # "Canadian Ferry Association": no title, but the name
        start = titled
        name = tuple(word for word in words[start : last + 1] if word != ".")[:_LONGEST]
    after = words[last + 1] if last + 1 < len(words) else ""
    return Mention(
        start,
        last,
        titled,
        name,
        tuple(word.lower() for word in name),
        personal,
        title.sex if title.sex != "-" or not several else given or "-",
        title.roles | roles,
        after in ("'s", "’s", "'", "’"),
        opens,
        doubtful,
    )


def _is_no_name(word: str, *, opens: bool) -> bool:
    """Whether a capitalised word alone is no name, or only opens its sentence."""
    lower = word.lower()
    if lower in words_of("function_words") or lower in words_of("titles"):
        return True
    if lower in words_of("groups"):
        return True
    return opens and lower.removesuffix("s") in words_of("roles")


def _may_be_surname(word: str) -> bool:
    lower = word.lower()
    return lower not in words_of("function_words") and lower not in words_of("groups")


def _roles_around(document: Document, first: int, last: int) -> tuple[set[str], bool]:
    """Find roles just before a name ("presidential aide Ann Lee") or after ("Ann Lee, an aide").

    The second answer is whether what follows is said of persons only: a role or an age.
    """
    roles = _roles_before(document, first)
    words = document.words
    if last + 2 >= len(words) or words[last + 1] != ",":
        return roles, False
    after = set[str]()
    ends, known = words_of("head_ends"), words_of("roles")
    for word in document.lower[last + 2 : last + _APPOSITION]:
        if word in known:
            after.add(word)
        elif word in ends or word in _STOPS:
            break
    aged = words[last + 2].isdigit() and len(words[last + 2]) <= 2  # noqa: PLR2004
    return roles | after, aged or bool(after)


def _roles_before(document: Document, first: int) -> set[str]:
    words, known, ends = document.lower, words_of("roles"), words_of("head_ends")
    nearest = first - 1
    if nearest > 0 and words[nearest] == "," and words[nearest - 1] in known:
        nearest -= 1  # "The minister, Ann Lee, …"
    roles = set[str]()
    for token in range(nearest, max(first - _ROLE_WINDOW, -1), -1):
        word = words[token]
        if word in ends or not (word[0].isalpha() or word in "-."):
            break
        if word in known:
            roles.add(word)
    return roles


@cache
def _personal_titles() -> dict[str, str]:
    pairs = (line.partition(" ")[::2] for line in lines_of("personal_titles"))
    return dict(pairs)


def _sex_of(first_name: str) -> str | None:
    """Give the sex that a first name tells: m, f, - for either; None for what is no first name."""
    lower = first_name.lower()
    if lower in words_of("first_names_male"):
        return "m"
    if lower in words_of("first_names_female"):
        return "f"
    return "-" if lower in words_of("first_names_either") else None


def _may_be_person(bearer: Bearer) -> bool:
    """Whether a name of two or three words could be a person's."""
    few = len(bearer.name) <= 3  # noqa: PLR2004
    return few and bearer.name[-1].lower() not in words_of("organisation_words")


def _suffix(words: Words) -> str:
    """What tells a son from his father: jr, sr, iii; none where a name has none."""
    last = words[-1].rstrip(".").lower()
    return last if len(words) > 1 and last in words_of("name_suffixes") else ""


def _without_suffix(words: Words) -> Words:
    return words[:-1] if _suffix(words) else words


def _takes_stop(word: str) -> bool:
    return word.isalpha() and (len(word) == 1 or word in ("Jr", "Sr"))


def _joined(words: Words) -> str:
    """Join a name's words to one string: hyphens tight, initials with their stop."""
    text = " ".join(word + "." if _takes_stop(word) else word for word in words)
    return text.replace(" - ", "-").replace(" ’ ", "’")
