import Claims
import Exact
import PropertyTesting
import RandomStreams

extension Claim {
  /// The claim as a property of random instances drawn for its subject.
  package var property: Property<ClaimInstance> {
    Property(id) { choices in
      let n = choices.element(of: Self.orders)
      return subject.sample(order: n, from: &choices)
    } check: {
      switch decide($0).verdict {
      case nil: .vacuous
      case .holds?: .holds
      case .refuted(let reason)?: .refuted(reason)
      case .undecided(let reason)?: .undecided(reason)
      }
    }
  }

  /// Orders 1 to 8, small ones more often: most structures fit into order 4, and a case costs n^3.
  private static let orders = [1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8]
}
