// CairoPlotting
