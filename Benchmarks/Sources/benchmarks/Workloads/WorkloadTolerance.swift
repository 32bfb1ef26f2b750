import Flatbook

/// How far a result may be from what was expected: |found − expected| ≤ relative · |expected| + absolute.
struct WorkloadTolerance {
  var relative: Double
  var absolute = 0.0

  /// The tolerance of one number of a row; nil where it is not compared.
  static func of(_ name: String, _ job: String, _ engine: String, _ precision: TrainingPrecision) -> WorkloadTolerance?
  {
    precision == .single ? single(name, job) : double(name, job, engine)
  }

  private static func double(_ name: String, _ job: String, _ engine: String) -> WorkloadTolerance {
    // pyhessian's normalisation of vectors biases its eigenvalues by a few millionths.
    if engine == "pyhessian" { return WorkloadTolerance(relative: 1e-5) }
    // Below 1e-28 a loss is rounding; gradients of dead networks are 0.
    let absolute = name == "loss" ? 1e-27 : ["gW2", "gx2", "steps"].contains(name) ? 1e-12 : 0
    switch job {
    // After 100,000 steps roundings have been multiplied; the loss is 1e-14.
    case "W1", "W1relu": return WorkloadTolerance(relative: 1e-6, absolute: absolute)
    case "W2_B100", "W2_B10", "W3", "W4_w1", "W4_w2", "W5_w1_trace", "W5_w2_trace":
      return WorkloadTolerance(relative: 1e-9, absolute: absolute)
    case "W5_w1_lambda", "W5_w2_lambda", "W6_w1", "W6_w2": return WorkloadTolerance(relative: 1e-6)
    case "W8": return WorkloadTolerance(relative: 1e-5, absolute: absolute)
    default: return WorkloadTolerance(relative: 1e-7)
    }
  }

  /// What came out in double precision is what single precision is after. Documentation/Benchmarks.md has the reasons.
  private static func single(_ name: String, _ job: String) -> WorkloadTolerance? {
    switch (job, name) {
    case (_, "w_norm"): WorkloadTolerance(relative: 1e-4)
    // Runs near their threshold are chaotic: each ends elsewhere, all together do not.
    case ("W8", "steps"), ("W8", "gW2"), ("W8", "gx2"): nil
    case ("W8", "converged"), ("W8", "diverged"): WorkloadTolerance(relative: 0, absolute: 3)
    // What rounding makes of thousands of steps.
    case (_, "loss"): WorkloadTolerance(relative: 2e-2, absolute: 1e-10)
    default: WorkloadTolerance(relative: 2e-2)
    }
  }
}
