"""The closer look: closed at first, a picture of the step on the screen at rest, none while it plays."""

from tests.screens.app import open_app, ran, session_of


def test_a_newcomer_sees_it_closed() -> None:
    app = open_app("circles")
    assert not [chart for chart in app.get("plotly_chart") if "panel" in chart.proto.id]


def test_the_page_with_pictures_has_no_exception_in_any_recipe() -> None:
    for recipe in ("xor", "two_two_two", "blobs", "sine"):
        app = open_app(recipe)
        app.session_state["panels_card"] = True
        ran(app)
        assert f"Step {session_of(app).cursor:,}." in " ".join(caption.value for caption in app.caption)
