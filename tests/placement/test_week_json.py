"""A week kept as JSON is the week that comes back."""

import json

from hypothesis import given

from hearthside.placement.solver.answers import answers
from hearthside.placement.solver.options import Options
from hearthside.placement.week_json import from_json, to_json
from tests.placement.tiny_rosters import problems


@given(problem=problems())
def test_whatever_the_planner_answers_comes_back_as_it_was(problem):
    (answer,) = answers(problem, Options(seconds=None, effort=1, threads=1))

    kept = json.dumps(to_json(answer.week), allow_nan=False)

    assert from_json(json.loads(kept)) == answer.week
