/// One line of the table: a piece of work, who else does it, and how much faster this side should be.
struct WorkloadRow {
  /// What sides are asked for, such as "W2_B100".
  let job: String
  /// What the table calls it.
  let title: String
  /// The engines of the peers.
  let engines: [String]
  /// The ratio wanted against the fastest of all peers.
  let goal: Double
  /// Ratios wanted against one engine.
  var engineGoals: [String: Double] = [:]
  /// Operations of the matrix products in one run, where these are most of the work.
  var productOperations: Double?

  /// W1 to W8.
  var workload: String { String(job.prefix(2)) }

  /// Whether it trains; all else is theory, which is in double precision by design.
  var isTraining: Bool { ["W1", "W2", "W3", "W8"].contains(workload) }

  /// Whether it needs the images of W2.
  var needsImages: Bool { Self.needsImages(job) }

  /// Whether a row needs the images of W2.
  static func needsImages(_ job: String) -> Bool { job.hasPrefix("W2") || job.contains("_w2") }

  /// The rows whose workload was asked for, all of them by default.
  static func rows(only: [String], slow: Bool, engines: [String]? = nil) throws -> [WorkloadRow] {
    let known = Set(all.map(\.workload))
    if let unknown = only.first(where: { !known.contains($0) }) {
      throw PeerError(
        description: "there is no workload \(unknown); there are \(known.sorted().joined(separator: ", "))")
    }
    return all.filter { only.isEmpty || only.contains($0.workload) }.map { row in
      let wanted = row.engines.filter { (slow || !isSlow($0, row.job)) && (engines?.contains($0) ?? true) }
      return WorkloadRow(
        job: row.job, title: row.title, engines: wanted, goal: row.goal,
        engineGoals: row.engineGoals, productOperations: row.productOperations)
    }
  }

  /// Whether an engine takes minutes for a row: torch.compile and curvlinops, and the Hessian libraries on W2's network.
  private static func isSlow(_ engine: String, _ job: String) -> Bool {
    ["compile", "curvlinops"].contains(engine)
      || (job.contains("_w2") && ["pyhessian", "eigenthings"].contains(engine))
  }

  private static let trainers = ["jax", "torch", "numpy", "compile"]

  /// Multiplications and additions of SGD on 784-500-500-500-2: forward and weight gradients everywhere, gradients by
  /// the inputs of a layer in all but the first.
  private static func productOperations(batchSize: Int, steps: Int) -> Double {
    let widths = [784, 500, 500, 500, 2]
    let sizes = zip(widths, widths.dropFirst()).map { Double($0 * $1) }
    return 2 * Double(batchSize * steps) * (3 * sizes.reduce(0, +) - sizes[0])
  }

  private static let all: [WorkloadRow] = [
    WorkloadRow(
      job: "W1", title: "W1 train 20-100-1 tanh, 100,000 steps of 10", engines: trainers, goal: 2,
      engineGoals: ["torch": 40]),
    WorkloadRow(
      job: "W1relu", title: "W1 the same with ReLU", engines: trainers, goal: 2, engineGoals: ["torch": 40]),
    WorkloadRow(
      job: "W2_B100", title: "W2 train 784-500-500-500-2 ReLU, 300 steps of 100", engines: trainers, goal: 1.2,
      productOperations: productOperations(batchSize: 100, steps: 300)),
    WorkloadRow(
      job: "W2_B10", title: "W2 the same, 1,000 steps of 10", engines: trainers, goal: 1.2,
      productOperations: productOperations(batchSize: 10, steps: 1000)),
    WorkloadRow(
      job: "W3", title: "W3 train 1-20-20-1 ReLU, 50,000 steps of 2", engines: trainers, goal: 6,
      engineGoals: ["torch": 400]),
    WorkloadRow(
      job: "W4_w1", title: "W4 gradient moments on W1's network", engines: ["jax", "torch", "numpy", "authors"],
      goal: 1.5, engineGoals: ["authors": 100]),
    WorkloadRow(
      job: "W4_w2", title: "W4 on W2's network", engines: ["jax", "torch", "numpy", "authors"], goal: 1.2,
      engineGoals: ["authors": 100]),
    WorkloadRow(
      job: "W5_w1_lambda", title: "W5 λ_max of the full Hessian, W1's network",
      engines: ["jax", "torch", "numpy", "curvlinops", "pyhessian", "eigenthings"], goal: 8),
    WorkloadRow(
      job: "W5_w2_lambda", title: "W5 the same, W2's network",
      engines: ["jax", "torch", "numpy", "curvlinops", "pyhessian", "eigenthings"], goal: 3),
    WorkloadRow(
      job: "W5_w1_trace", title: "W5 exact trace, W1's network", engines: ["jax"], goal: 8),
    WorkloadRow(
      job: "W5_w2_trace", title: "W5 exact trace, W2's network; peers: one backward pass per output",
      engines: ["jax", "torch"], goal: 1),
    WorkloadRow(
      job: "W6_w1", title: "W6 λ_max of the variance of the samples' Hessians, W1's network",
      engines: ["jax", "numpy", "vmap"], goal: 15),
    WorkloadRow(job: "W6_w2", title: "W6 the same, W2's network", engines: ["jax", "numpy"], goal: 3),
    WorkloadRow(
      job: "W7", title: "W7 exact thresholds η\\*, n = 200, six batch sizes", engines: ["numpy", "jax"], goal: 5),
    WorkloadRow(
      job: "W7_2000", title: "W7 the same for n = 2,000, B = 10 (goal: below 60 s)", engines: [], goal: 0),
    WorkloadRow(job: "W8", title: "W8 the sweep of 125 trainings", engines: ["jax"], goal: 2.5),
  ]
}
