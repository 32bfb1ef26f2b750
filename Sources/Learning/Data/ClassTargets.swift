/// How the class of a sample becomes the numbers that a network is to reproduce.
public enum ClassTargets: String, Sendable, CaseIterable {
  /// One output per class: 1 for the sample's class, 0 for the others. The choice of Ma & Ying (2021).
  case oneHot
  /// One output: −1 for the first class, +1 for the second. Two classes only.
  case signs
  /// One output: the position of the class in the list of classes, 0, 1, 2, …
  case positions

  /// The number of outputs for so many classes.
  public func outputDimension(classCount: Int) -> Int { self == .oneHot ? classCount : 1 }

  /// The target of the class at `position` among `classCount` classes.
  func values(position: Int, classCount: Int) -> [Double] {
    switch self {
    case .oneHot: (0..<classCount).map { $0 == position ? 1 : 0 }
    case .signs: [position == 0 ? -1 : 1]
    case .positions: [Double(position)]
    }
  }
}
