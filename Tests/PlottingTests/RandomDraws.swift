import LinearAlgebra

/// The library's own generator, so that random figures are the same in every run.
typealias SplitMix64 = LinearAlgebra.SplitMix64

extension LinearAlgebra.SplitMix64 {
  mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
  mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ probability: Double) -> Bool { number(0...1) < probability }
}
