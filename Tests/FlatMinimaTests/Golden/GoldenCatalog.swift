/// Compares every field of a case that it knows; what it leaves unread fails the case.
typealias GoldenChecker = @Sendable (GoldenCase) throws -> Void

/// Which golden cases are known, and by what they are checked.
enum GoldenCatalog {
  static let checkers: [String: GoldenChecker] = [
    "G01": checkNetwork, "G02": checkNetwork, "G03": checkNetwork, "G04": checkNetwork,
    "G07": checkOperatorNorms, "G08": checkBatchMoments, "G09": checkThresholds, "G10": checkClosedForm,
    "G11": checkNetworkThresholds, "G12": checkNetworkThresholds, "G13": checkOddOrders, "G14": checkSuprema,
    "G15": checkRightHandSides, "G16": checkSobolevBounds, "G17": checkBiasIdentity, "G18": checkThreeTerms,
    "G19": checkMissingMass, "G20": checkRungeTask, "G21": checkHeavyBall, "G22": checkAttacks,
    "G23": checkLearningRates, "G24": checkResidualTrace, "G25": checkGridSeminorm,
  ]

  /// Cases that are known but not checked, and why.
  static let skipped: [String: String] = [
    "G05": "there is no convolutional network yet",
    "G06": "there is no convolutional network yet",
  ]

  /// The known cases and those of the current file; none if the file cannot be used.
  static var ids: [String] {
    guard let file = try? GoldenFile.current.get() else { return [] }
    return Set(checkers.keys).union(skipped.keys).union(file.entries.map(\.id)).sorted()
  }
}
