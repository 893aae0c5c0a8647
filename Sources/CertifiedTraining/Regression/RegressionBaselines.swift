import Foundation

/// What a regression run is held against, as it is committed.
package struct RegressionBaselines: Codable, Sendable {
  /// The first steps of each variant.
  var firstSteps: [FirstSteps]
  /// The accuracies of the plans that have been measured.
  var plans: [RegressionBaseline]

  /// The baselines of this program.
  package static let committed: RegressionBaselines = {
    do {
      return try JSONDecoder().decode(Self.self, from: Data(PackageResources.baselines_json))
    } catch {
      preconditionFailure("baselines.json is not what it was built from: \(error)")
    }
  }()

  /// The accuracies of a plan, nil if it has not been measured.
  func accuracies(_ plan: RegressionPlan) -> RegressionBaseline? {
    plans.first { $0.plan == plan }
  }

  /// The same with first steps, and the accuracies of a plan, measured anew.
  package func renewed(_ firstSteps: [FirstSteps], _ plan: RegressionBaseline) -> Self {
    RegressionBaselines(
      firstSteps: firstSteps, plans: plans.filter { $0.plan != plan.plan } + [plan])
  }
}
