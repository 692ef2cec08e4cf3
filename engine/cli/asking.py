"""The conversation of an interview, on a terminal or through pipes.

In: an `Interview`, lines of input. Out: questions and remarks (on standard error where the result is JSON). Newly guaranteed:
every answer taken is kept before the next question; the end of the input is an end, not an error.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

from engine.api.interview import Interview, Profile
from engine.cli.output import Output
from engine.ground.problems import Rejected
from engine.linked.model import Fact
from engine.render import asking
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.profile_text import profile_text
from engine.render.replies import Unclear, plain, read_reply
from engine.render.words import count, word

HELP = ("?", "help", "aide")
UNKNOWN = ("-", "idk", "don't know", "i don't know", "unknown", "null", "je ne sais pas", "nsp", "inconnu")
BACK = ("<", "back", "retour")
STOP = ("!", "stop", "quit", "exit", "quitter", "arreter")
LONGEST = 1_000
"""Characters of one answer that are read."""


class Talk:
    """One interview, talked through."""

    def __init__(self, interview: Interview, out: Output, keep: Callable[[Profile], None]) -> None:
        self._interview, self._out, self._keep = interview, out, keep
        self._stream = sys.stderr if out.format == "json" else sys.stdout
        self._names = Names(interview.policies.book, out.lang, interview.decided.decision.as_of)
        self._stopped = False
        self.kept: Profile | None = None
        """The answers as they were last kept."""
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")

    def run(self, resumed: str | None = None) -> None:
        """Ask until nothing can change, the person stops, or the input ends. resumed: the file that was gone on with."""
        page = self._page()
        asking.welcome(page, self._names)
        if resumed is not None:
            told = len(self._interview.decided.reading.case.told) - len(self._interview.decided.reading.case.presumed)
            page.line(count("ask.resumed", told, self._out.lang, name=resumed), style="dim")
        self._show(page)
        while not self._stopped:
            self._questions()
            if self._stopped or not self._correct():
                break
        page = self._page()
        asking.ending(page, self._names, self._interview.decided.decision, len(self._interview.open()), stopped=self._stopped)
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
        while not self._stopped:
            open_ = self._interview.open()
            if not open_:
                return
            self._ask(self._names.book.facts[open_[0].fact], len(open_) - 1)

    def _ask(self, fact: Fact, left: int) -> None:
        """One question, until it is answered, or left."""
        page = self._page()
        asking.question(page, self._names, fact, len(self._interview.asked) + 1, left)
        self._show(page)
        while True:
            text = self._line()
            if text is None or plain(text) in STOP:
                self._stopped = True
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

    # presumptions ----------------------------------------------------------------------------------------------------

    def _correct(self) -> bool:
        """Show what was presumed; whether the person corrected some of it, so that questions may follow."""
        found = self._interview.decided.decision.presumed
        if not found:
            return False
        page = self._page()
        asking.presumed(page, self._names, found)
        page.line(self._names.word("ask.correct"), style="dim")
        self._show(page)
        while True:
            text = (self._line() or "").strip()
            if text.isascii() and text.isdigit() and 1 <= int(text) <= len(found):
                break
            if not text or plain(text) in (*STOP, *UNKNOWN):
                return False
            self._say(self._names.word("ask.unclear", text=text[:80]))
        self._ask(self._names.book.facts[found[int(text) - 1].fact], 0)
        return True

    # input, output ---------------------------------------------------------------------------------------------------

    def _line(self) -> str | None:
        """The next line; None at the end of the input."""
        prompt = self._names.word("ask.prompt")
        if sys.stdin.isatty() and self._stream is sys.stdout and sys.stdout.isatty():
            try:
                return input(prompt)[:LONGEST]
            except EOFError:
                return None
        self._stream.write(prompt)
        self._stream.flush()
        line = sys.stdin.readline()
        self._stream.write("\n")
        return line.rstrip("\r\n")[:LONGEST] if line else None

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
