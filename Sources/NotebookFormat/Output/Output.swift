/// Something that a cell showed, as a value: what the running notebook sends and the report draws.
public enum Output: Codable, Equatable, Sendable {
  /// Plain text, shown as it is in a fixed-width font.
  case text(String)
  /// A figure with its data.
  case figure(FigureOutput)
  /// A table.
  case table(TableOutput)
  /// A PNG picture with a text for those who do not see it.
  case image(ImageOutput)
}

/// A picture with its size and what it says.
public struct ImageOutput: Codable, Equatable, Sendable {
  /// The bytes of a PNG file.
  public var png: [UInt8]
  /// What the picture says, for those who do not see it; the cell's `alt` option goes before it.
  public var alt: String
  /// Width on the page in CSS pixels.
  public var width: Double
  /// Height on the page in CSS pixels.
  public var height: Double

  /// A picture from its parts, which are not checked; `Picture` checks the bytes.
  public init(png: [UInt8], alt: String, width: Double, height: Double) {
    self.png = png
    self.alt = alt
    self.width = width
    self.height = height
  }
}

/// A drawn figure: its picture, what it says in words, and its numbers.
public struct FigureOutput: Codable, Equatable, Sendable {
  /// A complete `<svg>` element without `style` or `<style>`. Colours that follow the theme are written
  /// `var(--name, #rrggbb)`; the fall-back is the light value. Ids start with `figure-`; the report makes them unique.
  public var svg: String
  /// The same figure as PNG at twice its size, light theme.
  public var png: [UInt8]?
  /// Width on the page in CSS pixels.
  public var width: Double
  /// Height on the page in CSS pixels.
  public var height: Double
  /// What the figure says, for those who do not see it; the cell's `alt` option goes before it.
  public var alt: String
  /// Remarks to print under the figure, such as points that could not be drawn.
  public var notes: [String]
  /// Everything that was plotted, a table per mark.
  public var data: [TableOutput]
  /// The theme colours that `svg` uses.
  public var palette: [ThemeColor]

  /// A figure from its parts; by default without picture, remarks, data and theme colors.
  public init(
    svg: String, png: [UInt8]? = nil, width: Double, height: Double, alt: String, notes: [String] = [],
    data: [TableOutput] = [], palette: [ThemeColor] = []
  ) {
    self.svg = svg
    self.png = png
    self.width = width
    self.height = height
    self.alt = alt
    self.notes = notes
    self.data = data
    self.palette = palette
  }
}

/// A colour with a light and a dark value, used in an SVG as `var(--name, light)`.
public struct ThemeColor: Codable, Equatable, Hashable, Sendable {
  /// A CSS custom property without the two hyphens, such as `plot-ink`.
  public var name: String
  /// The value on light pages and in print, `#rrggbb`.
  public var light: String
  /// The value on dark pages, `#rrggbb`.
  public var dark: String

  /// A color from its name and its two values.
  public init(name: String, light: String, dark: String) {
    self.name = name
    self.light = light
    self.dark = dark
  }
}

/// A table of named columns.
public struct TableOutput: Codable, Equatable, Sendable {
  /// What the table shows, used where the cell has no caption for it; nil for nothing.
  public var title: String?
  /// The titles of the columns, from left to right.
  public var columns: [String]
  /// The values, row by row, each row with one for every column.
  public var rows: [[Value]]
  /// A checked number format such as `%.3g` for each column; nil, or a shorter list, leaves the choice to the page.
  public var formats: [String?]

  /// A cell of a table.
  public enum Value: Codable, Equatable, Sendable {
    /// A number, rounded on the page but not in the data.
    case number(Double)
    /// A whole number.
    case integer(Int)
    /// Words, shown as they are.
    case text(String)
    /// No value: a dash on the page, an empty field in CSV.
    case missing
  }

  /// A table from its parts; without formats the page chooses how to write numbers.
  public init(title: String? = nil, columns: [String], rows: [[Value]], formats: [String?] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.formats = formats
  }

  /// Reads a table, in which `title` and `formats` may be missing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decodeIfPresent(String.self, forKey: .title)
    columns = try container.decode([String].self, forKey: .columns)
    rows = try container.decode([[Value]].self, forKey: .rows)
    formats = try container.decodeIfPresent([String?].self, forKey: .formats) ?? []
  }
}
