/// The numbers behind a mark.
public struct DataTable: Hashable, Sendable {
  /// A named column.
  public struct Column: Hashable, Sendable {
    /// What the column holds.
    public enum Values: Hashable, Sendable {
      /// Numbers; NaN where one is missing.
      case numbers([Double])
      /// Words, such as the names of groups.
      case texts([String])
      /// Each of some numbers a number of times, and all of that from the start again until there are `count`: the places
      /// of a grid, in memory for the places alone.
      case repeated([Double], each: Int, count: Int)

      /// How many there are.
      public var count: Int {
        switch self {
        case .numbers(let values): values.count
        case .texts(let values): values.count
        case .repeated(_, _, let count): count
        }
      }
    }

    /// What the values are.
    public var name: String
    /// From the first row to the last.
    public var values: Values

    /// A column from its name and its values.
    public init(_ name: String, _ values: Values) {
      self.name = name
      self.values = values
    }
  }

  /// The mark's label.
  public var title: String?
  /// From left to right.
  public var columns: [Column]

  /// A table from its columns.
  public init(title: String? = nil, columns: [Column]) {
    self.title = title
    self.columns = columns
  }

  /// The length of the longest column.
  public var rowCount: Int { columns.map(\.values.count).max() ?? 0 }
}
