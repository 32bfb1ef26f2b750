import LinearAlgebra
import Testing

@Suite("parallelMap") struct ParallelMapTests {
  struct Odd: Error, Equatable { let number: Int }

  @Test("keeps the order of the items")
  func order() {
    #expect(parallelMap(0..<500) { $0 * $0 } == (0..<500).map { $0 * $0 })
    #expect(parallelMap([Int]()) { $0 }.isEmpty)
  }

  @Test("throws the first error in order, whichever thread was first")
  func errors() {
    #expect(throws: Odd(number: 3)) {
      try parallelMap([0, 2, 3, 4, 5, 7]) { number in
        if number % 2 == 1 { throw Odd(number: number) }
        return number
      }
    }
  }
}
