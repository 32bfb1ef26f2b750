/// Collects the marks of a plot, with `if`, `switch` and `for`.
@resultBuilder
public enum MarkBuilder {
  /// A mark.
  public static func buildExpression(_ mark: some Mark) -> [any Mark] { [mark] }
  /// Marks made elsewhere.
  public static func buildExpression(_ marks: [any Mark]) -> [any Mark] { marks }
  /// One after the other.
  public static func buildBlock(_ parts: [any Mark]...) -> [any Mark] { parts.flatMap { $0 } }
  /// An `if` without an `else`.
  public static func buildOptional(_ part: [any Mark]?) -> [any Mark] { part ?? [] }
  /// The first branch of an `if` or `switch`.
  public static func buildEither(first part: [any Mark]) -> [any Mark] { part }
  /// The other branches.
  public static func buildEither(second part: [any Mark]) -> [any Mark] { part }
  /// A `for` loop.
  public static func buildArray(_ parts: [[any Mark]]) -> [any Mark] { parts.flatMap { $0 } }
  /// An `if #available`.
  public static func buildLimitedAvailability(_ part: [any Mark]) -> [any Mark] { part }
}
