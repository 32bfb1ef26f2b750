import NotebookFormat

/// A number as the page writes it: `formatted(-1.5, "%.2f")` is `−1.50`, with a real minus sign.
///
/// The format is one of `%d`, `%e`, `%f`, `%g` with the usual width and precision; another one gives the number in
/// plain form.
public func formatted(_ number: Double, _ format: String) -> String {
  NumberText.text(.number(number), format: format)
}
