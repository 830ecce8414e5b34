"""What `bench/search` reads, spoils and counts."""

from __future__ import annotations

import json

import pytest

from bench.search_questions import Pool, mistyped
from bench.search_report import figures
from kundportal.running.folder import Problem


def line(question, answers, label):
    return json.dumps({"question": question, "candidate_answers": answers, "label": label})


def test_the_pool_has_each_right_answer_once(tmp_path):
    file = tmp_path / "questions.jsonl"
    rows = [line("a?", ["x", "y"], 1), "", line("b?", ["z", "y"], 0), line("c?", ["y"], 0)]
    file.write_text("\n".join(rows))
    pool = Pool.read(file)
    assert pool.answers == ["y", "z"]
    assert pool.questions == [("a?", 0), ("b?", 1), ("c?", 0)]


@pytest.mark.parametrize("row", ["{", "[]", "{}", line("a?", ["x"], 3), ""])
def test_a_file_that_cannot_be_read_is_told_of_in_a_line(tmp_path, row):
    file = tmp_path / "questions.jsonl"
    file.write_text(row + "\n")
    with pytest.raises(Problem, match=r"questions\.jsonl"):
        Pool.read(file)


def test_one_letter_is_wrong_in_each_long_word():
    asked = "Hur byter jag lösenordet till plattformen i boken?"
    for seed in range(50):
        spoilt = mistyped(asked, seed).split()
        for before, after in zip(asked.split(), spoilt, strict=True):
            assert (before == after) == (len(before.strip("?")) <= 5)
            assert abs(len(before) - len(after)) <= 1
    assert mistyped(asked, 1) == mistyped(asked, 1)


def test_figures_count_the_first_the_first_five_and_the_rank():
    found = [[1, 2], [2, 1], [5, 4, 3, 2, 9, 1], []]
    assert figures(found, [1, 1, 1, 1]) == {
        "r1": 0.25,
        "r5": 0.5,
        "mrr10": pytest.approx((1 + 1 / 2 + 1 / 6) / 4),
    }
