import NotebookFormat

/// How far numbers of a new run may lie from those recorded.
///
/// A number is accepted where |found − recorded| ≤ tolerance · max(|recorded|, 10⁻⁶ · scale). The scale is the largest
/// number of the column; for a number that stands alone it is the number itself. NaN is accepted for NaN, an infinity
/// for itself. Whole numbers of tables must be equal unless a tolerance is named for them.
public struct Tolerances: Equatable, Sendable {
  /// The tolerance where nothing else is said, 10⁻⁹: what another order of summation changes, and hardly more.
  public static let standard = 1e-9

  /// The tolerance of everything that has none of its own; nil for ``standard``.
  public var general: Double?
  /// Tolerances by kind of value: ``Drift/Kind`` of values, text, tables and figures.
  public var byKind: [Drift.Kind: Double]
  /// Tolerances by a cell's label, a parameter's name or the source of a value that prose quotes; they go before those
  /// by kind.
  public var byName: [String: Double]

  /// The kinds that can have a tolerance of their own.
  public static let kinds: [Drift.Kind] = [.value, .text, .table, .figure]

  /// Tolerances from their parts; by default ``standard`` for everything.
  public init(general: Double? = nil, byKind: [Drift.Kind: Double] = [:], byName: [String: Double] = [:]) {
    self.general = general
    self.byKind = byKind
    self.byName = byName
  }

  /// The tolerance of one thing.
  func tolerance(of kind: Drift.Kind, named name: String?) -> Tolerance {
    let stated = name.flatMap { byName[$0] } ?? byKind[kind]
    // A figure's data say 20 for a coordinate that happens to be whole.
    return Tolerance(
      relative: stated ?? general ?? Self.standard, holdsForWholeNumbers: stated != nil || kind == .figure)
  }
}

/// How far one number may lie from the recorded one.
struct Tolerance: Equatable, Sendable {
  var relative: Double
  var holdsForWholeNumbers = false

  func accepts(_ found: Double, for recorded: Double, scale: Double = 0) -> Bool {
    if found == recorded || found.isNaN && recorded.isNaN { return true }
    guard found.isFinite, recorded.isFinite else { return relative == .infinity }
    return (found - recorded).magnitude <= relative * max(recorded.magnitude, 1e-6 * scale)
  }

  func accepts(_ found: Int, for recorded: Int) -> Bool {
    found == recorded || holdsForWholeNumbers && accepts(Double(found), for: Double(recorded))
  }

  /// |found − recorded| / |recorded|; nil where one of them is not finite.
  static func relativeDifference(_ found: Double, _ recorded: Double) -> Double? {
    guard found.isFinite, recorded.isFinite else { return nil }
    return recorded == 0 ? .infinity : (found - recorded).magnitude / recorded.magnitude
  }
}
