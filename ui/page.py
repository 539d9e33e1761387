"""The piece and the conversation as HTML. Everything that comes from outside is escaped here, and nowhere else.

Sentences are elements with the numbers that the piece gives them, so a citation is found by number and never by a
search. Characters that reverse the direction of text are shown by name and do not act.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from assistant import localised
from assistant.followup import with_stop
from assistant.frames import frames, inline
from assistant.language import language_of, written_in
from assistant.question import kind_of
from index.sentences import CLOSED, ITEM, blocks
from ui.conversation import copied, line_of, name_of, printed_date, source_of, speaking
from ui.draft import line_number, sign, told, total
from ui.naming import MOST, Naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.answer import Refusal, Withheld
    from assistant.draft import Checked
    from index.piece import Piece, Quote, Sentence
    from ui.conversation import Turn
    from ui.feedback import Feedback
    from ui.suggest import Suggestions

MOST_OF_SUBHEAD = 90
MOST_LEFT_OUT = 200
NEXT_ITEM = re.compile(rf"\n(?={ITEM.pattern})")
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
THUMB = (
    '<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" fill="none" stroke="currentColor" '
    'stroke-width="1.8" stroke-linejoin="round"><path d="M7 11v9H3.5v-9zM7 11l4-8c1.7 0 2.6 1.2 2.3 2.8L12.7 9H19'
    'c1.2 0 2 1.1 1.7 2.3l-1.9 7.1c-.3 1-1.1 1.6-2.1 1.6H7z"/></svg>'
)
VERDICTS = {
    "not_mentioned": "Not found in the piece",
    "mentioned_not_answered": "No answer found in the piece",
    "outside_the_text": "Outside the piece",
    "false_premise": "Not what the piece says",
    "too_vague": "Too vague to answer",
}
FOREIGN = "Asked in another language"


def shown(text: str) -> str:
    """The text as HTML that shows exactly its characters; a direction override stands as its code, and is inert."""
    return CONTROLS.sub(lambda mark: f'<i class="control" title="U+{ord(mark[0]):04X}"></i>', escape(text))


def _lines(text: str, start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` shown, with the items of a list on lines of their own."""
    end = len(text) if end is None else end
    cuts = [found.end() for found in NEXT_ITEM.finditer(text) if start < found.end() <= end]
    return "<br>".join(shown(text[first:last]) for first, last in pairwise([start, *cuts, end]))


def masthead_html(*, feedback: Feedback | None) -> str:
    """The head of the page: its name, and what can be done beside asking."""
    kept = f"Ratings are kept in {feedback.file}" if feedback else "Ratings are not kept"
    return (
        '<header class="masthead"><p class="name">pull<i>quote</i></p><p class="motto">Its own words back</p>'
        '<nav aria-label="The page"><button type="button" data-sheet aria-expanded="false">Read</button>'
        '<button type="button" data-drawer-button="own" aria-expanded="false">'
        '<span class="wide">Your own piece</span><span class="narrow">Open</span></button>'
        '<button type="button" class="wide" data-drawer-button="draft" aria-expanded="false">Check a draft</button>'
        '<button type="button" data-drawer-button="model" aria-expanded="false">'
        '<span class="wide">Connect a model</span><span class="narrow">Model</span></button>'
        '<details class="menu"><summary>'
        '<span class="wide">Conversation</span><span class="narrow">More</span></summary><div>'
        '<button type="button" class="narrow" data-drawer-button="draft" aria-expanded="false">Check a draft</button>'
        '<button type="button" data-act="markdown">Save as Markdown</button>'
        '<button type="button" data-act="receipts">Save receipts, to verify (JSON)</button>'
        '<button type="button" data-act="clear">Clear the conversation</button>'
        f'<p class="quiet">{escape(kept)}</p></div></details></nav></header>'
        '<div id="live" class="sr" role="status" aria-live="polite"></div>'
    )


