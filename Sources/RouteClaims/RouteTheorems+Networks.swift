import Claims
import Exact
import Routes

/// R3 to R6: equal tables are equal functions, and train alike.
extension RouteTheorems {
  private static let comparison = "outputs and gradients, after renaming"

  /// R3.
  static let unit = Claim(
    "R3-unit", assuming: "a unit of ShuffleNet v1 over Q, shuffles p and q with T(p) = T(q)",
    "with parameters renamed by alpha and beta, q computes the same outputs, and the gradient of u . "
      + "outputs is renamed alike",
    comparing: comparison, .provedInProofs(["R3_same_function", "R3_gradient"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(UnitClass.equalTables) { $0.decideEquality() })

  /// R3, corollary 1.
  static let unitBehindDense = Claim(
    "R3-first-unit",
    assuming:
      "a unit of ShuffleNet v1 over Q whose first convolution is dense, any shuffles p and q",
    "with renamed parameters q computes the same outputs, the gradient is renamed alike",
    comparing: comparison, .provedInProofs(["R3_one_input_group"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(UnitClass.denseBefore) { $0.decideEquality() })

  /// R4.
  static let stage = Claim(
    "R4-stage",
    assuming: "a stage of ShuffleNet v2 over Q, shuffles p_k and q_k with equal lifetimes n(s, t)",
    "with renamed parameters the q_k compute the same outputs, the gradient is renamed alike",
    comparing: comparison, .provedInProofs(["R4_same_function", "R4_gradient"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(StageClass.equalTables) { $0.decideEquality() })

  /// R4, corollary 1.
  static let lastShuffle = Claim(
    "R4-last",
    assuming:
      "a stage of ShuffleNet v2 over Q, shuffles p_k and q_k that differ in the last one only",
    "the lifetimes are equal, and with renamed parameters the q_k compute the same",
    comparing: comparison, .provedInProofs(["R4_last_shuffle"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(StageClass.lastShuffle) { stage in
      stage.routingOfP.table == stage.routingOfQ.table
        ? stage.decideEquality() : .asserts(false, "the last shuffle changes the lifetimes")
    })

  /// R5's step, twice, so that the velocity takes part.
  static let training = Claim(
    "R5-step",
    assuming: "a unit of ShuffleNet v1 over Q, T(p) = T(q), any rate, momentum and weight decay",
    "after two steps of SGD with momentum, plain and Nesterov's, the parameters of the renamed network "
      + "with q are those of the network with p, renamed",
    comparing: "parameters after two steps", .provedInProofs(["R5_training_commutes"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(UnitClass.training) { unit in
      let names = unit.routingOfP.relabelling(to: unit.routingOfQ)
      for isNesterov in [false, true] {
        var first = MomentumSteps(unit, at: unit.parameters, isNesterov: isNesterov)
        var second = MomentumSteps(
          unit, at: unit.moved(unit.parameters, names), isNesterov: isNesterov)
        for step in 1...2 {
          first.step(unit.p)
          second.step(unit.q)
          if unit.moved(first.parameters, names) != second.parameters {
            return .asserts(false, "step \(step) parts the networks")
          }
        }
      }
      return .asserts(true, "")
    })

  /// R6 for a dense layer.
  static let unitBeforeDense = Claim(
    "R6-dense",
    assuming:
      "a unit of ShuffleNet v1 over Q whose last convolution is dense, any shuffles p and q",
    "with renamed parameters q computes the same outputs, the gradient is renamed alike",
    comparing: comparison, .provedInProofs(["R3_one_output_group"]),
    tests: ["RouteClaimTests.theoremsHold"],
    on: ClaimSubject(UnitClass.denseBehind) { $0.decideEquality() })
}
