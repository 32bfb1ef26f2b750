//| title: A good notebook
//| seed: 7

/*:
 # A good notebook

 The sum is \(total, "%.3g") and its root \(total.squareRoot()).
 */
import Flatbook

struct Row: Codable { var a: Double; var b: Int? }
let rows = [Row(a: 1.25, b: 3), Row(a: .infinity, b: nil)]
let rate = param("learning-rate", default: 0.1, in: 0.001...1, help: "η")
let n = param("n", default: 3)
var total = 0.0

//: ## Next
show(Table(rows) {
  Column("a", \.a, format: "%.3g")
  Column("b", \.b)
  Column("2a") { 2 * $0.a }
})
print("hello", terminator: "")
for x in progress(over: 0..<n) { total += Double(x) }
expect(total > 2)

// %% The seed
show("seed \(notebookSeed)")
