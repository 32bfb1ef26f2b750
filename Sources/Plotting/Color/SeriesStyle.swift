/// How a series looks: a colour, and from the fourth on a dash and a symbol besides.
public struct SeriesStyle: Hashable, Sendable {
  /// Number of the series, from 0.
  public var slot: Int

  /// The look of the series of a number.
  public init(slot: Int) { self.slot = max(0, slot) }

  static let colorCount = Theme.light.series.count
  private static let dashes: [[Double]] = [[7, 3], [2, 2.5], [8, 3, 2, 3], [12, 4]]

  /// The colour role.
  public var color: Scene.Color { .series(slot % Self.colorCount) }

  /// The pattern of dashes: none for the first three.
  public var dash: [Double] { slot < 3 ? [] : Self.dashes[(slot - 3) % Self.dashes.count] }

  /// The shape of a data point: a circle for the first three.
  public var symbol: Symbol {
    slot < 3 ? .circle : Symbol.allCases[1 + (slot - 3) % (Symbol.allCases.count - 1)]
  }
}
