import CKernels

/// The instructions that the kernels use. The best of the processor is found when it is asked for; the others are for
/// tests and measurements.
package enum InstructionSet: UInt32, Sendable, CaseIterable {
  /// What every processor of the platform has.
  case baseline
  /// AVX2 with FMA: four doubles at a time.
  case avx2
  /// AVX-512: eight doubles at a time.
  case avx512

  /// The best of this processor.
  package static var best: InstructionSet { InstructionSet(rawValue: flatbook_best_level().rawValue) ?? .baseline }
  /// All that this processor has.
  package static var available: [InstructionSet] { allCases.filter { $0.rawValue <= best.rawValue } }

  var level: flatbook_level { flatbook_level(rawValue: rawValue) }
}
