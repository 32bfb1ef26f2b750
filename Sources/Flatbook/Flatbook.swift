// The umbrella: what `import Flatbook` gives a notebook.
@_exported import CairoPlotting
@_exported import FlatMinima
@_exported import Learning
@_exported import LinearAlgebra
@_exported import NotebookFormat
@_exported import NotebookRuntime
@_exported import Plotting
