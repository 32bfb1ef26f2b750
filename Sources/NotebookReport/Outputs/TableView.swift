import NotebookFormat

/// A table of values as HTML, cut at a number of rows.
struct TableView {
  var table: TableOutput
  var caption: HTML?
  var isSortable = false
  var rowLimit = 50

  var html: HTML {
    let numeric = table.columns.indices.map(isNumeric)
    // A table of numbers says so once.
    let isAllNumeric = !numeric.isEmpty && numeric.allSatisfy { $0 }
    let marks = numeric.map { Self.attribute($0 && !isAllNumeric) }
    let head = zip(table.columns, marks).map { title, mark -> HTML in
      "<th scope=\"col\"\(mark)>\(title)</th>"
    }.joined()
    let shown = table.rows.prefix(rowLimit)
    let texts = table.columns.indices.map { column -> [String] in
      let values = shown.map { column < $0.count ? $0[column] : .missing }
      let format = column < table.formats.count ? table.formats[column] : nil
      return format.map { format in values.map { NumberText.text($0, format: format) } } ?? NumberText.column(values)
    }
    let rows = shown.enumerated().map { index, row -> HTML in
      let cells = row.prefix(numeric.count).enumerated().map { column, value -> HTML in
        let sortKey: HTML = if case .number(let number) = value, isSortable { " data-v=\"\("\(number)")\"" } else { "" }
        return "<td\(marks[column])\(sortKey)>\(texts[column][index])</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }.joined()
    let captionHTML: HTML? = caption.map { "<caption>\($0)</caption>\n" }
    let classes = [
      isSortable && table.rows.count <= rowLimit ? "sortable" : nil, isAllNumeric ? "n" : nil,
    ].compactMap { $0 }
    let classNames: HTML = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    var html: HTML = """
      <table\(classNames)>\(captionHTML)<thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows)</tbody></table>
      """
    if table.rows.count > rowLimit {
      html += "<p class=\"fine\">The first \(rowLimit) of \(table.rows.count) rows.</p>"
    }
    return html
  }

  private static func attribute(_ isNumeric: Bool) -> HTML { isNumeric ? " class=\"n\"" : "" }

  private func isNumeric(_ column: Int) -> Bool {
    table.rows.allSatisfy { row in
      guard column < row.count else { return true }
      if case .text = row[column] { return false }
      return true
    }
  }
}
