"""The words of the truth badge: how many, with what, which is worst; never a green word for a wrong gradient."""

from dataclasses import replace

from core.checking import Checked
from viz.explain import in_short, what_was_done

FINE = Checked(0, 1234, 51, count=51, worst=3.21e-11, where=("h1/W", (0, 1)))


def with_(**changes: object) -> Checked:
    return replace(FINE, **changes)


def test_what_agrees_says_how_one_knows() -> None:
    assert in_short(FINE) == "checked · worst error 3e-11"
    assert what_was_done(FINE) == (
        "51 of 51 entries of the gradient of step 1,234 were compared with central differences of the loss, "
        "h = 2e-4 · max(1, |w|). The worst is h1/W[0,1], off by 3.2e-11 of the largest entry of h1/W."
    )


def test_what_differs_is_called_wrong() -> None:
    wrong = with_(worst=0.1)
    assert in_short(wrong) == "wrong · worst error 0.1"
    assert what_was_done(wrong).startswith("This gradient is not the slope of the loss. 51 of 51 entries")


def test_corners_are_counted() -> None:
    said = what_was_done(with_(count=48, corners=1, left_out=3))
    assert "1 has a corner of the loss within h and took a complex step instead." in said
    assert said.endswith("3 lie exactly on a corner, where the loss has no slope to compare with.")


def test_where_nothing_is_compared_it_says_why() -> None:
    nothing = with_(count=0, worst=0.0, where=None)
    assert in_short(nothing) == "not checked"
    assert what_was_done(nothing) == "Nothing of the gradient of step 1,234 is compared yet."
    for barred, why in (("not finite", "no longer finite"), ("cut", "cut short on purpose")):
        one = Checked(0, 7, 51, barred)
        assert in_short(one) == "not checked"
        assert why in what_was_done(one)
