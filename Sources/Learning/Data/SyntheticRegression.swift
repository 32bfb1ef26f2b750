import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A regression problem whose intrinsic dimension, Lipschitz constant and range are known.
///
/// Inputs lie on a smooth manifold of dimension d₀ in R^d, the image of the unit cube of dimension d₀, with the uniform
/// distribution on the cube. The target is a sum of three plane waves on R^d,
///
///     f*(x) = Σ_j c_j sin(⟨ω_j, x⟩ + φ_j),   Σ_j |c_j| = `range`,   Σ_j |c_j| ‖ω_j‖₂ = `lipschitzConstant`,
///
/// so that |f*| ≤ `range` and ‖∇f*‖₂ ≤ `lipschitzConstant` hold everywhere, not only on the manifold: these are the
/// constants M0 and M1 of the generalisation bounds. There is no noise.
///
/// Everything is drawn from the seed: equal arguments give equal problems on every machine. Samples take a generator of
/// their own, so fresh ones from the same distribution are always at hand.
///
/// ```swift
/// let problem = try SyntheticRegression(inputDimension: 5, intrinsicDimension: 2, shape: .curved, seed: 1)
/// var generator = SplitMix64(seed: 2)
/// let training = try problem.sample(100, using: &generator)
/// let test = try problem.sample(1000, using: &generator)
/// ```
public struct SyntheticRegression: Sendable {
  /// How the cube lies in the input space.
  public enum Shape: String, Sendable, CaseIterable {
    /// A flat piece: the cube under a random isometry.
    case flat
    /// The graph of random sine waves over the cube, under a random rotation: no flat space of dimension d₀ holds it.
    /// With d₀ = d there is no room to bend and the shape is flat.
    case curved
  }

  /// The number of input coordinates, d.
  public let inputDimension: Int
  /// The dimension of the manifold, d₀ ≤ d.
  public let intrinsicDimension: Int
  /// How the cube lies in the input space.
  public let shape: Shape
  /// M1: an upper bound of ‖∇f*‖₂ on all of R^d.
  public let lipschitzConstant: Double
  /// M0: an upper bound of |f*| on all of R^d.
  public let range: Double

  /// The first d₀ columns carry the cube, the others its bends: d × (d₀ + bends), columns orthonormal.
  let frame: Matrix
  let bends: [Wave]
  /// Plane waves on R^d.
  let waves: [Wave]

  /// One sine wave: amplitude · sin(⟨frequency, ·⟩ + phase).
  struct Wave: Sendable {
    var amplitude: Double
    var frequency: [Double]
    var phase: Double

    func argument(_ point: [Double]) -> Double { phase + zip(frequency, point).reduce(0) { $0 + $1.0 * $1.1 } }
    func value(_ point: [Double]) -> Double { amplitude * sin(argument(point)) }
  }

