import Flatbook
import Foundation

/// What the machine can do at most, measured where the rows are measured.
enum OurMachine {
  private static let size = 1024

  /// Matrix products of 1024³ in double precision: operations per second in "rate".
  static func matrixProducts() -> () -> [String: [Double]] {
    var generator = SplitMix64(seed: 1)
    let a = generator.normals(size * size)
    let b = generator.normals(size * size)
    var c = [Double](repeating: 0, count: size * size)
    return {
      let best = best { BLAS.multiply(size, size, size, a, .plain, b, .plain, into: &c) }
      return ["rate": [2 * Double(size * size * size) / best], "entry": [c[0]]]
    }
  }

  private typealias SingleProduct =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafePointer<Float>?, Int32, UnsafePointer<Float>?, Int32,
      Float, UnsafeMutablePointer<Float>?, Int32
    ) -> Void

  /// The same in single precision, which the library has no use for: the function of the BLAS that it is linked to.
  static func singleMatrixProducts() throws -> () -> [String: [Double]] {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "cblas_sgemm") else {
      throw PeerError(description: "the BLAS has no cblas_sgemm")
    }
    let multiply = unsafeBitCast(symbol, to: SingleProduct.self)
    var generator = SplitMix64(seed: 1)
    let a = generator.normals(size * size).map(Float.init)
    let b = generator.normals(size * size).map(Float.init)
    var c = [Float](repeating: 0, count: size * size)
    let n = Int32(size)
    return {
      // Row by row, nothing transposed.
      let best = best { multiply(101, 111, 111, n, n, n, 1, a, n, b, n, 0, &c, n) }
      return ["rate": [2 * Double(size * size * size) / best], "entry": [Double(c[0])]]
    }
  }

  /// a ← b + 3 c over three arrays of 64 MiB: bytes per second in "rate", counted once for every array.
  static func stream<Number: BinaryFloatingPoint>(of _: Number.Type) -> () -> [String: [Double]] {
    let bytes = MemoryLayout<Number>.size
    let count = (1 << 26) / bytes
    let b = [Number](repeating: 1, count: count)
    let c = [Number](repeating: 2, count: count)
    var a = [Number](repeating: 0, count: count)
    return {
      let best = best {
        a.withUnsafeMutableBufferPointer { a in
          b.withUnsafeBufferPointer { b in
            c.withUnsafeBufferPointer { c in
              for i in 0..<count { a[i] = b[i] + 3 * c[i] }
            }
          }
        }
      }
      return ["rate": [3 * Double(bytes * count) / best], "entry": [Double(a[count / 2])]]
    }
  }

  /// The seconds of the fastest of three calls.
  private static func best(_ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    return (0..<3).map { _ in
      let passed = clock.measure(work).components
      return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
    }.min() ?? .infinity
  }
}
