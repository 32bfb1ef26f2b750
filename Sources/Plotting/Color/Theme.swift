/// What the colour roles of a scene look like.
public struct Theme: Hashable, Sendable {
  /// Text and whatever must be read.
  public var ink: RGB
  /// Axes and whatever may stand back.
  public var muted: RGB
  /// The grid behind the data.
  public var grid: RGB
  /// The page.
  public var paper: RGB
  /// Colours of the series, in the order of their use.
  public var series: [RGB]

  /// A theme from its colours.
  public init(ink: RGB, muted: RGB, grid: RGB, paper: RGB, series: [RGB]) {
    self.ink = ink
    self.muted = muted
    self.grid = grid
    self.paper = paper
    self.series = series
  }

  /// Dark ink on white paper; the series are the colours of Okabe and Ito (2008) that can be seen on white.
  public static let light = Theme(
    ink: RGB(0x1f2328), muted: RGB(0x59636e), grid: RGB(0xe4e7eb), paper: RGB(0xffffff),
    series: [0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x3f464e].map(RGB.init))

  /// Light ink on dark paper; the series have the hues of the light theme, lighter.
  public static let dark = Theme(
    ink: RGB(0xe6edf3), muted: RGB(0x9aa4ae), grid: RGB(0x2a3038), paper: RGB(0x0d1117),
    series: [0x4a9fe0, 0xf27f33, 0x2fbf95, 0xdf9cc3, 0xf0b93a, 0x9ad4f7, 0xc3cad2].map(RGB.init))

  /// The colour that a role has in this theme.
  public func rgb(_ color: Scene.Color) -> RGB {
    switch color {
    case .ink: ink
    case .muted: muted
    case .grid: grid
    case .paper: paper
    case .series(let number): series.isEmpty ? ink : series[number % series.count]
    case .fixed(let color): color
    }
  }
}
