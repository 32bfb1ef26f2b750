import Learning
import LinearAlgebra
import Testing

@Suite("Data sets")
struct DatasetTests {
  private func numbered(_ count: Int) throws -> Dataset {
    try Dataset(
      inputs: Matrix((0..<count).map { [Double($0), Double(-$0)] }), targets: (0..<count).map { Double(10 * $0) })
  }

  @Test("a data set knows its sizes")
  func sizes() throws {
    let data = try numbered(7)
    #expect(data.count == 7)
    #expect(data.inputDimension == 2)
    #expect(data.outputDimension == 1)
  }

  @Test("empty, unequal and non-finite tables are refused with the place of the trouble")
  func refusals() {
    #expect(throws: DataError.countMismatch(inputs: 2, targets: 1)) {
      try Dataset(inputs: Matrix([[1], [2]]), targets: [1])
    }
    #expect(throws: DataError.empty("samples")) { try Dataset(inputs: Matrix([]), targets: []) }
    #expect(throws: DataError.empty("input coordinates")) { try Dataset(inputs: Matrix([[], []]), targets: [1, 2]) }
    #expect(throws: DataError.empty("outputs")) { try Dataset(inputs: Matrix([[1]]), targets: Matrix([[]])) }
    #expect(throws: DataError.notFinite(table: "inputs", row: 1, column: 0, value: "nan")) {
      try Dataset(inputs: Matrix([[1, 2], [.nan, 4]]), targets: [1, 2])
    }
    #expect(throws: DataError.notFinite(table: "targets", row: 1, column: 0, value: "-inf")) {
      try Dataset(inputs: Matrix([[1], [2]]), targets: [1, -.infinity])
    }
  }

  @Test("a subset keeps inputs and targets together")
  func subset() throws {
    let part = try numbered(5).subset(at: [3, 0, 3])
    #expect(part.inputs == Matrix([[3, -3], [0, 0], [3, -3]]))
    #expect(part.targets.elements == [30, 0, 30])
    #expect(try numbered(5).prefix(2) == numbered(2))
    #expect(throws: DataError.indexOutOfRange(index: 5, count: 5)) { try numbered(5).subset(at: [1, 5]) }
    #expect(throws: DataError.empty("samples")) { try numbered(5).subset(at: []) }
    #expect(throws: DataError.self) { try numbered(5).prefix(6) }
  }

  @Test("a shuffle and a split lose and repeat nothing, and the seed decides them")
  func shuffles() throws {
    var generator = SplitMix64(seed: 1)
    let data = try numbered(50)
    let shuffled = data.shuffled(using: &generator)
    #expect(shuffled != data)
    #expect(shuffled.targets.elements.sorted() == data.targets.elements)
    for i in 0..<50 { #expect(shuffled.targets[i, 0] == 10 * shuffled.inputs[i, 0]) }

    let (first, rest) = try data.split(20, using: &generator)
    #expect(first.count == 20)
    #expect((first.targets.elements + rest.targets.elements).sorted() == data.targets.elements)

    var again = SplitMix64(seed: 1)
    #expect(data.shuffled(using: &again) == shuffled)
    #expect(throws: DataError.self) { try data.split(50, using: &again) }
  }

  @Test("samples that contradict each other are found, harmless repetitions are not")
  func contradiction() throws {
    let repeated = Matrix([[1, 2], [0, 0], [1, 2], [-0.0, 0]])
    #expect(try Dataset(inputs: repeated, targets: [1, 5, 1, 5]).contradiction == nil)
    let found = try #require(try Dataset(inputs: repeated, targets: [1, 5, 1, 6]).contradiction)
    #expect(found == (1, 3))
  }

  @Test("Runge's function has ten training and 1001 test points, symmetric, ends included")
  func runge() throws {
    let training = try Dataset.runge()
    #expect(training.count == 10)
    #expect(training.inputs[0, 0] == -1 && training.inputs[9, 0] == 1)
    #expect(abs(training.targets[0, 0] - 1.0 / 26) < 1e-16)
    let test = try Dataset.rungeTest()
    #expect(test.count == 1001)
    #expect(test.inputs[500, 0] == 0 && test.targets[500, 0] == 1)
    #expect(throws: DataError.self) { try Dataset.runge(count: 1) }
  }

  @Test("no slope of Runge's function exceeds its Lipschitz constant, and one comes close")
  func rungeSlopes() throws {
    let fine = try Dataset.runge(count: 20_001)
    let steepest =
      (1..<fine.count).map {
        abs((fine.targets[$0, 0] - fine.targets[$0 - 1, 0]) / (fine.inputs[$0, 0] - fine.inputs[$0 - 1, 0]))
      }.max() ?? 0
    #expect(steepest <= Dataset.rungeLipschitzConstant)
    #expect(steepest > 0.99999 * Dataset.rungeLipschitzConstant)
  }
}
