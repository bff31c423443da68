"""The tug of war as it is seen: which bars there are, how they are named and marked, and what is said of them."""

from dataclasses import replace

import pytest

from core import RECIPES, Regulariser, compile_program
from core.explain import Share, TugOfWar, tug_of_war
from viz.explain.tug import Bar, balance, bars_of, picture, reading_aid, tug_alt, tug_table
from viz.explain.tug.bars import MOST
from viz.explain.tug.figure import FEW, WIDEST
from viz.palette import PALETTES


def war(*amounts: float, penalty: float | None = None) -> TugOfWar:
    shares = [Share(row, "", amount, 1) for row, amount in enumerate(amounts)]
    shares += [] if penalty is None else [Share(None, "l2", penalty, 1)]
    return TugOfWar("h1/W", (0, 0), sum(share.amount for share in shares), tuple(shares))


@pytest.mark.parametrize("count", [1, 4, FEW])
def test_few_bars_are_bars_and_no_walls(count: int) -> None:
    gap = picture([Bar(str(k), 1.0, k) for k in range(count)], None, "light").to_dict()["layout"]["bargap"]
    assert (1.0 - gap) / count == pytest.approx(WIDEST), "of the whole picture"


def test_bars_stand_by_size_or_as_in_the_batch_with_penalties_last() -> None:
    tug, places = war(1.0, -3.0, 2.0, penalty=9.0), [40, 7, 12]
    assert [bar.label for bar in bars_of(tug, places, by_size=True)] == ["7", "12", "40", "L2 penalty"]
    assert [bar.label for bar in bars_of(tug, places, by_size=False)] == ["40", "7", "12", "L2 penalty"]
    assert [bar.example for bar in bars_of(tug, places, by_size=False)] == [40, 7, 12, None]


@pytest.mark.parametrize("by_size", [True, False])
def test_of_a_crowd_the_largest_stand_alone_and_the_others_together_by_direction(by_size: bool) -> None:
    amounts = [10.0 + row for row in range(MOST)] + [0.5, -0.25, 0.0, -0.25]
    bars = bars_of(war(*amounts), list(range(len(amounts))), by_size)
    assert len(bars) == MOST + 2
    assert [(bar.label, bar.amount) for bar in bars[MOST:]] == [("2 others", 0.5), ("2 others", -0.5)]
    assert sum(bar.amount for bar in bars) == sum(amounts)


def test_the_chosen_example_has_a_bar_however_small() -> None:
    bars = bars_of(war(*[1.0] * MOST, 0.5, 0.25), list(range(MOST + 2)), by_size=True, chosen=MOST + 1)
    assert [bar.label for bar in bars[MOST:]] == [str(MOST + 1), "1 other"]


def test_a_single_other_is_one_other() -> None:
    bars = bars_of(war(*[1.0] * MOST, 0.5), list(range(MOST + 1)), by_size=True)
    assert bars[-1].label == "1 other"


@pytest.mark.parametrize("theme", PALETTES)
def test_the_figure_is_one_bar_for_each_share_and_frames_the_chosen(theme: str) -> None:
    bars = bars_of(war(1.0, -3.0, penalty=0.5), [4, 9], by_size=False)
    (trace,) = picture(bars, 9, theme).validated().data
    assert list(trace.y) == [1.0, -3.0, 0.5]
    assert list(trace.customdata) == [4, 9, -1]
    assert list(trace.marker.line.width) == [0, 3, 0]
    assert list(trace.text) == ["", "chosen", ""]
    assert trace.marker.color[0] == trace.marker.color[2] != trace.marker.color[1]
    assert trace.hovertext[1] == "example 9: −3"


def test_what_overflowed_has_no_bar_and_no_balance() -> None:
    tug = war(float("inf"), 1.0)
    (trace,) = picture(bars_of(tug, [0, 1], by_size=True), None, "light").validated().data
    assert list(trace.y) == [None, 1.0]
    assert balance(tug) == ["There is no balance: the numbers of this step are no longer finite."]
    assert "∞" in tug_table(compile_program(RECIPES["xor"]), tug, bars_of(tug, [0, 1], by_size=True))


@pytest.mark.parametrize(
    ("tug", "said"),
    [
        (war(2.0), "pulls alone"),
        (war(1.0, 2.0), "all pull one way"),
        (war(1.0, 9.0, -0.1), "almost all of it pulls one way"),
        (war(1.0, -2.0), "a part of it is undone"),
        (war(1.0, -1.1), "most of it is undone"),
        (war(1.0, -1.0), "they cancel almost entirely"),
    ],
)
def test_the_cancellation_is_said_in_words(tug: TugOfWar, said: str) -> None:
    assert said in balance(tug)[0]
    assert "equal to the recorded gradient" in balance(tug)[1]
    assert "NOT" not in balance(tug)[1]


def test_a_sum_that_is_not_what_was_recorded_is_called_so() -> None:
    assert "NOT equal to the recorded gradient 7" in balance(replace(war(1.0, 2.0), recorded=7.0))[1]


def test_nobody_pulls_at_a_dead_unit() -> None:
    assert balance(war(0.0, 0.0)) == ["Nobody pulls at h1/W[0,0]: every share is 0, and so is the recorded gradient."]


def aids(recipe: str, **changes) -> str:
    program = compile_program(replace(RECIPES[recipe], **changes))
    step = program.advance(program.start())[1]
    return " ".join(reading_aid(program, tug_of_war(program, step, "h1/W", (0,) * len(step.value("h1/W").shape))))


def test_what_a_share_is_a_share_of_is_said() -> None:
    assert "every share carries its 1/10: what that example would give alone" in aids("circles")
    assert "the shares carry no 1/4: each is what that example would give alone" in aids("xor")
    assert "batch" not in aids("two_two_two")
    assert "used at 36 places" in aids("cnn")
    normalised = aids("circles", regularisers=(Regulariser("batch_norm", 0.1),))
    assert "Examples meet in means" in normalised
    assert "alone" not in normalised


def test_the_table_says_what_the_examples_are() -> None:
    program = compile_program(RECIPES["iris"])
    step = program.advance(program.start())[1]
    tug, places = tug_of_war(program, step, "h1/W", (0, 0)), program.batches.indices(0).tolist()
    lines = tug_table(program, tug, bars_of(tug, places, by_size=True)).splitlines()
    assert len(lines) == 2 + program.batch + 1
    assert "target setosa" in " ".join(lines)
    assert lines[-1].startswith("| **net** | **")


def test_the_bars_are_told_to_those_who_do_not_see_them() -> None:
    tug = war(1.0, -3.0)
    assert tug_alt(tug, bars_of(tug, [4, 9], by_size=True)) == (
        "2 bars, 1 above zero and 1 below; the largest is example 9 with −3. They add up to −2."
    )
