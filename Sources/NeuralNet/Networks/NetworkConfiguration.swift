/// The family and size of a network.
package enum Architecture: Equatable, Sendable {
  /// The width multiplier of a ShuffleNet v2.
  package enum Width: String, Codable, CaseIterable, Sendable {
    /// Stages of 48, 96 and 192 channels.
    case half = "0.5"
    /// Stages of 116, 232 and 464 channels.
    case one = "1"
    /// Stages of 176, 352 and 704 channels.
    case oneAndHalf = "1.5"
  }

  /// ShuffleNet v1 with 3 or 8 groups.
  case v1(groups: Int)
  /// ShuffleNet v2.
  case v2(width: Width)
  /// A network that is built in code, with a name that tells its files from those of others: 1 to
  /// 64 ASCII letters, digits, hyphens and underscores.
  case custom(name: String)
}

/// Why no network can be built as asked.
package enum NetworkConfigurationError: Error, Equatable, CustomStringConvertible {
  /// ShuffleNet v1 exists here for 3 and 8 groups only.
  case unsupportedGroups(Int)
  /// No such width of ShuffleNet v2.
  case unsupportedWidth(String)
  /// A classifier has between 2 and 256 classes, since labels are bytes.
  case unsupportedClasses(Int)
  /// The gain of learned matrices is a number from 0 to 1.
  case unsupportedGain(Double)
  /// A custom network has a short name of plain characters.
  case unsupportedName

  package var description: String {
    switch self {
    case .unsupportedGroups(let groups):
      "ShuffleNet v1 with \(groups) groups is not supported: choose 3 or 8 groups."
    case .unsupportedWidth(let width):
      "ShuffleNet v2 of width \(width) is not supported: choose 0.5, 1 or 1.5."
    case .unsupportedClasses(let classes):
      "A network with \(classes) classes is not supported: choose 2 to 256."
    case .unsupportedGain(let gain):
      "A gain of \(gain) of shuffle matrices is not supported: choose 0 to 1."
    case .unsupportedName:
      "A name of a network has 1 to 64 letters, digits, hyphens and underscores: choose another."
    }
  }
}