def told_html(title: str, text: str, *, bad: bool = False, done: bool = False) -> str:
    """The head of a drawer, or (without a title) one line on what has come of something; when `done`, it closes."""
    head = ""
    if title:
        head = (
            f'<div class="drawer-head"><h2>{escape(title)}</h2>'
            '<button type="button" class="drawer-close">Close</button></div>'
        )
    role = ' role="alert"' if bad else ' role="status"' if not title else ""
    return f'<div class="told{" bad" if bad else " done" if done else ""}"{role}>{head}<p>{shown(text)}</p></div>'


def piece_html(piece: Piece, *, sample: bool = False, home: str | None = None, naming: Naming | None = None) -> str:
    """The whole piece: title, author, date, and paragraphs of numbered sentences.

    `home`: what the button says that leads back to the first piece, where this is another. `naming`: what was wrongly
    given as the piece's names. The sample's are known.
    """
    lead = _lead(piece)
    byline = _byline(piece, "the sample piece" if sample else "", signed=_line(piece, piece.author) is None)
    if _line(piece, piece.title) is not None:
        title = ""
    elif piece.title:
        title = f"<h1>{shown(piece.title)}</h1>"
    else:
        title = f'<h1 class="sr">{shown(name_of(piece))}</h1>'
    bare = "" if (title and piece.title) or byline or lead else ' class="bare"'
    back = f'<button type="button" class="home" data-act="sample">{escape(home)}</button>' if home else ""
    return (
        f'<article class="paper" data-piece="{piece.id}" lang="{written_in(piece.text) or ""}" '
        f'data-source="{escape(source_of(piece))}" aria-label="{escape(f"The piece: {name_of(piece)}")}">'
        f'<header{bare}>{back}{title}{_head(piece, lead)}<p class="byline">{byline}</p>'
        f"{'' if sample else _naming(piece, naming)}</header>"
        f"{''.join(_paragraphs(piece, lead))}"
        f'<footer class="colophon">{_count(len(piece.text.split()), "word")} · '
        f"{_count(len(piece.sentences), 'sentence')}{_left_out(piece.left_out)}</footer>"
        "</article>"
    )


def _left_out(lines: Sequence[str]) -> str:
    """What was given with the piece and is no part of it, to be looked through."""
    if not lines:
        return ""
    rows = "".join(f'<li dir="auto">{shown(line)}</li>' for line in lines[:MOST_LEFT_OUT])
    more = f"<li>and {len(lines) - MOST_LEFT_OUT:,} more</li>" if len(lines) > MOST_LEFT_OUT else ""
    return (
        f'<details class="left-out"><summary>{_count(len(lines), "line")} left out, as no part of the piece</summary>'
        f"<ul>{rows}{more}</ul></details>"
    )


def _naming(piece: Piece, given: Naming | None) -> str:
    """The form in which a piece is given its title, author and date; it opens on a press, or on what was wrong."""
    values = given or Naming(piece.title or "", piece.author or "", printed_date(piece.date or ""))
    label = "Correct" if piece.title and piece.author and piece.date else "Add"
    fields = "".join(
        f'<label>{name.title()}<input type="text" name="{name}" maxlength="{MOST}" autocomplete="off" '
        f'value="{escape(getattr(values, name))}"{hint}></label>'
        for name, hint in (("title", ""), ("author", ""), ("date", ' placeholder="3 February 2026"'))
    )
    wrong = f'<p class="wrong" role="alert">{shown(values.wrong)}</p>' if values.wrong else ""
    return (
        f'<button type="button" class="correct" data-act="correct" aria-expanded="{"true" if given else "false"}">'
        f'{label} title, author, date</button><form class="naming"{"" if given else " hidden"} '
        f'aria-label="What the piece is">{fields}{wrong}<div><button type="submit">Save</button>'
        '<button type="button" data-act="correct">Cancel</button></div></form>'
    )


def _lead(piece: Piece) -> int:
    """How many sentences the text begins with that are no more than its headline and its byline."""
    return next((n for n in range(len(piece.sentences)) if n not in piece.head), 0)


