import CKernels

/// C ← A B, or C + A B, for a matrix A that may have many zeros, such as a ReLU layer's activations or what its
/// derivatives gate: A is `rows` × `inner`, B `inner` × `columns`, all contiguous and row-major.
///
/// What multiplies a zero is left out where at most half of A's entries are not 0, and `group` rows in succession share
/// their zeros; else this is BLAS. A zero of A counts as 0 also against entries of B that are not finite.
///
/// Large products are done on all cores that are there for the caller; what comes out does not depend on how many.
///
/// The caller answers for the sizes. Cost: 2 operations for each entry of A that is not 0 and each column of B.
@inline(__always)
public func multiplyRows(
  _ rows: Int, _ columns: Int, _ inner: Int, _ a: UnsafePointer<Double>, group: Int = 1, _ b: UnsafePointer<Double>,
  _ form: BLAS.Form = .plain, accumulates: Bool = false, into c: UnsafeMutablePointer<Double>
) {
  // Small products are done before zeros are counted.
  if rows >= 32, inner >= 64, columns >= 32 {
    var product = flatbook_sparse_product(
      rows: rows, columns: columns, inner: inner, group: Int32(group), a: a, b: b, transposed: form == .transposed,
      accumulates: accumulates, c: c)
    // Parts that take less than some 0.1 ms are not worth another thread's waking up.
    let parts = max(1, min(Cores.available, rows / 32, rows * columns * inner / 10_000_000))
    if let plan = flatbook_sparse_create(flatbook_best_level(), &product, Int32(parts)) {
      multiply(plan, parts)
      return
    }
  }
  BLAS.multiply(rows, columns, inner, a, .plain, b, form, beta: accumulates ? 1 : 0, into: c)
}

private func multiply(_ plan: OpaquePointer, _ parts: Int) {
  // Parts write different rows.
  nonisolated(unsafe) let shared = plan
  Cores.perform(parts) { part in flatbook_sparse_multiply(shared, Int32(part)) }
  flatbook_sparse_destroy(plan)
}
