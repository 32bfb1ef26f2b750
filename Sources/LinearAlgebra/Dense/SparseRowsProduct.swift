import CKernels

/// C ← A B, or C + A B, for a matrix A that may have many zeros, such as a ReLU layer's activations or what its
/// derivatives gate: A is `rows` × `inner`, B `inner` × `columns`, all contiguous and row-major.
///
/// What multiplies a zero is left out where at most half of A's entries are not 0, and `group` rows in succession share
/// their zeros; else this is BLAS. A zero of A counts as 0 also against entries of B that are not finite.
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
    if flatbook_multiply_sparse(flatbook_best_level(), &product) { return }
  }
  BLAS.multiply(rows, columns, inner, a, .plain, b, form, beta: accumulates ? 1 : 0, into: c)
}
