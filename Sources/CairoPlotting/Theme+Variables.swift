import Plotting

extension Theme {
  /// The name of the page's variable for a colour role, without the two hyphens; none for colours that mean a value.
  public func variableName(_ color: Scene.Color) -> String? {
    switch color {
    case .ink: "plot-ink"
    case .muted: "plot-muted"
    case .grid: "plot-grid"
    case .paper: "plot-paper"
    case .series(let number): "plot-series-\(series.isEmpty ? 1 : number % series.count + 1)"
    case .label(let number): "plot-label-\(series.isEmpty ? 1 : number % series.count + 1)"
    case .fixed: nil
    }
  }

  /// Every colour role, in order.
  public var roles: [Scene.Color] {
    [.ink, .muted, .grid, .paper] + series.indices.map { .series($0) } + series.indices.map { .label($0) }
  }
}
