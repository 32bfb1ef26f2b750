import NotebookFormat

/// The parameters that a notebook's source names, without running it.
enum ParameterScan {
  static func names(in notebook: Notebook) -> [String] {
    var names: [String] = []
    for cell in notebook.cells {
      for match in cell.code.matches(of: /\bparam\(\s*"([^"\\]+)"/) {
        let name = String(match.1)
        if !names.contains(name) { names.append(name) }
      }
    }
    return names
  }
}
