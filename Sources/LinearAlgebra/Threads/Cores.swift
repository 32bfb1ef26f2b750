import CKernels
import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The processor's cores, and who works on them.
public enum Cores {
  /// How many this process may use, at least 1: those that it is bound to (`taskset`), and no more than `OMP_NUM_THREADS`
  /// where that is set.
  public static let count: Int = {
    let known = Int(flatbook_bound_cores())
    let bound = known > 0 ? known : sysconf(Int32(_SC_NPROCESSORS_ONLN))
    let limit = getenv("OMP_NUM_THREADS").flatMap { Int(String(cString: $0)) } ?? bound
    return max(1, limit > 0 ? min(bound, limit) : bound)
  }()

  /// Whether the caller's work is one of several parts that share the cores, and so should keep to one of them.
  @TaskLocal public static var areShared = false

  /// How many are there for the caller's work alone.
  public static var available: Int { areShared ? 1 : count }

  /// Calls `body` for 0 ..< `iterations`, all at once where there are cores for that.
  ///
  /// - Parameter isLimit: whether there are so few because the caller asked for no more threads, so that a single one, too,
  ///   keeps to its core.
  public static func perform(_ iterations: Int, isLimit: Bool = false, _ body: @Sendable (Int) -> Void) {
    if iterations < 2, !isLimit {
      for i in 0..<iterations { body(i) }
    } else {
      DispatchQueue.concurrentPerform(iterations: iterations) { i in $areShared.withValue(true) { body(i) } }
    }
  }
}