def _head(piece: Piece, lead: int) -> str:
    """These sentences as the head of the piece; the style sheet puts the headline first."""
    headline = _line(piece, piece.title)
    return "".join(
        f'<h1 dir="auto" class="headline">{_span(piece, sentence)}</h1>'
        if sentence.number == headline
        else f'<p dir="auto" class="signed">{_span(piece, sentence)}</p>'
        for sentence in piece.sentences[:lead]
    )


def _line(piece: Piece, words: str | None) -> int | None:
    """The sentence that has the title or the author's name, where the text begins or ends with it."""
    return piece.line_of(words) if words else None


def _count(number: int, of: str) -> str:
    return f"{number:,} {of}{'' if number == 1 else 's'}"


def _byline(piece: Piece, *more: str, signed: bool = True) -> str:
    return " · ".join(part for part in (_author(piece) if signed else "", _date(piece), *more) if part)


def _author(piece: Piece) -> str:
    return f"By {shown(piece.author)}" if piece.author else ""


def _date(piece: Piece) -> str:
    if not piece.date:
        return ""
    printed = printed_date(piece.date)
    return shown(printed) if printed == piece.date else f'<time datetime="{piece.date}">{printed}</time>'


def _paragraphs(piece: Piece, lead: int) -> Iterable[str]:
    """The paragraphs below the head; a short one without a mark at its end, between others with one, as a subhead."""
    below = ([one for one in run if one.number >= lead] for run in _runs(piece))
    runs, headline = [run for run in below if run], _line(piece, piece.title)
    begins = {start for start, _, _ in blocks(piece.text)}
    ended = [bool(CLOSED.search(piece.sentence_text(run[-1].number)[-9:])) for run in runs]
    for at, run in enumerate(runs):
        text = piece.text[run[0].start : run[-1].end]
        between = all(ended[max(0, at - 1) : at]) and any(ended[at + 1 : at + 2])
        alone = len(run) == 1 and len(text) <= MOST_OF_SUBHEAD and not ITEM.match(text)
        heading = ' class="subhead" role="heading" aria-level="2"' if between and alone and not ended[at] else ""
        if run[0].number == headline:
            heading = ' class="headline" role="heading" aria-level="1"'
        yield f'<p dir="auto"{heading}>{"".join(_spans(piece, run, begins))}</p>'


def _runs(piece: Piece) -> Iterable[list[Sentence]]:
    """The sentences of each paragraph; of each line, where that is a paragraph: it is not wrapped, nor one sentence."""
    for _, group in groupby(piece.sentences, key=lambda sentence: sentence.paragraph):
        run = list(group)
        parted = ["\n" in piece.text[one.end : two.start] for one, two in pairwise(run)]
        lines = not all(parted) and not any("\n" in piece.sentence_text(sentence.number) for sentence in run)
        begins = [at for at, new in enumerate(parted, 1) if lines and new and not ITEM.match(piece.text, run[at].start)]
        yield from (run[first:last] for first, last in pairwise([0, *begins, len(run)]))


def _spans(piece: Piece, run: Sequence[Sentence], begins: set[int]) -> Iterable[str]:
    """The sentences and what is between them; a list item, or what stands under a heading, is on a line of its own."""
    end = run[0].start
    for sentence in run:
        line = end < sentence.start and not begins.isdisjoint(range(end, sentence.start + 1))
        yield f"{shown(piece.text[end : sentence.start])}{'<br>' if line else ''}"
        yield _span(piece, sentence)
        end = sentence.end


def _span(piece: Piece, sentence: Sentence) -> str:
    words = shown(piece.text[sentence.start : sentence.end])
    return f'<span class="s" id="s{sentence.number}" data-start="{sentence.start}">{words}</span>'


def conversation_html(
    turns: Sequence[Turn], *, rated: bool = True, editing: bool = False, piece: str | None = None
) -> str:
    """The turns; `rated`: whether ratings are kept, `editing`: whether the last question is being edited.

    `piece`: the id of the piece that they are about, which a page that shows another tells by.
    """
    last = turns[-1] if turns else None
    parts = (_turn(turn, last=turn is last, rated=rated, editing=editing and turn is last) for turn in turns)
    about = f' data-piece="{escape(piece)}"' if piece else ""
    return f'<div class="talk"{about}>{"".join(parts)}</div>'


