import PropertyTesting

/// Why a fuzz campaign cannot run.
package enum FuzzError: Error, Equatable, Sendable {
  /// No property has that name.
  case unknownProperty(String)
  /// The replay token is no case of a property.
  case token(ReplayTokenError)

  /// One sentence for a user.
  package var explanation: String {
    switch self {
    case .unknownProperty(let name):
      let known = (FuzzCampaign.names + FuzzCampaign.falseNames).joined(separator: ", ")
      return "There is no property \"\(name)\"; there are \(known)."
    case .token(let error):
      return error.explanation
    }
  }
}
