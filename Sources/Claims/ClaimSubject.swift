import RandomStreams

/// What a claim is about: a class of instances, and the procedure that decides one of them.
package struct ClaimSubject: Sendable {
  /// The class.
  package let instances: any InstanceClass
  private let decision: @Sendable (Any) -> ClaimDecision

  /// Takes a class and the procedure that decides the claim for the facts of its instances.
  package init<Instances: InstanceClass>(
    _ instances: Instances, decide: @escaping @Sendable (Instances.Facts) -> ClaimDecision
  ) {
    self.instances = instances
    decision = { facts in
      guard let facts = facts as? Instances.Facts, instances.contains(facts) else {
        return .inapplicable
      }
      return decide(facts)
    }
  }

  /// The names of an instance's parts.
  package var names: ClaimInstance.Names { type(of: instances).names }

  /// Draws an instance of order `n`, biased to where claims are tight; `n` must be positive.
  package func sample(order n: Int, from choices: inout some ChoiceSource) -> ClaimInstance {
    instances.instance(order: n, from: &choices)
  }

  /// The facts of an instance, for `Claim.decide(facts:)`; they serve all claims about classes of
  /// one type.
  package func facts(of instance: ClaimInstance) -> Any { type(of: instances).facts(of: instance) }

  /// Decides on facts; those of a type that the claim is not about do not apply, nor do those of an
  /// instance outside of its class.
  func decide(facts: Any) -> ClaimDecision { decision(facts) }
}

extension Claim {
  /// Decides the claim on an instance of its subject.
  package func decide(_ instance: ClaimInstance) -> ClaimDecision {
    subject.decide(facts: subject.facts(of: instance))
  }

  /// Decides the claim on the facts of an instance; a claim that asks for others does not apply.
  package func decide(facts: Any) -> ClaimDecision { subject.decide(facts: facts) }
}
