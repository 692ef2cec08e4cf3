"""The only importer of durable_rules: one ruleset, one decision at a time.

In: rule definitions, then for each decision the facts that begin it and what to do when a rule fires. Out: nothing;
the firings are the caller's. Newly guaranteed: every activation has been acted upon when `decide` returns, the
session is gone, and whatever went wrong in the library or in an action is raised.

The C module is driven directly. `durable.lang` keeps module globals, `durable.engine.Host` starts threads that race
with the caller, and its `Promise` hides what an action raises; none of them is used. The library is not safe for two
callers: a lock serialises them. Its types are `Any`; they go no further than this module.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from engine.run.problems import EngineBug, Limit

_OUTCOMES = {1: "no rule uses the fact", 2: "the fact was asserted before", 3: "the fact was deferred"}
_lock = threading.Lock()


def _new_lock() -> None:
    """A fork may copy a lock that no thread of the child holds."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_new_lock)


def _library() -> Any:
    """The C module, or a clear refusal.

    Its symbols are bound when they are called: callbacks that are never registered here name a function that Python 3.13 lacks.
    """
    flags = sys.getdlopenflags() if hasattr(sys, "getdlopenflags") else None
    try:
        if flags is not None:
            sys.setdlopenflags(os.RTLD_LAZY)
        import durable_rules_engine
    except ImportError as error:
        raise Limit("PE604", reason=error) from error
    finally:
        if flags is not None:
            sys.setdlopenflags(flags)
    return durable_rules_engine


class Ruleset:
    """A compiled ruleset. It is freed with the object."""

    def __init__(self, name: str, definitions: Mapping[str, Mapping[str, object]] | str) -> None:
        """definitions: the rules, as values or as JSON text."""
        self._library = _library()
        try:
            text = definitions if isinstance(definitions, str) else json.dumps(definitions)
            self._handle: int = self._library.create_ruleset(name, text)
        except Exception as error:
            raise EngineBug("PE902", f"it refused the rules: {error}") from error
        weakref.finalize(self, self._library.delete_ruleset, self._handle).atexit = False

    def decide(self, sid: str, start: str, act: Callable[[str], Iterable[str]]) -> None:
        """Open a session with the fact `start`; for each rule that fires, assert the facts that `act(rule)` gives.

        Facts are JSON objects that lack their last member, the session, and the brace.
        """
        with _lock:
            self._decide(sid, start, act)

    def _decide(self, sid: str, start: str, act: Callable[[str], Iterable[str]]) -> None:
        library, handle, end = self._library, self._handle, f',"sid":"{sid}"}}'
        code, session = library.assert_fact(handle, start + end)
        _expect(code, start)
        begun = library.start_action_for_state(handle, session)
        if begun is None:  # such a session cannot be deleted: it would abort the process
            raise EngineBug("PE902", "it did not fire the first rule")
        try:
            message = begun[1]
            advance = library.complete_and_start_action
            while message is not None:
                facts = act(message[2 : message.index('"', 2)])  # {"rule": {...}}
                text = (end + ",").join(facts)
                if text:
                    code, _ = library.assert_facts(handle, f"[{text}{end}]")
                    _expect(code, text)
                message = advance(handle, session)
        finally:
            library.delete_state(handle, sid)


def _expect(code: int, what: str) -> None:
    if code:
        raise EngineBug("PE902", f"{_OUTCOMES.get(code, code)}: {what[:200]}")
