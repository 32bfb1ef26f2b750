import LinearAlgebra
import Testing

@Suite("Spacing") struct SpacingTests {
  @Test("both ends are exact and the steps are equal")
  func ends() {
    let line = linearSequence(from: -1, through: 2, count: 7)
    #expect(line.first == -1 && line.last == 2 && line.count == 7)
    #expect(zip(line, line.dropFirst()).allSatisfy { abs($1 - $0 - 0.5) < 1e-15 })
    let powers = geometricSequence(from: 0.01, through: 100, count: 5)
    #expect(powers.first == 0.01 && powers.last == 100)
    #expect(zip(powers, powers.dropFirst()).allSatisfy { abs($1 / $0 - 10) < 1e-12 })
    #expect(
      linearSequence(from: 3, through: 9, count: 1) == [3] && linearSequence(from: 3, through: 9, count: 0).isEmpty)
  }
}
