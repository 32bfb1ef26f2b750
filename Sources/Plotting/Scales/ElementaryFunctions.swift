#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The logarithm to base ten.
func decimalLogarithm(_ value: Double) -> Double { log10(value) }

/// The logarithm to base e.
func naturalLogarithm(_ value: Double) -> Double { log(value) }

/// e to the power of a number.
func exponential(_ value: Double) -> Double { exp(value) }

/// `base` to the power of `exponent`.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// Ten to the power of a real number, kept within the positive finite numbers.
func powerOfTen(_ exponent: Double) -> Double {
  min(max(pow(10, exponent), .leastNonzeroMagnitude), .greatestFiniteMagnitude)
}

/// The double nearest to `coefficient × 10^exponent`; infinite or zero where there is none.
func decimal(_ coefficient: Int, exponent: Int) -> Double {
  Double("\(coefficient)e\(exponent)") ?? .nan
}
