import Claims

/// What the shuffles of ShuffleNet can and cannot express, as claims: R1 to R7.
enum RouteTheorems {
  /// All of them, in the order of their identifiers.
  static let all: [Claim] =
    tables + distances + [unit, unitBehindDense, stage, lastShuffle, training, unitBeforeDense]
    + attenuation
}

extension ClaimBook {
  /// The claims about routes.
  package static let routes = ClaimBook(
    theorems: RouteTheorems.all, falseClaims: FalseRouteStatements.all,
    instances: RouteEnumeration.all)
}
