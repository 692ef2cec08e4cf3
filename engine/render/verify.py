"""A verification as text and as JSON values.

In: a `VerifyReport`. Out: lines, or plain values. Newly guaranteed: what is proved, what was only searched and what stays open
are told apart; each finding that a profile shows stands with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.verify.model import KINDS, SHOWN, TABLES, Answer
from engine.analysis.verify.report import VerifyReport, code_of
from engine.ground.show import show_all
from engine.render.dates import day
from engine.render.findings_places import placed
from engine.render.layout import english, french, wrapped
from engine.render.words import word

NAMED = 5
"""Names shown on a line of the summary."""
WIDTH = 80
Json = dict[str, object]


def verify_text(report: VerifyReport, lang: str, color: bool) -> str:
    """The findings, then a line for each kind, then how sure all this is."""
    parts = []
    if report.problems:
        parts.append(show_all((placed(problem, report.root) for problem in report.problems), lang, color))
    parts.append("\n".join(_summary(report, lang)))
    parts.append("\n".join(_how(report, lang)))
    return "\n\n".join(parts)


def _summary(report: VerifyReport, lang: str) -> list[str]:
    verified = report.verified
    first, last = (day(found.isoformat(), lang) for found in (verified.first, verified.last))
    lines = [word("verify.head", lang, name=f"{report.name} {report.version}".strip(), first=first, last=last)]
    width = max(len(word(f"verify.{kind}", lang)) for kind in KINDS)
    for kind in KINDS:
        answers = [answer for answer in verified.answers if answer.goal.kind == kind]
        title = word(f"verify.{kind}", lang)
        lines.append(f"  {title.ljust(width)}  {_verdict(answers, lang)}")
        lines += [
            line
            for text in _details(answers, lang, proved=verified.proved)
            for line in wrapped(_typeset(text, lang), WIDTH, "      ")
        ]
    return lines


def _verdict(answers: Sequence[Answer], lang: str) -> str:
    found, total = sum(answer.finding for answer in answers), _questions(answers)
    if not answers:
        return word("verify.nothing", lang)
    if found:
        return word("verify.found", lang, found=found, total=total)
    if any(not answer.settled for answer in answers):
        return word("verify.none_found", lang, total=total)
    if not answers[0].goal.wanted:
        return word("verify.proved", lang, total=total)
    return word("verify.all_seen", lang, seen=sum(answer.verdict == SHOWN for answer in answers), total=total)


def _questions(answers: Sequence[Answer]) -> int:
    """How many were asked: one about a fact can have several answers."""
    return len({answer.goal.what for answer in answers})


def _details(answers: Sequence[Answer], lang: str, *, proved: bool) -> list[str]:
    lines = []
    by_tables = [answer.goal.what for answer in answers if answer.verdict == TABLES]
    if by_tables:
        lines.append(word("verify.tables", lang, n=len(by_tables), names=_some(by_tables)))
    waiting = [answer.goal for answer in answers if not answer.settled]
    if waiting and waiting[0].wanted:
        lines.append(word("verify.unseen", lang, n=len(waiting), names=_some([goal.what for goal in waiting])))
    elif waiting and proved:
        lines.append(word("verify.open", lang, n=len(waiting), names=_some([goal.what for goal in waiting])))
    return lines


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


def _how(report: VerifyReport, lang: str) -> list[str]:
    verified = report.verified
    keys = ["how_proved" if verified.proved else "how_searched", *(["how_open"] if verified.proved and verified.open else [])]
    texts = [word(f"verify.{key}", lang, n=verified.profiles, seconds=f"{report.seconds:g}") for key in keys]
    texts += [] if report.z3 else [word("verify.no_z3", lang)]
    return [line for text in texts for line in wrapped(_typeset(text, lang), WIDTH)]


def _typeset(text: str, lang: str) -> str:
    return french(text) if lang == "fr" else english(text)


def verify_json(report: VerifyReport, lang: str) -> Json:
    """The report as values."""
    verified = report.verified
    return {
        "policy_set": {"name": report.name, "version": report.version},
        "mode": "proved" if verified.proved else "searched",
        "period": {"from": verified.first.isoformat(), "until": verified.last.isoformat()},
        "profiles_run": verified.profiles,
        "kinds": {kind: _counts([answer for answer in verified.answers if answer.goal.kind == kind]) for kind in KINDS},
        "findings": [_finding(answer) for answer in verified.findings],
        "open": [{"kind": answer.goal.kind, "what": answer.goal.what, "verdict": answer.verdict} for answer in verified.open],
        "by_tables": [answer.goal.what for answer in verified.answers if answer.verdict == TABLES],
        "problems": [placed(problem, report.root).as_dict(lang) for problem in report.problems],
    }


def _counts(answers: Sequence[Answer]) -> Json:
    return {
        "questions": _questions(answers),
        "findings": sum(answer.finding for answer in answers),
        "open": sum(not answer.settled for answer in answers),
    }


def _finding(answer: Answer) -> Json:
    goal, witness = answer.goal, answer.witness
    shown: Json | None = None
    if witness is not None:
        day, rules = witness.as_of.isoformat(), list(witness.rules)
        shown = {"profile": witness.profile, "as_of": day, "office": witness.office, "rules": rules}
    why: Json = {**({"why": answer.why} if answer.why else {}), **({"parts": list(answer.parts)} if answer.parts else {})}
    return {"code": code_of(answer), "kind": goal.kind, "what": goal.what, **why, "witness": shown}
