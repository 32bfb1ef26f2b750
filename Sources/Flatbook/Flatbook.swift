// The umbrella: what `import Flatbook` gives a notebook.
@_exported import CairoPlotting
@_exported import FlatMinima
@_exported import Learning
@_exported import LinearAlgebra
@_exported import NotebookRuntime
@_exported import Plotting

// sqrt, log, exp, pow and their kin.
#if canImport(Glibc)
  @_exported import Glibc
#elseif canImport(Musl)
  @_exported import Musl
#else
  @_exported import Darwin
#endif
