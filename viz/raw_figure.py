"""Carries a ready figure dict past Plotly's validation, which costs more than everything else in drawing a figure."""

from typing import Any

import plotly.graph_objects as go


class RawFigure(go.Figure):
    """A figure whose dict is taken as it is; the tests validate the same dict once through `go.Figure`."""

    def __init__(self, spec: dict[str, Any]) -> None:
        """`spec` has the keys of a Plotly figure: data (a list of traces) and layout."""
        super().__init__()
        # Plotly figures guard their attributes; the instance dict is the way around the guard.
        self.__dict__["spec"] = spec

    def to_dict(self) -> dict[str, Any]:
        """The spec itself, not a copy: nobody who draws it changes it."""
        return self.__dict__["spec"]

    def to_plotly_json(self) -> dict[str, Any]:
        """The same; plotly's own writers ask by this name."""
        return self.to_dict()

    def validated(self) -> go.Figure:
        """The same figure as an ordinary one, checked by Plotly: for tests, notebooks and changes by hand."""
        return go.Figure(self.to_dict())
