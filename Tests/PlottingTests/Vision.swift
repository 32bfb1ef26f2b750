@testable import Plotting

/// How a colour looks to an eye: to one with three kinds of cones, without one of them, or without colour.
///
/// Dichromats by the matrices of Machado, Oliveira and Fernandes (2009), severity 1, on linear light.
enum Vision: CaseIterable {
  case trichromat, protanope, deuteranope, tritanope, withoutColor

  private var rows: [SIMD3<Double>] {
    switch self {
    case .trichromat: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    case .protanope:
      [
        SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
        SIMD3(-0.003882, -0.048116, 1.051998),
      ]
    case .deuteranope:
      [
        SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
        SIMD3(-0.011820, 0.042940, 0.968881),
      ]
    case .tritanope:
      [
        SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
        SIMD3(0.004733, 0.691367, 0.303900),
      ]
    case .withoutColor: Array(repeating: SIMD3(0.2126, 0.7152, 0.0722), count: 3)
    }
  }

  /// CIELAB under D65 of what the eye sees.
  func lab(_ color: RGB) -> SIMD3<Double> {
    func times(_ rows: [SIMD3<Double>], _ vector: SIMD3<Double>) -> SIMD3<Double> {
      SIMD3((rows[0] * vector).sum(), (rows[1] * vector).sum(), (rows[2] * vector).sum())
    }
    let seen = times(rows, color.linear).clamped(lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 1))
    let xyz = times(
      [
        SIMD3(0.4124564, 0.3575761, 0.1804375), SIMD3(0.2126729, 0.7151522, 0.0721750),
        SIMD3(0.0193339, 0.1191920, 0.9503041),
      ], seen)
    func bend(_ value: Double) -> Double {
      value > 216.0 / 24389 ? power(value, 1.0 / 3) : (24389.0 / 27 * value + 16) / 116
    }
    let (x, y, z) = (bend(xyz.x / 0.95047), bend(xyz.y), bend(xyz.z / 1.08883))
    return SIMD3(116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// The difference of two colours (CIE 1976): 2.3 is just noticed side by side.
  func difference(_ a: RGB, _ b: RGB) -> Double {
    let difference = lab(a) - lab(b)
    return (difference * difference).sum().squareRoot()
  }
}
