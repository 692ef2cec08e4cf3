"""The conversation of an interview, on a terminal or through pipes.

In: an `Interview`, lines of input. Out: questions and remarks (on standard error where the result is JSON). Newly guaranteed:
every answer taken is kept before the next question; the end of the input is an end, not an error.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable

from engine.api.interview import Interview, Profile
from engine.cli.output import Output
from engine.ground.problems import Rejected, quoted
from engine.linked.model import Fact
from engine.render import asking
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.profile_text import profile_text
from engine.render.replies import NO, YES, Unclear, plain, read_reply
from engine.render.words import count, word

HELP = ("?", "help", "aide")
UNKNOWN = ("-", "idk", "don't know", "i don't know", "unknown", "null", "je ne sais pas", "nsp", "inconnu")
BACK = ("<", "back", "retour")
STOP = ("!", "stop", "quit", "exit", "quitter", "arreter")
YES_NO = {**dict.fromkeys(("", *YES), True), **dict.fromkeys(NO, False)}
LONGEST = 1_000
"""Characters of one answer; a longer line is no answer."""


class Talk:
    """One interview, talked through. offers: at each stage the person is asked whether to go on."""

    def __init__(self, interview: Interview, out: Output, keep: Callable[[Profile], None], *, offers: bool = False) -> None:
        self._interview, self._out, self._keep, self._offers = interview, out, keep, offers
        self._stream = sys.stderr if out.format == "json" else sys.stdout
        self._names = Names(interview.policies.book, out.lang, interview.decided.decision.as_of)
        self._stopped = self._ended = False
        self.kept: Profile | None = None
        """The answers as they were last kept."""
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def run(self, resumed: str | None = None) -> None:
        """Ask until nothing can be settled, the person stops, or the input ends. resumed: the file that was gone on with."""
        page = self._page()
        asking.welcome(page, self._names)
        if resumed is not None:
            told = len(self._interview.decided.reading.case.told) - len(self._interview.decided.reading.case.presumed)
            page.line(count("ask.resumed", told, self._out.lang, name=resumed), style="dim")
        self._show(page)
        self._questions()
        while self._reviewed():
            self._questions()
        page = self._page()
        left = self._interview.left()
        right = self._interview.asking.until == "entitlement"
        asking.ending(page, self._names, self._interview.decided.decision, len(left), stopped=self._stopped, right_alone=right)
        if not left and self._interview.unknown():
            asking.beyond(page, self._names, len(self._interview.beyond()))
        self._show(page)

    def say_profile(self, profile: Profile) -> None:
        """The profile, for the person to keep."""
        page = self._page()
        page.gap()
        page.line(word("ask.profile", self._out.lang), style="bold")
        self._show(page)
        self._stream.write(profile_text(profile, "profile.json"))

    def say_saved(self, name: str) -> None:
        """Where the answers are."""
        page = self._page()
        page.line(word("ask.saved", self._out.lang, name=name), style="dim")
        self._show(page)

    # questions -------------------------------------------------------------------------------------------------------

    def _questions(self) -> None:
        """Every question that is left; at each stage the person may stop."""
        stage, asked = self._interview.stage(), 0
        while not self._stopped and (question := self._interview.question()) is not None:
            reached = self._interview.stage()
            if reached != stage and asked and self._offers and not self._goes_on():
                return
            stage, asked = reached, asked + 1
            self._ask(self._names.book.facts[question.fact], stage)

    def _goes_on(self) -> bool:
        """Tell what is settled; whether the person wants the questions that are left."""
        page = self._page()
        asking.settled(page, self._names, self._interview.decided.decision, len(self._interview.left()))
        self._show(page)
        while (text := self._line()) is not None and plain(text) not in STOP:
            if plain(text) in BACK:
                self._back()
                return True
            if (found := YES_NO.get(plain(text))) is not None:
                self._stopped = not found
                return found
            self._say(self._names.word("ask.unclear", text=quoted(text)))
        self._stopped, self._ended = True, text is None
        return False

    def _ask(self, fact: Fact, stage: str | None) -> None:
        """One question, until it is answered, or left."""
        page = self._page()
        left = len(self._interview.open()) - 1
        asking.question(page, self._names, fact, asking.Place(len(self._interview.asked) + 1, left, stage))
        self._show(page)
        while True:
            text = self._line()
            if text is None or plain(text) in STOP:
                self._stopped, self._ended = True, text is None
                return
            if plain(text) in BACK:
                self._back()
                return
            if self._take(fact, text):
                self._save()
                return

    def _take(self, fact: Fact, text: str) -> bool:
        """Whether the text was an answer that could be taken."""
        page = self._page()
        if not text.strip() or plain(text) in HELP:
            asked = next((found for found in self._interview.open() if found.fact == fact.name), None)
            asking.help_on(page, self._names, fact, asked)
        elif len(text) > LONGEST:
            asking.unclear(page, self._names, fact, Unclear(text))
        elif plain(text) in UNKNOWN:
            return self._answer(fact, None, page)
        else:
            value = read_reply(self._names, fact, text)
            if not isinstance(value, Unclear):
                return self._answer(fact, value, page)
            asking.unclear(page, self._names, fact, value)
        self._show(page)
        return False

    def _answer(self, fact: Fact, value: object, page: Page) -> bool:
        try:
            self._interview.answer(fact.name, value)  # type: ignore[arg-type]  # as the reply was read
        except Rejected as rejected:
            asking.refused(page, self._names, rejected.problems)
            self._show(page)
            return False
        return True

    def _back(self) -> None:
        fact = self._interview.back()
        page = self._page()
        if fact is None:
            page.line(self._names.word("ask.at_first"), 2)
        else:
            page.line(self._names.word("ask.taken_back", fact=self._names.fact(fact)), 2)
            self._save()
        self._show(page)

    def _save(self) -> None:
        profile = self._interview.profile
        self._keep(profile)
        self.kept = profile

    # what was presumed, what is not known ----------------------------------------------------------------------------

    def _reviewed(self) -> bool:
        """Show what was presumed, and what is not known; whether the person said more, so that questions may follow."""
        presumed, unknown = self._interview.decided.decision.presumed, self._interview.unknown()
        if not presumed and not unknown:
            return False
        page = self._page()
        asking.review(page, self._names, presumed, unknown)
        if not self._ended:
            page.line(self._names.word("ask.correct"), style="dim")
        self._show(page)
        facts = [*(entry.fact for entry in presumed), *unknown]
        while not self._ended and (text := self._line()) is not None:
            wanted = text.strip()
            if plain(wanted) in BACK and self._interview.asked:
                self._stopped = False
                self._back()
                return True
            if not wanted or plain(wanted) in (*STOP, *UNKNOWN):
                return False
            if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= len(facts):
                return self._corrected(self._names.book.facts[facts[int(wanted) - 1]])
            self._say(self._names.word("ask.unclear", text=quoted(wanted)))
        self._ended = True
        return False

    def _corrected(self, fact: Fact) -> bool:
        """Ask for one fact again; who had stopped is asked nothing else."""
        stopped, self._stopped = self._stopped, False
        self._ask(fact, None)
        self._stopped = self._stopped or stopped
        return not self._ended

    # input, output ---------------------------------------------------------------------------------------------------

    def _line(self) -> str | None:
        """The next line, without what is beyond `LONGEST` characters and one; None at the end of the input."""
        prompt = self._names.word("ask.prompt")
        if sys.stdin.isatty() and self._stream is sys.stdout and sys.stdout.isatty():
            _editing()
            try:
                return input(prompt)[: LONGEST + 1]
            except EOFError:
                self._stream.write("\n")
                return None
        self._stream.write(prompt)
        self._stream.flush()
        line = rest = sys.stdin.readline(LONGEST + 2)
        while rest and not rest.endswith("\n"):
            rest = sys.stdin.readline(1 << 16)
        self._stream.write("\n")
        return line.rstrip("\r\n") if line else None

    def _say(self, text: str) -> None:
        page = self._page()
        page.line(text, 2)
        self._show(page)

    def _page(self) -> Page:
        return Page(self._out.lang, self._out.format, self._out.color_for(self._stream), self._out.width())

    def _show(self, page: Page) -> None:
        if page.lines:
            self._stream.write(page.text() + "\n")
            self._stream.flush()


def _editing() -> None:
    """Arrow keys move in the line, where the platform has that."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401  importing it is what changes `input`
