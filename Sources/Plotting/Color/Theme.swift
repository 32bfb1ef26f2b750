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

  /// A theme from its colours. ``problems`` says whether they can be read.
  public init(ink: RGB, muted: RGB, grid: RGB, paper: RGB, series: [RGB]) {
    self.ink = ink
    self.muted = muted
    self.grid = grid
    self.paper = paper
    self.series = series
  }

  /// A theme from hexadecimal colours.
  private init(_ ink: UInt32, muted: UInt32, grid: UInt32, paper: UInt32, series: UInt32...) {
    self.init(
      ink: RGB(ink), muted: RGB(muted), grid: RGB(grid), paper: RGB(paper), series: series.map { RGB($0) })
  }

  /// Dark ink on white paper. The series have the hues of Okabe and Ito (2008); the first three differ in lightness, so
  /// that they can be told apart without colour.
  public static let light = Theme(
    0x1f2328, muted: 0x59636e, grid: 0xe4e7eb, paper: 0xffffff, series: 0x006098, 0xc55500, 0x1aa77b, 0xcc79a7,
    0xe69f00, 0x56b4e9, 0x3f464e)

  /// Light ink on dark paper; the series have the hues of the light theme, lighter.
  public static let dark = Theme(
    0xe6edf3, muted: 0x9aa4ae, grid: 0x2a3038, paper: 0x0d1117, series: 0x3892d2, 0xfe893d, 0x55ddb1, 0xcf7fb0,
    0xf6be3f, 0xaadeff, 0xc3cad2)

  /// Black ink on white paper, with darker series, for printed pages.
  public static let print = Theme(
    0x000000, muted: 0x404040, grid: 0xdcdcdc, paper: 0xffffff, series: 0x005486, 0xba4f00, 0x14a479, 0xb2628f,
    0xcc8c00, 0x379cd0, 0x222222)

  /// Black ink on white paper, with series that all have a contrast of at least 4.5 to it.
  public static let highContrast = Theme(
    0x000000, muted: 0x2b2b2b, grid: 0xc4c4c4, paper: 0xffffff, series: 0x003c62, 0x933d00, 0x008660, 0x863967,
    0x9a6900, 0x00729e, 0x000000)

  /// Black, white and grays only, for copies without colour; the series differ in lightness and in their second cue.
  public static let grayscale = Theme(
    0x000000, muted: 0x404040, grid: 0xdcdcdc, paper: 0xffffff, series: 0x000000, 0x5e5e5e, 0x929292, 0x2b2b2b,
    0x787878, 0xaeaeae, 0x454545)

  /// The colour that a role has in this theme.
  public func rgb(_ color: Scene.Color) -> RGB {
    switch color {
    case .ink: ink
    case .muted: muted
    case .grid: grid
    case .paper: paper
    case .series(let number): seriesColor(number)
    case .label(let number): readable(seriesColor(number))
    case .fixed(let color): color
    }
  }

  /// The colour of a series, from 0; ink where there are none.
  private func seriesColor(_ number: Int) -> RGB { series.isEmpty ? ink : series[number % series.count] }

  /// The least contrast to the paper at which WCAG 2.2 calls text readable.
  static let leastTextContrast = 4.5

  /// A colour moved towards ink in steps of a twentieth until text in it can be read on the paper.
  private func readable(_ color: RGB) -> RGB {
    let steps = (0...20).lazy.map { color.mixed(with: ink, Double($0) / 20) }
    return steps.first { $0.contrast(with: paper) >= Self.leastTextContrast } ?? ink
  }
}