def invitation_html(
    piece: Piece, suggestions: Suggestions | None, answerer: str, *, told: str = "", undo: str = ""
) -> str:
    """What stands where no question has been asked yet; without `suggestions`, they are still being looked for.

    On a phone, where the piece does not stand beside it, it begins with what the piece is. `told`: a line above all,
    `undo`: what has just been put away, and can be brought back.
    """
    chips = _chips(suggestions) if suggestions else '<p class="quiet">Looking for good questions…</p>'
    return (
        f'<div class="talk"><div class="invitation">{_told_above(told)}{_undo(undo)}{_about(piece)}'
        "<h2>Ask the piece anything</h2><p>It answers in its own words: whole sentences, quoted exactly, each one a "
        "click away from its place. What it does not say, you are told that it does not say.</p>"
        f'{chips}<p class="quiet">{shown(answerer)} <span class="keys">Press <kbd>/</kbd> to ask, '
        "or click a sentence of the piece.</span></p>"
        "</div></div>"
    )


def _told_above(text: str) -> str:
    return f'<p class="failure" role="alert">{shown(text)}</p>' if text else ""


def _undo(text: str) -> str:
    if not text:
        return ""
    return f'<p class="undo" role="status">{shown(text)} <button type="button" data-act="undo">Undo</button></p>'


def _about(piece: Piece) -> str:
    byline = _byline(piece)
    return (
        f'<button type="button" class="about" data-sheet><b dir="auto">{shown(name_of(piece))}</b>'
        f"<span>{byline}</span></button>"
    )


def _chips(suggestions: Suggestions) -> str:
    rows = [_chip(question, "") for question in suggestions.answerable]
    rows += [_chip(question, '<span class="hint">not in the text?</span>') for question in suggestions.unanswerable]
    return f'<ul class="chips" aria-label="Suggested questions">{"".join(rows)}</ul>' if rows else ""


def _chip(question: str, hint: str) -> str:
    return (
        f'<li><button type="button" class="chip" data-act="ask" data-question="{escape(question)}">'
        f"<span>{shown(question)}</span>{hint}</button></li>"
    )


def _turn(turn: Turn, *, last: bool, rated: bool, editing: bool) -> str:
    lang = _lang(turn)
    edited = '<p class="quiet">Your next question replaces this one.</p>' if editing else ""
    return (
        f'<article class="turn{" editing" if editing else ""}" data-turn="{turn.number}" data-state="{turn.state}" '
        f'aria-label="{escape(f"Question {turn.number}")}">'
        f'<h2 class="asked" dir="auto"{lang}>{shown(turn.question)}</h2>{_read_as(turn)}'
        f'<div class="answer"{lang}>{"".join(_parts(turn))}</div>'
        f"{_foot(turn, last=last, rated=rated, editing=editing)}{edited}</article>"
    )


def _lang(turn: Turn) -> str:
    """What tells a screen reader that a question is in another language, in which it is then answered too."""
    language = language_of(turn.question)
    return f' lang="{language}"' if language and language != "en" and localised.english_name(language) else ""


def _read_as(turn: Turn) -> str:
    if turn.answer is None or turn.answer.standalone_question == turn.answer.question:
        return ""
    read_as = with_stop(turn.answer.standalone_question, turn.answer.question)
    return f'<p class="quiet readas">Read as: {shown(read_as)}</p>'


def _parts(turn: Turn) -> Iterable[str]:
    if turn.answer and turn.answer.refusal:
        yield _refusal(turn.answer.refusal, _verdict(turn, turn.answer.refusal))
    piece = turn.answer.piece if turn.answer else None
    for words, numbers, below in turn.laid_out:
        marks = "".join(_mark(turn.quotes[number], number + 1) for number in numbers)
        if words:
            yield f'<p class="said" dir="auto">{shown(words)}{marks}</p>'
        yield from (_block(turn.quotes[number], number + 1, piece) for number in below)
    if turn.answer and turn.answer.notice:
        yield f'<p class="quiet notice">{shown(turn.answer.notice)}</p>'
    if turn.withheld:
        yield _withheld(turn.withheld)
    if turn.error:
        yield f'<p class="failure" role="alert">{shown(turn.error)}</p>'
    if turn.state == "running":
        yield _doing(turn)
    if turn.state == "stopped":
        yield '<p class="quiet">Stopped.</p>'


