import CKernels
import Foundation
import Testing

private let levels = [flatbook_baseline, flatbook_avx2, flatbook_avx512].filter {
  $0.rawValue <= flatbook_best_level().rawValue
}

@Suite("The tanh kernel") struct TanhTests {
  private let inputs: [Double] = {
    var inputs: [Double] = []
    var x = 1e-300
    while x < 800 {
      inputs += [x, -x]
      x *= 1.037
    }
    for i in -20_000...20_000 { inputs.append(Double(i) * 1.1e-3) }
    return inputs
  }()

  @Test("agrees with libm to a few units in the last place over every magnitude, at every instruction set")
  func accuracy() {
    for level in levels {
      var outputs = [Double](repeating: 0, count: inputs.count)
      flatbook_tanh(level, inputs.count, inputs, &outputs)
      var worst = 0.0
      for (input, output) in zip(inputs, outputs) {
        let expected = Foundation.tanh(input)
        worst = max(worst, abs(output - expected) / expected.ulp)
      }
      #expect(worst <= 3, "level \(level.rawValue): worst error \(worst) units in the last place")
    }
  }

  @Test("in single precision agrees with double to a few units in the last place")
  func singleAccuracy() {
    let singles = inputs.map { Float($0) }.filter { $0 == 0 || abs($0) >= .leastNormalMagnitude }
    for level in levels {
      var outputs = [Float](repeating: 0, count: singles.count)
      flatbook_tanh_single(level, singles.count, singles, &outputs)
      var worst = 0.0
      for (input, output) in zip(singles, outputs) {
        let expected = Foundation.tanh(Double(input))
        worst = max(worst, abs(Double(output) - expected) / Double(Float(expected).ulp))
      }
      #expect(worst <= 3, "level \(level.rawValue): worst error \(worst) units in the last place")
    }
  }

  @Test("keeps zero, signs, infinities and NaN")
  func specialValues() {
    let inputs: [Double] = [0, -0.0, .infinity, -.infinity, .nan]
    for level in levels {
      var outputs = [Double](repeating: 7, count: 5)
      flatbook_tanh(level, 5, inputs, &outputs)
      #expect(outputs[0] == 0 && outputs[1] == 0 && outputs[1].sign == .minus)
      #expect(outputs[2] == 1 && outputs[3] == -1 && outputs[4].isNaN)
      var singles = [Float](repeating: 7, count: 5)
      flatbook_tanh_single(level, 5, inputs.map { Float($0) }, &singles)
      #expect(singles[0] == 0 && singles[1] == 0 && singles[1].sign == .minus)
      #expect(singles[2] == 1 && singles[3] == -1 && singles[4].isNaN)
    }
  }
}
