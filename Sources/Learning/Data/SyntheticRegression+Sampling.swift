import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension SyntheticRegression {
  /// The point of the manifold (d numbers) that belongs to a point of the unit cube (d₀ numbers). O(d (d₀ + bends)).
  public func point(at latent: [Double]) -> [Double] {
    precondition(latent.count == intrinsicDimension, "a latent point has \(intrinsicDimension) coordinates")
    let coordinates = latent + bends.map { $0.value(latent) }
    return (0..<inputDimension).map { i in
      coordinates.indices.reduce(0) { $0 + frame[i, $1] * coordinates[$1] }
    }
  }

  /// The target f*(x), defined on all of R^d. O(d).
  public func target(at input: [Double]) -> Double {
    precondition(input.count == inputDimension, "an input has \(inputDimension) coordinates")
    return waves.reduce(0) { $0 + $1.value(input) }
  }

  /// The gradient ∇f*(x): d numbers. O(d).
  public func targetGradient(at input: [Double]) -> [Double] {
    precondition(input.count == inputDimension, "an input has \(inputDimension) coordinates")
    var gradient = [Double](repeating: 0, count: inputDimension)
    for wave in waves {
      let slope = wave.amplitude * cos(wave.argument(input))
      for i in gradient.indices { gradient[i] += slope * wave.frequency[i] }
    }
    return gradient
  }

  /// An upper bound of the sum of the absolute values of ∇f*(x) on all of R^d: M1 for balls of the maximum norm.
  public var maximumNormLipschitzConstant: Double {
    waves.reduce(0) { $0 + abs($1.amplitude) * $1.frequency.reduce(0) { $0 + abs($1) } }
  }

  /// `count` fresh samples: inputs count × d, targets count × 1. O(count · d (d₀ + bends)).
  ///
  /// The inputs are independent; the generator alone decides them.
  ///
  /// - Throws: `DataError.invalidArgument` unless `count` ≥ 1.
  public func sample(_ count: Int, using generator: inout some RandomNumberGenerator) throws(DataError) -> Dataset {
    guard count >= 1 else { throw .invalidArgument(name: "count", value: "\(count)", allowed: "1 or more") }
    var inputs: [Double] = []
    inputs.reserveCapacity(count * inputDimension)
    var targets: [Double] = []
    targets.reserveCapacity(count)
    for _ in 0..<count {
      let input = point(at: (0..<intrinsicDimension).map { _ in generator.uniform() })
      inputs.append(contentsOf: input)
      targets.append(target(at: input))
    }
    return try Dataset(inputs: Matrix(rows: count, columns: inputDimension, elements: inputs), targets: targets)
  }
}
