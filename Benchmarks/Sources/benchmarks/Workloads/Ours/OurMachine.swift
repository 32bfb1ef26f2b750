import Flatbook
import Foundation

/// What the machine can do at most, measured where the rows are measured, on every core that the side has at once.
enum OurMachine {
  private static let size = 1024

  /// Matrix products of 1024³ in double precision: operations per second in "rate".
  static func matrixProducts() -> () -> [String: [Double]] {
    var generator = SplitMix64(seed: 1)
    let a = generator.normals(size * size)
    let b = generator.normals(size * size)
    return rate(of: 2 * Double(size * size * size), into: [Double](repeating: 0, count: size * size)) { c in
      BLAS.multiply(size, size, size, a, .plain, b, .plain, into: &c)
    }
  }

  private typealias SingleProduct =
    @convention(c) @Sendable (
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
    let n = Int32(size)
    return rate(of: 2 * Double(size * size * size), into: [Float](repeating: 0, count: size * size)) { c in
      // Row by row, nothing transposed.
      multiply(101, 111, 111, n, n, n, 1, a, n, b, n, 0, &c, n)
    }
  }

  /// a ← b + 3 c over three arrays of 64 MiB: bytes per second in "rate", counted once for every array.
  static func stream<Number: BinaryFloatingPoint & Sendable>(of _: Number.Type) -> () -> [String: [Double]] {
    let bytes = MemoryLayout<Number>.size
    let count = (1 << 26) / bytes
    let b = [Number](repeating: 1, count: count)
    let c = [Number](repeating: 2, count: count)
    return rate(of: 3 * Double(bytes * count), into: [Number](repeating: 0, count: count)) { a in
      a.withUnsafeMutableBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          c.withUnsafeBufferPointer { c in
            for i in 0..<count { a[i] = b[i] + 3 * c[i] }
          }
        }
      }
    }
  }

  /// What one core writes to.
  private final class Target<Number>: @unchecked Sendable {
    var numbers: [Number]
    init(_ numbers: [Number]) { self.numbers = numbers }
  }

  /// `amount` per second, from the fastest of three calls, times the cores.
  private static func rate<Number: BinaryFloatingPoint & Sendable>(
    of amount: Double, into start: [Number], _ work: @escaping @Sendable (inout [Number]) -> Void
  ) -> () -> [String: [Double]] {
    let targets = (0..<Cores.count).map { _ in Target(start) }
    return {
      let clock = ContinuousClock()
      let best =
        (0..<3).map { _ in
          clock.measure { Cores.perform(targets.count) { work(&targets[$0].numbers) } } / .seconds(1)
        }.min() ?? .infinity
      return ["rate": [amount * Double(targets.count) / best], "entry": [Double(targets[0].numbers[0])]]
    }
  }
}
