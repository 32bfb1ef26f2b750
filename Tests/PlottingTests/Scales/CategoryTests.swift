import Testing

@testable import Plotting

@Suite("Categories")
struct CategoryTests {
  private struct Result {
    var optimizer: String
    var accuracy: Double
    var batchSize: Int?
  }

  private let measurer = ApproximateTextMeasurer()
  private let results = [
    Result(optimizer: "SGD", accuracy: 0.9, batchSize: 4), Result(optimizer: "Adam", accuracy: 0.8, batchSize: nil),
    Result(optimizer: "SGD", accuracy: 0.7, batchSize: 16),
  ]

  private func labels(_ plot: Plot) -> [String] {
    let texts = plot.drawing(measuring: measurer).scene.texts.filter { $0.font == .tick && $0.anchor == .middle }
    return texts.sorted { $0.position.x < $1.position.x }.map(\.text.plain)
  }

  @Test("A key path to a string gives the axis its names, in the order of their first use or a given one")
  func order() {
    let marks: [any Mark] = [
      Points(results, x: \.optimizer, y: \.accuracy), Line(results, x: \.optimizer, y: \.accuracy),
      Bars(results, x: \.optimizer, y: \.accuracy), Box(results, x: \.optimizer, y: \.accuracy),
      Violin(results, x: \.optimizer, y: \.accuracy), Steps(results, x: \.optimizer, y: \.accuracy),
      ErrorBars(results, x: \.optimizer, y: \.accuracy, error: \.accuracy),
      Band(results, x: \.optimizer, lower: \.accuracy, upper: \.accuracy),
    ]
    for mark in marks {
      #expect(labels(Plot { mark }) == ["SGD", "Adam"])
      let ordered = Plot { mark }.x("optimizer", .categories(["Adam", "none", "SGD"]))
      #expect(labels(ordered) == ["Adam", "none", "SGD"])
    }
  }

  @Test("Marks that name the same places share them, and names left out of a given order come last")
  func union() throws {
    let plot = Plot {
      Points(results, x: \.optimizer, y: \.accuracy)
      Bars(x: ["momentum", "Adam"], y: [0.5, 0.6])
      Rule(x: "Adam", label: "ours")
    }
    .x("optimizer", .categories(["Adam"]))
    #expect(labels(plot) == ["Adam", "SGD", "momentum"])
    let shared = Figure(columns: 2, sharing: .all) {
      Plot { Bars(x: ["a"], y: [1]) }
      Plot { Bars(x: ["b"], y: [1]) }
    }
    let texts = shared.drawing(measuring: measurer).scene.texts.map(\.text.plain)
    #expect(texts.filter { $0 == "a" }.count == 2 && texts.filter { $0 == "b" }.count == 2)
  }

  @Test("A string as color makes groups, a missing value has no place and is counted")
  func groups() {
    let plot = Plot { Points(results, x: \.batchSize, y: \.accuracy, color: \.optimizer) }
    let drawing = plot.drawing(measuring: measurer)
    #expect(drawing.scene.texts.map(\.text.plain).contains("Adam"))
    #expect(drawing.notes == ["1 value was not finite and is not drawn."])
    #expect(drawing.tables[0].columns[2].values == .texts(["SGD", "Adam", "SGD"]))
  }

  @Test("Names on an axis that was asked to be logarithmic are shown as names, with a note")
  func notLog() {
    let drawing = Plot { Points(results, x: \.optimizer, y: \.accuracy) }.x("optimizer", .log)
      .drawing(measuring: measurer)
    #expect(drawing.notes == ["The values of optimizer are names; the axis shows them as categories."])
  }

  @Test("Labels never overlap: names are cut, all to one width, and where even that is too long, fewer")
  func room() {
    var generator = SplitMix64(seed: 41)
    for _ in 0..<400 {
      let count = generator.whole(1...80)
      let names = (0..<count).map { String(repeating: "name ", count: generator.whole(1...12)) + "\($0)" }
      let scale = Scale(.categories(names), domain: -0.5...(Double(count) - 0.5))
      var room = AxisRoom(length: generator.number(40...700), spacing: 90, gap: 10) {
        measurer.width(of: $0, font: .tick)
      }
      room.shorten = { measurer.fit($0, font: .tick, width: $1) }
      if generator.chance(0.3) {
        room.labelLength = { _ in Font.tick.size }
        room.greatestWidth = generator.number(0...200)
      }
      let ticks = Ticks(scale: scale, room: room)
      #expect(room.fits(ticks.major, on: scale))
      let places = (ticks.major.map(\.value) + ticks.minor).sorted()
      #expect(places == names.indices.map { Double($0) })
      if let most = room.greatestWidth {
        #expect(ticks.major.allSatisfy { measurer.width(of: $0.label, font: .tick) <= most })
      } else if room.length > 100 {
        #expect(!ticks.major.isEmpty)
      }
    }
  }

  @Test("Names that would be the same when cut at the end are cut elsewhere")
  func cut() {
    let names = ["gradient descent with momentum", "gradient descent with weight decay"]
    let labels = labels(Plot { Bars(x: names, y: [1, 2]) }.size(width: 260, height: 200))
    #expect(labels.count == 2 && Set(labels).count == 2 && labels.allSatisfy { $0.contains("…") })
  }
}
