import LinearAlgebra
import Testing

@Suite("Sums of even powers") struct EvenPowerSumsTests {
  @Test("every order agrees with the row sums of one power", arguments: [1, 7, 8, 9, 33])
  func agreesWithSinglePowers(columns: Int) {
    var generator = SplitMix64(seed: UInt64(columns))
    var matrix = Matrix(rows: 4, columns: columns, elements: generator.normals(4 * columns))
    for j in 0..<columns {
      matrix[1, j] *= 1e-150
      matrix[2, j] = 0
    }
    for orders in 1...4 {
      let found = EvenPowerSums(of: matrix, orders: orders)
      #expect(Int(found.exponents[2]) == EvenPowerSums.zeroRow)
      for row in [0, 1, 3] {
        let scale = powerOfTwo(Int(found.exponents[row]))
        #expect(matrix.row(row).allSatisfy { abs($0) < scale })
        for k in 1...orders {
          let expected = matrix.rowPowerSums(exponent: 2 * k, scale: scale)[row]
          #expect(abs(found.sums[row * orders + k - 1] - expected) <= 1e-14 * expected)
        }
      }
    }
  }

  @Test("totals of rows of very different sizes neither overflow nor vanish")
  func totals() {
    let matrix = Matrix([[3e200, -4e200], [1e-200, 0], [0, 0]])
    let totals = EvenPowerSums(of: matrix, orders: 3).totals
    let scale = powerOfTwo(totals.exponent)
    for k in 1...3 {
      let expected = integerPower(3e200 / scale, 2 * k) + integerPower(4e200 / scale, 2 * k)
      #expect(abs(totals.sums[k - 1] - expected) <= 1e-14 * expected)
    }
    #expect(EvenPowerSums(of: Matrix(rows: 2, columns: 3), orders: 2).totals.exponent == EvenPowerSums.zeroRow)
  }

  @Test("NaN and infinity are not lost")
  func notFinite() {
    let matrix = Matrix([[0, .nan], [1, .infinity]])
    let sums = EvenPowerSums(of: matrix, orders: 1)
    #expect(sums.sums[0].isNaN)
    #expect(!sums.sums[1].isFinite)
    #expect(!sums.totals.sums[0].isFinite)
  }
}
