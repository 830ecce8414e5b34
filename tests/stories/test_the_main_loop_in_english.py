"""The whole loop in English, in a file of its own so that the languages run side by side."""

import pytest

from tests.stories.examiner import Examiner, faults_in_html
from tests.stories.main_loop import MainLoop


@pytest.mark.django_db(transaction=True)
def test_everyone_finds_their_way_in_english(browser, site, post_office, sent, form, tmp_path):
    examiner = Examiner(in_the_dark=False)
    MainLoop(browser, site, post_office, examiner, "en").play()
    assert not examiner.faults, "\n".join(examiner.faults)
    assert not examiner.consoles, "\n".join(examiner.consoles)
    wrong = faults_in_html(sent.pages, tmp_path)
    assert not wrong, "\n".join(wrong)
