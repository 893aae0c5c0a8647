import Foundation
import NeuralNet
import Training

/// The outcome of a regression run; its JSON is the output of `autoshuffle regress --json`.
package struct RegressionReport: Encodable, Sendable {
  /// One thing that must hold.
  package struct Check: Encodable, Sendable {
    /// What is checked.
    package let name: String
    /// Whether it holds.
    package let passes: Bool
    /// The numbers behind it.
    package let detail: String
  }

  /// A comparison of two variants on the same test images.
  package struct Comparison: Encodable, Sendable {
    /// The root seed of both.
    package let seed: UInt64
    /// The accuracy of the first variant minus that of the second.
    package let difference: Double
    /// The variants, first and second.
    package let variants: [ShuffleKind]
    /// The p-value of McNemar's exact test.
    package let mcNemar: Double
  }

  /// The name and version of the format.
  package let schema = "autoshuffle.regress/3"
  /// What was run.
  package let plan: RegressionPlan
  /// The data set.
  package let data: String
  /// The first steps of each variant.
  package let firstSteps: [FirstSteps]
  /// The variants.
  package let variants: [VariantResult]
  /// Learned against fixed and relaxed shuffles.
  package let comparisons: [Comparison]
  /// The checks.
  package let checks: [Check]
  /// `pass` when every check holds, else `fail`.
  package let verdict: String

  /// Judges the results, of first steps `again` those that were taken a second time; without
  /// baselines, and for a plan without one, numbers are reported and not judged.
  package init(
    plan: RegressionPlan, data: String, firstSteps: [FirstSteps], again: [FirstSteps],
    variants: [VariantResult], baselines: RegressionBaselines?
  ) {
    self.plan = plan
    self.data = data
    self.firstSteps = firstSteps
    self.variants = variants
    comparisons = Self.compare(variants)
    var checks = again.map { Self.isRepeated($0, in: firstSteps) }
    if let baselines { checks += firstSteps.map { Self.start($0, baselines) } }
    checks += variants.flatMap { Self.checks($0) }
    if let baseline = baselines?.accuracies(plan) {
      checks += variants.flatMap { Self.band($0, baseline) }
    }
    self.checks = checks
    verdict = checks.allSatisfy(\.passes) ? "pass" : "fail"
  }

  private static func isRepeated(_ again: FirstSteps, in firstSteps: [FirstSteps]) -> Check {
    let passes = firstSteps.contains(again)
    return Check(
      name: "\(again.shuffle.rawValue): the first steps, taken again, are the same to the last bit",
      passes: passes, detail: passes ? "they are" : "they are not")
  }

  private static func start(_ steps: FirstSteps, _ baselines: RegressionBaselines) -> Check {
    let baseline = baselines.firstSteps.first { $0.shuffle == steps.shuffle }
    let furthest = baseline.map { steps.deviation(from: $0) }
    return Check(
      name: "\(steps.shuffle.rawValue): the first steps are those of the baseline",
      passes: (furthest?.ratio ?? .infinity) <= 1,
      detail: furthest.map {
        "\($0.of) is furthest, by \(String(format: "%.2g", $0.ratio)) of what is allowed"
      } ?? "the baseline has none")
  }

  private static func checks(_ result: VariantResult) -> [Check] {
    guard result.shuffle != .fixed else { return [] }
    let name = "\(result.shuffle.rawValue), seed \(result.seed): "
    let theorems = result.theorems
    let objections = result.objections + theorems.refuted + theorems.undecided
    var checks = [
      Check(
        name: name + "the exact side finds nothing wrong",
        passes: objections.isEmpty && result.certificates > 0
          && CertifiedRun.theorems(result.configuration.projection).allSatisfy {
            theorems.held[$0, default: 0] > 0
          },
        detail: objections.first
          ?? "\(result.certificates) certificates re-checked; held: "
          + theorems.held.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
          .joined(separator: ", "))
    ]
    guard result.shuffle == .learned else { return checks }
    checks.append(
      Check(
        name: name + "every shuffle is certified for rounding",
        passes: result.certified == result.shuffles,
        detail: "\(result.certified) of \(result.shuffles), remaining P <= \(result.penalty)"))
    checks.append(
      Check(
        name: name + "the shuffles have moved, from the manual ones and from where they started",
        passes: result.movement?.isFar ?? false,
        detail: result.movement.map {
          "\($0.fromManual) and \($0.fromStart) channels re-routed, at least \($0.random) expected"
        } ?? "no movement was recorded"))
    checks.append(
      Check(
        name: name + "rounding changes accuracy by less than one point",
        passes: (result.roundingChange ?? 1) < 0.01
          && (result.top1Rounded - result.top1).magnitude < 0.01,
        detail: "largest change when matrices were replaced by permutations: "
          + (result.roundingChange.map { String(format: "%.2f points", 100 * $0) }
            ?? "no matrix was frozen")))
    return checks
  }

  private static func band(_ result: VariantResult, _ baseline: RegressionBaseline) -> [Check] {
    // Runs that spread so widely that no accuracy could fall below their band judge nothing.
    guard
      let bound = baseline.variants.first(where: { $0.shuffle == result.shuffle })?.lowerBound,
      bound > 0
    else { return [] }
    return [
      Check(
        name:
          "\(result.shuffle.rawValue), seed \(result.seed): accuracy within the baseline's band",
        passes: result.top1 >= bound,
        detail: String(
          format: "%.2f %%, at least %.2f %% expected", 100 * result.top1, 100 * bound))
    ]
  }

  private static func compare(_ variants: [VariantResult]) -> [Comparison] {
    variants.filter { $0.shuffle == .learned }.flatMap { learned in
      [ShuffleKind.fixed, .relaxed].compactMap { other in
        guard
          let second = variants.first(where: { $0.shuffle == other && $0.seed == learned.seed })
        else { return nil }
        let pairs = Array(zip(learned.isCorrect, second.isCorrect))
        return Comparison(
          seed: learned.seed, difference: learned.top1 - second.top1,
          variants: [.learned, other],
          mcNemar: BinomialDistribution.mcNemar(
            onlyFirst: pairs.count { $0 && !$1 }, onlySecond: pairs.count { !$0 && $1 }))
      }
    }
  }
}
