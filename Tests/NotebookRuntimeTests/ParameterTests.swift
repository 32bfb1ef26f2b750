import NotebookRuntime
import Testing

@Suite("Parameters without a tool")
struct ParameterTests {
  enum Activation: String, CaseIterable { case tanh, relu }

  @Test("each kind of parameter has its default")
  func defaults() {
    #expect(param("rate", default: 0.1, in: 0.001...1, help: "η") == 0.1)
    #expect(param("count", default: 3, in: 1...10) == 3)
    #expect(param("fast", default: true))
    #expect(param("name", default: "a", choices: ["a", "b"]) == "a")
    #expect(param("activation", default: Activation.relu) == .relu)
    #expect(param("free", default: 2) == 2)
  }

  @Test("the seed of a notebook started by hand is 0")
  func seed() {
    #expect(notebookSeed == 0)
  }

  @Test("claims that hold let the notebook go on")
  func claims() {
    expect(true, "truth")
    expect(2000.001, near: 2000, tolerance: 1e-6)
    expect(.infinity, near: .infinity)
    expect(0.5, in: 0...1)
  }
}
