//| title: Hostile labels

/*:
 # Hostile labels

 Every string of a list stands wherever a figure or a table takes words: \(strings.count) strings, each in a figure and a
 table of its own. `Scripts/browser-tests` runs this beside `corpus.json`, opens the page, and listens.
 */
import Flatbook
import Foundation

let step = param("step", default: 1, in: 1...100, help: "1 for every string, 8 for every eighth")
let file = "corpus.json"
let all = try JSONDecoder().decode([String].self, from: Data(contentsOf: URL(fileURLWithPath: file)))
let strings = stride(from: 0, to: all.count, by: step).map { all[$0] }

//: ## Titles, axes, legends, ticks, annotations
for string in strings {
  show(
    Plot(string) {
      Line(x: [0, 1], y: [0, 1], label: string)
      Points(x: [0.2, 0.8], y: [0.7, 0.3], label: string + " again")
      Rule(y: 0.5, label: string)
      Note(string, x: 0.5, y: 0.2)
    }.x(string).y(string).size(width: 640, height: 300))
}

//: ## Categories, groups, descriptions
for string in strings {
  let rows = [(name: string, value: 1.0), (name: "other", value: 2.0)]
  show(
    Plot {
      Bars(rows, x: \.name, y: \.value) { $0.name }
    }.labels(.legend).size(width: 480, height: 200).alternativeText(string))
}

//: ## Tables
for string in strings {
  show(
    Table([string], title: string) {
      Column(string) { $0 }
      Column("length") { $0.count }
    })
}
