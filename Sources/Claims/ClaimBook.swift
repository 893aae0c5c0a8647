/// The claims of one theory, for the ledger.
package struct ClaimBook: Sendable {
  /// What is claimed to be true, in the order of the ledger.
  package let theorems: [Claim]
  /// What is known to be false, and must be refuted.
  package let falseClaims: [Claim]
  /// What is claimed of fixed instances.
  package let instances: [InstanceClaim]

  /// Binds the claims of a theory.
  package init(theorems: [Claim], falseClaims: [Claim], instances: [InstanceClaim]) {
    self.theorems = theorems
    self.falseClaims = falseClaims
    self.instances = instances
  }
}
