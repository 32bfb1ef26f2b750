import CKernels
import Foundation
import Testing

@Suite("The tanh kernel") struct TanhTests {
  @Test("agrees with libm to a few units in the last place over every magnitude")
  func accuracy() {
    var inputs: [Double] = []
    var x = 1e-300
    while x < 800 {
      inputs += [x, -x]
      x *= 1.037
    }
    for i in -20_000...20_000 { inputs.append(Double(i) * 1.1e-3) }
    var outputs = [Double](repeating: 0, count: inputs.count)
    flatbook_tanh(inputs.count, inputs, &outputs)
    var worst = 0.0
    for (input, output) in zip(inputs, outputs) {
      let expected = Foundation.tanh(input)
      worst = max(worst, abs(output - expected) / expected.ulp)
    }
    #expect(worst <= 4, "worst error \(worst) units in the last place")
  }

  @Test("keeps zero, signs, infinities and NaN")
  func specialValues() {
    let inputs: [Double] = [0, -0.0, .infinity, -.infinity, .nan]
    var outputs = [Double](repeating: 7, count: 5)
    flatbook_tanh(5, inputs, &outputs)
    #expect(outputs[0] == 0 && outputs[1] == 0 && outputs[1].sign == .minus)
    #expect(outputs[2] == 1 && outputs[3] == -1 && outputs[4].isNaN)
  }
}
