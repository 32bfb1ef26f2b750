import COpenBLAS

/// The one door to BLAS: row-major, double precision, one thread.
///
/// BLAS itself never starts threads here, so that results do not depend on their number; work is split above it
/// (``parallelMap(_:_:)``).
public enum BLAS {
  /// Done once, before the first call of any routine.
  private static let singleThreaded: Void = openblas_set_num_threads(1)

  /// Whether a factor is taken as it is or transposed.
  public enum Form: Int32, Sendable {
    /// As it is.
    case plain = 111
    /// Transposed.
    case transposed = 112
  }

  private static let rowMajor: Int32 = 101

  /// C ← α op(A) op(B) + β C, where op(A) is m × k, op(B) is k × n and C is m × n, all contiguous and row-major.
  ///
  /// The caller answers for the sizes. Cost: 2 m n k operations.
  @inline(__always)
  public static func multiply(
    _ m: Int, _ n: Int, _ k: Int, alpha: Double = 1, _ a: UnsafePointer<Double>, _ formA: Form = .plain,
    _ b: UnsafePointer<Double>, _ formB: Form = .plain, beta: Double = 0, into c: UnsafeMutablePointer<Double>
  ) {
    guard m > 0, n > 0 else { return }
    _ = singleThreaded
    cblas_dgemm(
      rowMajor, formA.rawValue, formB.rawValue, Int32(m), Int32(n), Int32(k), alpha, a,
      Int32(max(1, formA == .plain ? k : m)), b, Int32(max(1, formB == .plain ? n : k)), beta, c, Int32(n))
  }

  /// The upper triangle of C ← A Aᵀ (n × k times its transpose) or, transposed, of Aᵀ A with A of size k × n.
  public static func gram(
    _ n: Int, _ k: Int, alpha: Double = 1, _ a: UnsafePointer<Double>, _ form: Form = .plain, beta: Double = 0,
    intoUpperTriangleOf c: UnsafeMutablePointer<Double>
  ) {
    guard n > 0 else { return }
    _ = singleThreaded
    cblas_dsyrk(
      rowMajor, 121, form.rawValue, Int32(n), Int32(k), alpha, a, Int32(max(1, form == .plain ? k : n)), beta, c,
      Int32(n))
  }

  /// B ← α B U for an m × n matrix B and the upper triangle of an n × n matrix U. Cost: m n² operations.
  public static func multiplyByUpperTriangle(
    _ m: Int, _ n: Int, alpha: Double = 1, _ u: UnsafePointer<Double>, into b: UnsafeMutablePointer<Double>
  ) {
    guard m > 0, n > 0 else { return }
    _ = singleThreaded
    // Side right, upper, plain, no unit diagonal.
    cblas_dtrmm(rowMajor, 142, 121, 111, 131, Int32(m), Int32(n), alpha, u, Int32(n), b, Int32(n))
  }

  /// y ← α A x + β y for an m × n matrix A, or with Aᵀ when transposed.
  public static func multiply(
    _ m: Int, _ n: Int, alpha: Double = 1, _ a: UnsafePointer<Double>, _ form: Form = .plain,
    vector x: UnsafePointer<Double>, beta: Double = 0, into y: UnsafeMutablePointer<Double>
  ) {
    guard m > 0, n > 0 else { return }
    _ = singleThreaded
    cblas_dgemv(rowMajor, form.rawValue, Int32(m), Int32(n), alpha, a, Int32(n), x, 1, beta, y, 1)
  }

  /// y ← α A x + β y for a symmetric n × n matrix of which the upper triangle is read. Cost: n² multiplications.
  public static func multiplySymmetric(
    _ n: Int, alpha: Double = 1, upperTriangle a: UnsafePointer<Double>, vector x: UnsafePointer<Double>,
    beta: Double = 0, into y: UnsafeMutablePointer<Double>
  ) {
    guard n > 0 else { return }
    _ = singleThreaded
    cblas_dsymv(rowMajor, 121, Int32(n), alpha, a, Int32(n), x, 1, beta, y, 1)
  }

  /// ⟨x, y⟩ of `count` numbers.
  @inline(__always)
  public static func innerProduct(_ count: Int, _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    _ = singleThreaded
    return cblas_ddot(Int32(count), x, 1, y, 1)
  }

  static func prepare() { _ = singleThreaded }
}