  /// A problem drawn from a seed. O(d (d₀ + bends)²) time, with at most 2 d₀ bends.
  ///
  /// - Parameters:
  ///   - inputDimension: d ≥ 1.
  ///   - intrinsicDimension: d₀, from 1 to d.
  ///   - shape: how the cube lies in R^d.
  ///   - lipschitzConstant: M1 > 0, in units of target per unit of input.
  ///   - range: M0 > 0, in units of target.
  ///   - seed: of the manifold and of the target, not of the samples.
  /// - Throws: `DataError.invalidArgument`.
  public init(
    inputDimension: Int, intrinsicDimension: Int, shape: Shape = .flat, lipschitzConstant: Double = 4,
    range: Double = 1, seed: UInt64
  ) throws(DataError) {
    guard inputDimension >= 1 else {
      throw .invalidArgument(name: "inputDimension", value: "\(inputDimension)", allowed: "1 or more")
    }
    guard (1...inputDimension).contains(intrinsicDimension) else {
      throw .invalidArgument(
        name: "intrinsicDimension", value: "\(intrinsicDimension)", allowed: "1 to \(inputDimension)")
    }
    for (name, value) in [("lipschitzConstant", lipschitzConstant), ("range", range)] {
      guard value > 0, value.isFinite else {
        throw .invalidArgument(name: name, value: "\(value)", allowed: "a positive number")
      }
    }
    guard (lipschitzConstant / range).isFinite else {
      throw .invalidArgument(
        name: "lipschitzConstant / range", value: "\(lipschitzConstant) / \(range)", allowed: "a finite ratio")
    }
    self.inputDimension = inputDimension
    self.intrinsicDimension = intrinsicDimension
    self.shape = shape
    self.lipschitzConstant = lipschitzConstant
    self.range = range

    var generator = SplitMix64(seed: seed)
    let bendCount = shape == .curved ? min(inputDimension - intrinsicDimension, 2 * intrinsicDimension) : 0
    let frame = Self.orthonormalColumns(
      rows: inputDimension, columns: intrinsicDimension + bendCount, using: &generator)
    bends = (0..<bendCount).map { _ in
      Wave(
        amplitude: generator.uniform(in: 0.1..<0.3),
        frequency: generator.direction(intrinsicDimension).map { $0 * 2 * Double.pi },
        phase: generator.uniform(in: 0..<2 * Double.pi))
    }
    waves = Self.planeWaves(frame: frame, lipschitzConstant: lipschitzConstant, range: range, using: &generator)
    self.frame = frame
  }

  /// An upper bound of ‖Φ(u) − Φ(v)‖₂ / ‖u − v‖₂ over the cube for the map Φ from the cube to the manifold.
  ///
  /// It is 1 for a flat shape. A covering of the cube by N cells of diameter ε gives one of the manifold by N cells of
  /// diameter `chartLipschitzConstant` · ε.
  public var chartLipschitzConstant: Double {
    bends.reduce(1) { sum, bend in
      sum + bend.amplitude * bend.amplitude * bend.frequency.reduce(0) { $0 + $1 * $1 }
    }.squareRoot()
  }
}

extension SyntheticRegression {
  /// Columns of independent normal draws, made orthonormal by Gram and Schmidt's process, done twice.
  private static func orthonormalColumns(
    rows: Int, columns: Int, using generator: inout SplitMix64
  ) -> Matrix {
    var basis: [[Double]] = []
    while basis.count < columns {
      var vector = generator.direction(rows)
      for _ in 0..<2 {
        for other in basis {
          let overlap = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
          for i in vector.indices { vector[i] -= overlap * other[i] }
        }
      }
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-6 { basis.append(vector.map { $0 / length }) }
    }
    return Matrix(basis).transposed
  }

  /// Three plane waves along random directions of the frame's span, scaled to the two constants.
  private static func planeWaves(
    frame: Matrix, lipschitzConstant: Double, range: Double, using generator: inout SplitMix64
  ) -> [Wave] {
    let count = 3
    let shares = (0..<count).map { _ in generator.uniform(in: 0.5..<1) }
    let steepness = (0..<count).map { _ in generator.uniform(in: 0.5..<1.5) }
    let shareSum = shares.reduce(0, +)
    let meanSteepness = zip(shares, steepness).reduce(0) { $0 + $1.0 * $1.1 } / shareSum
    return (0..<count).map { wave in
      let direction = frame.times(generator.direction(frame.columns))
      let length = steepness[wave] / meanSteepness * lipschitzConstant / range
      return Wave(
        amplitude: range * shares[wave] / shareSum * (generator.uniform() < 0.5 ? -1 : 1),
        frequency: direction.map { $0 * length }, phase: generator.uniform(in: 0..<2 * Double.pi))
    }
  }
}

extension RandomNumberGenerator {
  /// A uniformly random unit vector.
  fileprivate mutating func direction(_ dimension: Int) -> [Double] {
    while true {
      let draws = normals(dimension)
      let length = draws.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 0 { return draws.map { $0 / length } }
    }
  }
}
