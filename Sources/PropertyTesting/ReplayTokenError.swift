/// Why a text does not replay a case.
package enum ReplayTokenError: Error, Equatable, Sendable {
  /// The text does not have the form of a token.
  case notAToken(String)
  /// The token has a version that is not read.
  case unknownVersion(String)
  /// The check bytes of the token do not fit, so it was changed or cut.
  case damaged(String)
  /// The token names a property that does not exist.
  case unknownProperty(String)
  /// The token belongs to another property.
  case otherProperty(expected: String, found: String)
  /// The generator of the property changed since the token was made.
  case stale(property: String)

  /// One sentence for a user.
  package var explanation: String {
    switch self {
    case .notAToken(let text):
      return "The text \"\(text.prefix(80))\" is not a replay token; one looks like 1:NAME:CODE."
    case .unknownVersion(let version):
      return "The replay token has version \"\(version.prefix(20))\"; this program reads version 1."
    case .damaged(let text):
      return "The replay token \"\(text.prefix(80))\" was changed or cut; copy all of it."
    case .unknownProperty(let name):
      return "The replay token names the property \"\(name.prefix(80))\", which does not exist."
    case .otherProperty(let expected, let found):
      return "The replay token belongs to the property \(found), not to \(expected)."
    case .stale(let property):
      return "The replay token is older than the generator of \(property) and gives no case of it."
    }
  }
}
