"""Where the charts are on the page: named once for the tests and their fixtures."""

LOSS = ".st-key-loss_plot .js-plotly-plot"
SURFACE = ".st-key-surface_plot .js-plotly-plot"
