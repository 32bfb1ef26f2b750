@testable import Plotting

private struct NamedValue {
  var name: String
  var group: String
  var value: Double
}

/// A figure with random marks, scales, titles and panels, in which anything that users may do can happen.
func randomFigure(_ generator: inout SplitMix64) -> any Drawable {
  func name(_ generator: inout SplitMix64) -> String {
    let words = [
      "loss", "sharpness", "η", "batch size", "Sobolev seminorm |f|₁,₂", "g_W", "time to the edge", "n",
      #"sharpness $\lambda_{\max}(H)$"#, "$g_{W,2}$", #"$\frac{2}{\eta}$"#, #"$\lVert W_1\rVert_2$"#,
      #"$\left(\frac{1}{n}\sum_i \|\nabla_W f(x_i)\|^p\right)^{1/p}$"#, #"cost in \$ at $\eta^*_2$"#, #"bad $\foo$"#,
      "训练损失", "学習率と鋭さの関係", "שלום עולם", "حدّ الاستقرار η", "a label of many words that does not fit everywhere",
      #"bound $\sqrt{\frac{2}{\eta}}\,\lVert W_1\rVert_F$ of the seminorm $|f|_{1,2}$"#,
    ]
    var text = words[generator.whole(0...(words.count - 1))]
    if generator.chance(0.03) { text = Array(repeating: text, count: 40).joined(separator: " ") }
    return text
  }
  func values(_ count: Int, _ generator: inout SplitMix64) -> [Double] {
    let size = power(10, generator.number(-8...8))
    let offset = generator.chance(0.5) ? 0 : generator.number(-5...5) * size
    let isPositive = generator.chance(0.6)
    return (0..<count).map { _ in
      if generator.chance(0.01) { return [.nan, .infinity, 0, -1][generator.whole(0...3)] }
      let value = isPositive ? power(10, generator.number(-2...1)) * size : generator.number(-1...1) * size + offset
      return value
    }
  }
  func kind(_ generator: inout SplitMix64) -> Scale.Kind? {
    let kinds: [Scale.Kind?] = [
      nil, .linear, .linear, .log, .log, .log, .time, .symlog(threshold: power(10, generator.number(-9...9))),
      .categories(["SGD", "Adam"]),
    ]
    return kinds[generator.whole(0...(kinds.count - 1))]
  }
  func names(_ count: Int, _ generator: inout SplitMix64) -> [String] {
    let words = [
      "SGD", "Adam", "momentum", "RMSProp", "stochastic gradient descent with a long name", "תורת הסיכוי", "确率的勾配降下法",
      "$\\eta^*_2$", "", String(repeating: "long ", count: 80),
    ]
    let most = generator.chance(0.1) ? 60 : generator.whole(1...(words.count - 1))
    return (0..<count).map { _ in
      let index = generator.whole(0...most)
      return index < words.count ? words[index] : "name \(index)"
    }
  }
  func plot(_ generator: inout SplitMix64) -> Plot {
    var marks: [any Mark] = []
    if generator.chance(0.2) {
      let x = values(generator.whole(1...12), &generator)
      let y = values(generator.whole(1...12), &generator)
      let grid = Grid(x: x, y: y) { x, y in x / (1 + abs(x)) + y / (1 + abs(y)) }
      marks.append(Heatmap(grid))
      if generator.chance(0.5) { marks[0] = FilledContour(grid, at: generator.chance(0.5) ? nil : [0.1, 0.4]) }
      if generator.chance(0.5) { marks.append(Contour(grid, at: [0.5], label: "boundary")) }
    }
    for _ in 0..<generator.whole(0...5) {
      let count = generator.whole(0...30)
      let (x, y) = (values(count, &generator), values(count, &generator))
      let label = generator.chance(0.6) ? name(&generator) : nil
      switch generator.whole(0...20) {
      case 0: marks.append(Points(x: x, y: y, label: label))
      case 1: marks.append(Band(x: x, lower: y, upper: y.map { $0 + abs($0) }, label: label))
      case 2: marks.append(Rule(x: x.first ?? 1, label: label).dashed())
      case 3: marks.append(Rule(y: y.first ?? 1, label: label))
      case 4:
        marks.append(SlopeTriangle(slope: generator.number(-2...2), at: (x: x.first ?? 1, y: y.first ?? 1)))
      case 5: marks.append(ErrorBars(x: x, y: y, error: y.map { $0 / 3 }, label: label))
      case 6: marks.append(ErrorBars(x: x, y: y, lower: x.map { $0 / 2 }, upper: x, label: label).horizontal())
      case 7: marks.append(Histogram(y, height: generator.chance(0.5) ? .count : .density, label: label))
      case 8: marks.append(Density(y, label: label))
      case 9: marks.append(Steps(x: x, y: y, jumping: generator.chance(0.5) ? .at : .between, label: label))
      case 10: marks.append(Arrows(x: x, y: y, label: label))
      case 11: marks.append(Arrows(x: x, y: y, dx: y, dy: x, label: label))
      case 12:
        let note = Note(name(&generator), x: x.first ?? 1, y: y.first ?? 1)
        marks.append(generator.chance(0.5) ? note.arrow() : note)
      case 13: marks.append(Rule(slope: generator.number(-2...2), intercept: y.first ?? 0, label: label))
      case 14: marks.append(Bars(x: x, y: y, label: label))
      case 15: marks.append(Box(y, at: x.first ?? 1, label: label))
      case 16: marks.append(Violin(y, at: x.first ?? 1, label: label))
      case 17, 18, 19:
        let rows = zip(names(count, &generator), y).enumerated().map {
          NamedValue(name: $1.0, group: "group \($0 % 3)", value: $1.1)
        }
        switch generator.whole(0...6) {
        case 0: marks.append(Bars(rows, x: \.name, y: \.value, category: \.group))
        case 1: marks.append(Bars(rows, x: \.name, y: \.value, category: \.group).stacked())
        case 2: marks.append(Bars(rows, x: \.value, y: \.name, label: label))
        case 3: marks.append(Box(rows, x: \.name, y: \.value, label: label))
        case 4: marks.append(Violin(rows, x: \.value, y: \.name, category: \.group))
        case 5: marks.append(Line(rows, x: \.name, y: \.value, label: label))
        default: marks.append(Points(rows, x: \.name, y: \.value, color: \.group))
        }
      default:
        let line = Line(x: x, y: y, label: label)
        marks.append(generator.chance(0.2) ? line.color(generator.number(0.1...5)) : line)
      }
    }
    var plot = Plot(generator.chance(0.6) ? name(&generator) : nil) { marks }
    if generator.chance(0.8) { plot = plot.x(name(&generator), kind(&generator)) }
    if generator.chance(0.8) { plot = plot.y(name(&generator), kind(&generator)) }
    if generator.chance(0.5) {
      plot = plot.color(name(&generator), map: generator.chance(0.5) ? .vik : .viridis)
    }
    if generator.chance(0.4) {
      plot = plot.labels([.direct, .automatic, .legend][generator.whole(0...2)])
    }
    for _ in 0..<(generator.chance(0.3) ? generator.whole(1...3) : 0) {
      let (x, y) = (values(2, &generator), values(2, &generator))
      let corner = generator.chance(0.5) ? Corner.allCases[generator.whole(0...3)] : nil
      if let x = range(of: x), let y = range(of: y) { plot = plot.inset(x: x, y: y, at: corner) }
    }
    return plot
  }
  /// A part of an axis on which marks of the same kind of random numbers often lie.
  func range(of values: [Double]) -> ClosedRange<Double>? {
    let ends = values.filter { !$0.isNaN }.sorted()
    return ends.count == 2 ? ends[0]...ends[1] : nil
  }
  if generator.chance(0.5) {
    let plot = plot(&generator)
    return generator.chance(0.3)
      ? plot.size(width: generator.number(200...900), height: generator.number(150...600)) : plot
  }
  let sharing = Figure.Sharing(rawValue: generator.whole(0...7))
  let plots = (0..<generator.whole(0...7)).map { _ in plot(&generator) }
  func proportions(_ generator: inout SplitMix64) -> [Double] {
    guard generator.chance(0.4) else { return [] }
    return (0..<generator.whole(0...3)).map { _ in generator.number(0.1...4) }
  }
  let figure = Figure(
    generator.chance(0.5) ? name(&generator) : nil, columns: generator.whole(1...4), widths: proportions(&generator),
    heights: proportions(&generator), sharing: sharing
  ) {
    plots
  }
  guard generator.chance(0.2) else { return figure }
  return figure.size(width: generator.number(0...1200), height: generator.number(0...900))
}