def checked_html(draft: str, found: Sequence[Checked], piece: Piece) -> str:
    """What came of a draft: a line on all of it, then each quotation with the piece's sentences."""
    if not found:
        return told_html("", total(found))
    rows = "".join(_checked(draft, one, number, piece) for number, one in enumerate(found, 1))
    return (
        f'<section class="checked" aria-label="The quotations of the draft"><div class="sum"><p>{total(found)}</p>'
        f'<button type="button" class="copy" data-act="copy" data-copy="{escape(told(draft, found, piece))}" '
        f'aria-label="Copy what was found">Copy</button></div><ol>{rows}</ol></section>'
    )


def _checked(draft: str, one: Checked, number: int, piece: Piece) -> str:
    """One quotation of a draft: whether it may be printed so, why not, and what the piece has."""
    look, verdict = ("holds", "As in the piece") if one.holds else ("fails", "Not as in the piece")
    remarks = "".join(f'<p class="remark">{shown(remark)}</p>' for remark in one.remarks)
    quotes = "".join(
        f'<blockquote lang="{written_in(piece.text) or ""}"><p dir="auto">{_marked(quote)}&nbsp;<a class="cite" '
        f'{_place(quote)} aria-label="Quotation {number}: show it in the piece">show</a></p></blockquote>'
        for quote in one.quotes
    )
    return (
        f'<li class="proof {look}"><p class="words" dir="auto"><span class="sign" aria-hidden="true">'
        f'{sign(one)}</span><span class="sr">{verdict}: </span>{shown(inline(one.words))} '
        f'<span class="line">line {line_number(draft, one)}</span></p>{remarks}{quotes}</li>'
    )


def _doing(turn: Turn) -> str:
    """What is happening; a model may be silent for long, and the page's script counts the seconds."""
    if not turn.writer:
        return '<p class="reading"><span>Reading the piece</span></p>'
    if turn.parts:
        return f'<p class="reading"><span>{shown(turn.writer)} goes on writing; what passes is shown</span></p>'
    return (
        f'<p class="reading" data-silent><span>Waiting for {shown(turn.writer)}</span></p>'
        '<p class="quiet patience">If it says nothing for a minute, the embedded reader answers.</p>'
    )


def _mark(quote: Quote, number: int) -> str:
    """A citation: a link to the sentence."""
    return f'&nbsp;<a class="cite" {_place(quote)} aria-label="Quote {number}: show it in the piece">{number}</a>'


def _place(quote: Quote) -> str:
    """Where a link leads, with the quote for those who only point at it."""
    first, last = quote.sentences[0], quote.sentences[-1]
    mark = f' data-mark="{quote.highlight[0]}-{quote.highlight[1]}"' if quote.highlight else ""
    return f'href="#s{first}" data-first="{first}" data-last="{last}"{mark} data-quote="{escape(quote.text)}"'


def _block(quote: Quote, number: int, piece: Piece | None) -> str:
    """The quote set apart, with who speaks in it; once the answer is whole, it can be copied by itself."""
    who = f'<cite class="speaker">{shown(speaking(quote))}</cite>' if speaking(quote) else ""
    copying = _copy_quote(line_of(quote, piece), number) if piece else ""
    return (
        f'<blockquote class="quote" data-number="{number}"><p dir="auto">{_marked(quote)}'
        f'<span class="end">{_mark(quote, number)}{copying}</span></p>{who}</blockquote>'
    )


def _copy_quote(line: str, number: int) -> str:
    return (
        f'<button type="button" class="copy" data-act="quote" data-copy="{escape(line)}" '
        f'aria-label="Copy quote {number}">Copy quote</button>'
    )


