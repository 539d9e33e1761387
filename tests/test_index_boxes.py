import re
import time

import pytest

from index.boxes import without_boxes
from index.loading import load_bytes, load_text

LONG = "Last winter the council let the plant pour waste into the Mill, and nobody was fined for it."
BODY = f"{LONG}\n\nThe boats are tied up. It was so in spring.\n\nWho is to blame? The council is."
PASTE = f"""Your privacy
We and our 61 partners use cookies and store data on your device.
Accept all
Reject all
Cookie settings

The Tawe Courier
Home
News
Opinion
Puzzles
Subscribe from £2 a month

Opinion / Comment

Give the Mill back to the river
A plant is not a neighbour

Ann Orr
Chief columnist

Published: 07:30 GMT, 8 February 2025 | Updated: 09:00 GMT, 9 February 2025

Share
Facebook
Copy link

{LONG}

Sign up to The Tawe Tuesday
All that floats, before breakfast.
Enter your email address
Sign up
By signing up you agree to our terms.

The boats are tied up. It was so in spring.

RELATED STORIES
Next
Six ways to cook an eel
‘I married a lock keeper’: a reader writes

Who is to blame? The council is.

More on this story
Plant to grow ‘by half’, says plant
7 February 2025
Most viewed
1 Dog found in weir
2 Best kettles of the year

Comments (2)
MillGirl: You were never there, were you.
Old_Eel: She was. I saw her.

© 2025 The Tawe Courier. All rights reserved.
Terms | Privacy | Contact us"""
PARTS = ["Give the Mill back to the river", "A plant is not a neighbour", "Ann Orr", *BODY.split("\n\n")]


def left(*blocks: str) -> list[str]:
    return [words for words in without_boxes(blocks) if words]


def test_a_page_pasted_whole_has_the_title_the_author_the_date_and_the_words_of_its_article():
    for piece in (load_text(PASTE), load_bytes(PASTE.replace("\n", "\r\n").encode(), "a.txt")):
        assert (piece.title, piece.author, piece.date) == ("Give the Mill back to the river", "Ann Orr", "2025-02-08")
        assert piece.text.split("\n\n") == PARTS


def test_boxes_are_known_on_a_page_whose_lines_are_paragraphs_too():
    page = "".join(f"<p>{line}</p>" for line in PASTE.split("\n") if line).replace("<p>Next</p>", "")
    page = re.sub("<p>(Six.*?|‘I.*?)</p>", r"<li>\1</li>", page).replace("<p>All that", "<p>In your inbox: all that")
    piece = load_bytes(f"<title>Give the Mill back to the river</title>{page}".encode(), "a.html")
    assert (piece.author, piece.date) == ("Ann Orr", "2025-02-08")
    assert piece.text.split("\n\n") == ["A plant is not a neighbour", *BODY.split("\n\n")]


@pytest.mark.parametrize(
    "box",
    [
        "We value your privacy\nAccept all",
        "This site uses cookies so that it can know you.\nAllow all\nDecline",
        "Accept all cookies\nOnly necessary cookies\nCookie policy",
        "By clicking below you agree to all of it\nI accept\nManage your choices",
        "Subscribe to the Tuesday eel\n\nStraight to your inbox.\n\nYour email address\n\nSubscribe",
        "Newsletter\nEmail address:\nSubmit",
        "You may also like\nSix ways to cook an eel",
        "Most read\n1 Dog found in weir\n2 Best kettles of the year",
    ],
)
def test_a_box_between_two_paragraphs_is_left_out(box: str):
    assert left(LONG, *box.split("\n\n"), LONG) == [LONG, LONG]


@pytest.mark.parametrize(
    "words",
    [
        "Accept",
        "Reject all",
        "Allow\nDecline",
        "We value your privacy",
        "We use cookies to bribe them\nand data to scare them",
        "You can change your mind.",
        "Sign up to the army\nIt was all they said.",
        "Sign up to the army\n\nSubscribe\n\nSubmit",
        "Sign up to the army\nOne.\nTwo.\nThree.\nEnter your email address",
        "Newsletter\n\nMine goes to nobody.",
        "Related stories\n\nSix ways to cook an eel",
        "Related stories\nThere are none.",
        "Most read\nNobody reads the river:",
        "Home\nNews\nWeather",
        "Terms\nPrivacy\nHelp",
    ],
)
def test_words_of_the_piece_that_only_begin_like_a_box_stay(words: str):
    blocks = [LONG, *words.split("\n\n"), LONG]
    assert without_boxes(blocks) == blocks


