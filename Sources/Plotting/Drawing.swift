/// A laid-out figure: its picture, what it says in words, and its numbers.
public struct Drawing: Sendable {
  /// The picture.
  public var scene: Scene
  /// The title, or what is shown against what.
  public var title: String
  /// What the figure says, for those who do not see it.
  public var alternativeText: String
  /// Remarks to print under the figure, such as points that could not be drawn.
  public var notes: [String]
  private var makeTables: @Sendable () -> [DataTable]

  /// A drawing from its parts.
  public init(scene: Scene, title: String, alternativeText: String, notes: [String], tables: [DataTable]) {
    self.init(scene: scene, title: title, alternativeText: alternativeText, notes: notes) { tables }
  }

  /// A drawing whose tables are made when they are asked for, as pictures do not.
  init(
    scene: Scene, title: String, alternativeText: String, notes: [String],
    makingTables: @escaping @Sendable () -> [DataTable]
  ) {
    self.scene = scene
    self.title = title
    self.alternativeText = alternativeText
    self.notes = notes
    makeTables = makingTables
  }

  /// The numbers behind every mark. Put together at every use, in time in proportion to how many there are.
  public var tables: [DataTable] {
    get { makeTables() }
    set { makeTables = { newValue } }
  }
}

extension Drawing: Hashable {
  /// Whether everything is the same; puts the tables together.
  public static func == (one: Drawing, other: Drawing) -> Bool {
    one.scene == other.scene && one.title == other.title && one.alternativeText == other.alternativeText
      && one.notes == other.notes && one.tables == other.tables
  }

  /// Of everything but the tables.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(scene)
    hasher.combine(title)
    hasher.combine(alternativeText)
    hasher.combine(notes)
  }
}

/// What can be laid out and drawn: a plot or a figure.
public protocol Drawable {
  /// Works out the geometry, with text as wide as a measurer says.
  func drawing(measuring measurer: some TextMeasurer) -> Drawing
}

extension Plot: Drawable {
  /// The plot laid out in its own size, in points.
  public func drawing(measuring measurer: some TextMeasurer) -> Drawing {
    FigureLayout(plots: [self], columns: 1, sharing: .all, title: nil, size: size, measurer: measurer).drawing()
  }
}

extension Figure: Drawable {
  /// The figure laid out in its own size, in points: its plots in rows, their axes shared as it says.
  public func drawing(measuring measurer: some TextMeasurer) -> Drawing {
    FigureLayout(
      plots: plots, columns: columns, widths: widths, heights: heights, sharing: sharing, title: title, size: size,
      alternativeText: alternativeText, measurer: measurer
    ).drawing()
  }
}