def _marked(quote: Quote) -> str:
    """The whole quote, the words in it that answer marked."""
    if not quote.highlight:
        return _lines(quote.text)
    start, end = (place - quote.start for place in quote.highlight)
    text = quote.text
    return f"{_lines(text, 0, start)}<mark>{_lines(text, start, end)}</mark>{_lines(text, end)}"


def _verdict(turn: Turn, refusal: Refusal) -> str:
    """A refusal in a word: in English only, as the page is, and where something was asked."""
    if _lang(turn) or kind_of(turn.question) == "help":
        return ""
    foreign = refusal.message.startswith(localised.words("en")["foreign"].partition("{")[0])
    return FOREIGN if foreign else VERDICTS[refusal.code]


def _refusal(refusal: Refusal, verdict: str) -> str:
    word = f'<p class="verdict">{verdict}</p>' if verdict else ""
    nearest = ""
    if refusal.nearest:
        nearest = (
            f'<div class="nearest"><p class="quiet">{frames()["nearest"]}</p>'
            f'<blockquote><p dir="auto">{_lines(refusal.nearest.text)}&nbsp;'
            f'<a class="cite where" {_place(refusal.nearest)} '
            'aria-label="The nearest passage: show it in the piece">show</a></p></blockquote></div>'
        )
    return (
        f'<div class="refusal" data-code="{refusal.code}">{word}<p dir="auto">{shown(refusal.message)}</p>'
        f"{nearest}</div>"
    )


def _withheld(held: Sequence[Withheld]) -> str:
    rows = "".join(f"<li><q>{shown(one.text)}</q> <span>{shown(one.reason)}</span></li>" for one in held)
    count = "One statement was" if len(held) == 1 else f"{len(held)} statements were"
    return (
        f'<details class="withheld"><summary>{count} withheld: the piece does not bear it out</summary>'
        f"<ul>{rows}</ul></details>"
    )


def _foot(turn: Turn, *, last: bool, rated: bool, editing: bool) -> str:
    """Who answered, and what can be done with the answer."""
    if turn.state == "running":
        return ""
    by = f'<span class="by">{_answerer(turn)}</span>' if turn.answer else ""
    buttons = [_button("copy", "Copy answer", turn, f' data-copy="{escape(copied(turn))}"')] if turn.answer else []
    if last:
        buttons += [_button("retry", "Retry", turn), _button("edit", "Cancel edit" if editing else "Edit", turn)]
    if turn.answer and rated:
        buttons += [_thumb("up", "A good answer", turn), _thumb("down", "A bad answer", turn)]
    return f'<footer class="foot">{by}<span class="tools">{"".join(buttons)}</span></footer>{_comment(turn)}'


def _comment(turn: Turn) -> str:
    """After a rating, room for a word about it."""
    if turn.rating is None:
        return ""
    if turn.commented:
        return '<p class="quiet">Thank you. It is kept on this machine.</p>'
    return (
        f'<form class="comment" data-turn="{turn.number}" data-rating="{turn.rating}">'
        '<label>Kept on this machine. Anything to add? (optional)<input type="text" maxlength="2000"></label>'
        '<button type="submit">Send</button></form>'
    )


def _answerer(turn: Turn) -> str:
    answer = turn.answer
    assert answer is not None
    if answer.answerer == "reader":
        return "By the embedded reader"
    return f"Written by {shown(answer.model or answer.answerer)}, checked against the piece"


def _button(act: str, label: str, turn: Turn, more: str = "") -> str:
    return f'<button type="button" data-act="{act}" data-turn="{turn.number}"{more}>{label}</button>'


def _thumb(rating: str, label: str, turn: Turn) -> str:
    pressed = "true" if turn.rating == rating else "false"
    return (
        f'<button type="button" class="thumb" data-act="rate" data-turn="{turn.number}" data-rating="{rating}" '
        f'aria-pressed="{pressed}" aria-label="{label}" title="{label}">{THUMB}</button>'
    )