/// Everything that fixes the structure of a network, checked when it is made or decoded.
package struct NetworkConfiguration: Codable, Equatable, Sendable {
  /// The family and size.
  package let architecture: Architecture

  /// How its shuffles come about.
  package let shuffle: ShuffleKind

  /// The number of classes, 2 to 256.
  package let classes: Int

  /// The permutations of fixed shuffles; manual for others.
  package let permutations: FixedPermutations

  /// How far rows of learned and relaxed matrices are stretched to length 1 before channels are
  /// multiplied with them, in 0...1; see `RowGain`.
  ///
  /// 0 is not at all, 1 wholly, 1/2 half of it on a logarithmic scale. It is 0 for fixed shuffles.
  package let gain: Double

  /// The gain of a training run for which none is said.
  ///
  /// Measured on held-out images, v2 0.5 (Tests/Study): with 0 a run is slow to learn, with 1 the
  /// tables of its shuffles are those of chance.
  package static let usualGain = 0.5

  /// Checks and makes a configuration.
  package init(
    architecture: Architecture, shuffle: ShuffleKind, classes: Int = 10,
    permutations: FixedPermutations = .manual, gain: Double = 0
  ) throws(NetworkConfigurationError) {
    if case .v1(let groups) = architecture, groups != 3 && groups != 8 {
      throw .unsupportedGroups(groups)
    }
    if case .custom(let name) = architecture, !Self.isName(name) { throw .unsupportedName }
    guard (2...256).contains(classes) else { throw .unsupportedClasses(classes) }
    guard (0...1).contains(gain) else { throw .unsupportedGain(gain) }
    self.architecture = architecture
    self.shuffle = shuffle
    self.classes = classes
    self.permutations = shuffle == .fixed ? permutations : .manual
    self.gain = shuffle == .fixed ? 0 : gain
  }

  private static func isName(_ text: String) -> Bool {
    (1...64).contains(text.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
  }
}

extension NetworkConfiguration {
  /// Whether networks of the two have the same tensors; learned and relaxed shuffles differ in how
  /// they are trained only, and permutations that are not those of the papers are tensors too.
  package func hasTensors(of other: NetworkConfiguration) -> Bool {
    architecture == other.architecture && classes == other.classes
      && (shuffle == .fixed) == (other.shuffle == .fixed)
      && hasManualShuffles == other.hasManualShuffles
  }

  /// Whether the shuffles are those of the papers, which follow from the architecture.
  package var hasManualShuffles: Bool { shuffle == .fixed && permutations == .manual }
}

extension NetworkConfiguration {
  /// Writes the network with its seeded initial values (see `ProgramBuilder`), learned shuffles at
  /// `start`; it must not be a custom one.
  func program(start: ShuffleStart, seed: UInt64) -> Program {
    var builder = ProgramBuilder(
      seed: seed,
      shuffles: ShuffleSettings(
        kind: shuffle, permutations: permutations, gain: gain, start: start))
    switch architecture {
    case .v1(let groups): builder.shuffleNetV1(groups: groups, classes: classes)
    case .v2(let width): builder.shuffleNetV2(width: width, classes: classes)
    case .custom(let name): preconditionFailure("only its own code builds the network \(name)")
    }
    return builder.program
  }
}

extension NetworkConfiguration: CustomStringConvertible {
  /// For example "shufflenet-v2 of width 0.5 with learned shuffles and 10 classes".
  package var description: String {
    let family =
      switch architecture {
      case .v1(let groups): "\(Model.shufflenetV1.rawValue) of \(groups) groups"
      case .v2(let width): "\(Model.shufflenetV2.rawValue) of width \(width.rawValue)"
      case .custom(let name): "\(Model.custom.rawValue) network \(name)"
      }
    let kind = shuffle == .fixed && !hasManualShuffles ? "\(permutations)" : shuffle.rawValue
    return "\(family) with \(kind) shuffles and \(classes) classes"
  }
}

extension NetworkConfiguration {
  /// The names of the families in files.
  private enum Model: String, Codable {
    case shufflenetV1 = "shufflenet-v1"
    case shufflenetV2 = "shufflenet-v2"
    case custom
  }

  private enum CodingKeys: CodingKey {
    case model, groups, width, name, shuffle, classes, permutations, gain
  }

  /// Reads `model`, its `groups`, `width` or `name`, `shuffle`, and, where it is there, `classes`
  /// (else 10), `permutations` (else manual) and `gain` (else the number under `absentGain` in the
  /// decoder's information, or the usual one).
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let architecture: Architecture =
      switch try fields.decode(Model.self, forKey: .model) {
      case .shufflenetV1: .v1(groups: try fields.decode(Int.self, forKey: .groups))
      case .shufflenetV2:
        .v2(width: try Architecture.Width(parsing: fields.decode(String.self, forKey: .width)))
      case .custom: .custom(name: try fields.decode(String.self, forKey: .name))
      }
    try self.init(
      architecture: architecture, shuffle: fields.decode(ShuffleKind.self, forKey: .shuffle),
      classes: fields.decodeIfPresent(Int.self, forKey: .classes) ?? 10,
      permutations: fields.decodeIfPresent(FixedPermutations.self, forKey: .permutations)
        ?? .manual,
      gain: fields.decodeIfPresent(DecodedNumber.self, forKey: .gain)?.value
        ?? decoder.userInfo[.absentGain] as? Double ?? Self.usualGain)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch architecture {
    case .v1(let groups):
      try fields.encode(Model.shufflenetV1, forKey: .model)
      try fields.encode(groups, forKey: .groups)
    case .v2(let width):
      try fields.encode(Model.shufflenetV2, forKey: .model)
      try fields.encode(width.rawValue, forKey: .width)
    case .custom(let name):
      try fields.encode(Model.custom, forKey: .model)
      try fields.encode(name, forKey: .name)
    }
    try fields.encode(shuffle, forKey: .shuffle)
    try fields.encode(classes, forKey: .classes)
    if shuffle == .fixed {
      try fields.encode(permutations, forKey: .permutations)
    } else {
      try fields.encode(gain, forKey: .gain)
    }
  }
}

extension CodingUserInfoKey {
  /// The gain of a network that is described without one; the usual one if this is absent.
  package static var absentGain: CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: "absentGain") else {
      preconditionFailure("any text is a key")
    }
    return key
  }
}

extension Architecture.Width {
  /// Reads a width as a user writes it: "0.5", "1" or "1.5".
  package init(parsing text: String) throws(NetworkConfigurationError) {
    guard let width = Architecture.Width(rawValue: text) else { throw .unsupportedWidth(text) }
    self = width
  }
}