@pytest.mark.parametrize("head", ["The Tawe Courier\nHome\nNews\nSport", "News\n\nComment\n\nSign in\n\nSearch"])
def test_a_menu_is_left_out_above_the_first_prose(head: str):
    assert left(*head.split("\n\n"), "The Mill", LONG) == ["The Mill", LONG]


@pytest.mark.parametrize("head", ["Home\nNews", "home\nnews\nsport", "I read:\nNews\nSport\nWeather", "The Mill\nNews"])
def test_other_words_above_the_first_prose_stay(head: str):
    assert left(head, LONG) == [head, LONG]


def test_a_footer_a_line_an_item_is_left_out_below_the_last_prose():
    assert left(LONG, "Terms of use\nPrivacy policy\nContact us") == [LONG]
    assert left(LONG, "Terms of use\nof endearment\nContact us")[1:] == ["Terms of use\nof endearment\nContact us"]


@pytest.mark.parametrize(
    "comments",
    [
        "Comments (2)\n\nMillGirl: You were never there.\n\nOld_Eel: She was. I saw her.",
        "2 comments\n\nMillGirl\nYou were never there.\n\nBo Lee\nShe was. I saw her.\n\nAnd so did you.",
        "Readers’ comments\nMillGirl says:\nYou were never there.\nReply",
        "Join the conversation\n\nMillGirl\n2 hours ago\nYou were never there.\nReply\n\nMost read\nDog found in weir",
        "1 thought on “The Mill”\n\nMillGirl says:\nMarch 6, 2026 at 9:14 am\nYou were never there.\nReply",
        "Comments\n\nMillGirl, 3 days ago\n\nYou were never there.",
    ],
)
def test_readers_comments_below_the_piece_are_left_out_with_all_that_follows(comments: str):
    assert left(*BODY.split("\n\n"), *comments.split("\n\n")) == BODY.split("\n\n")


@pytest.mark.parametrize(
    "words",
    [
        "Comments are closed, said the editor.\n\nMillGirl: You were never there.",
        "Comments\n\nMillGirl: You were never there.",
        f"Comments (2)\n\n{LONG}\n\n{LONG}",
        f"12 comments\n\nThe Mill\n{LONG}\n\n{LONG}\n\n{LONG}",
        "Join the conversation\n\nIt was the last thing that they wanted.",
        "Comments (2)",
    ],
)
def test_a_heading_of_comments_with_the_pieces_own_words_below_it_stays(words: str):
    blocks = [*BODY.split("\n\n"), *words.split("\n\n")]
    assert without_boxes(blocks) == blocks


def test_comments_are_left_out_of_a_text_of_a_line_a_paragraph_too():
    own = BODY.replace("\n\n", "\n")
    assert left(f"{own}\nComments 2\nMillGirl, Harlow, 2 hours ago\nYou were never there.") == [own]
    wrapped = f"{own}\nMany had to\nhave your say\nMillGirl: it is so."
    assert left(wrapped) == [wrapped]


def test_comments_counted_above_the_article_cut_nothing_of_it():
    blocks = ["The Mill", "Comments (12)", "MillGirl: it is a name on a wall.", *BODY.split("\n\n")]
    assert without_boxes(blocks) == blocks


@pytest.mark.parametrize(
    "unit",
    [
        "Accept all\nReject all\n",
        "Home\n",
        "Sign up to it\n",
        "Related stories\n\n",
        "It is. Comments (2)\n\n",
        "A b:\n",
    ],
)
def test_long_texts_are_looked_through_in_linear_time(unit: str):
    def seconds(size: int) -> float:
        began = time.process_time()
        without_boxes((unit * (size // len(unit)) + "It is.\n\nIt is.\n\nIt is.\n\nComments (2)\n\nx").split("\n\n"))
        return time.process_time() - began

    assert seconds(160_000) < 40 * (seconds(20_000) + 0.01)
