import Learning
import Testing

/// How a key of a golden file names a way of sampling: `with_B2` is with replacement, batch size 2.
struct GoldenScheme {
  let sampling: BatchSampling
  let batchSize: Int
  /// Of keys such as `without_B2_k3`.
  let order: Int?

  init(_ key: some StringProtocol) throws {
    let found = try #require(
      String(key).wholeMatch(of: /(with|without)_B(\d+)(?:_k(\d+))?/),
      "\(key) names no way of sampling, as with_B2 or without_B3_k4 do")
    sampling = found.1 == "with" ? .withReplacement : .withoutReplacement
    batchSize = try #require(Int(found.2))
    order = found.3.flatMap { Int($0) }
  }
}

extension GoldenValue {
  /// The fields of an object whose keys are exponents 2k, with k.
  var byOrder: [(order: Int, value: GoldenValue)] {
    get throws {
      try fields.map { key, value in
        let exponent = try #require(Int(key), "\(value.path): the key is not an exponent")
        try #require(exponent >= 2 && exponent % 2 == 0, "\(value.path): exponents are 2, 4, 6, …")
        return (exponent / 2, value)
      }
    }
  }

  /// The fields whose names start with a prefix, with the rest of the name.
  func fields(prefixed prefix: String) throws -> [(rest: String, value: GoldenValue)] {
    let found = try fields.filter { $0.key.hasPrefix(prefix) }
    if found.isEmpty { self["\(prefix)…"].noteMissing() }
    return found.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
  }
}
