import NeuralNet

extension LearningRateSchedule {
  /// The names of the shapes in files and options.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case constant, cosine, step
    case oneCycle = "one-cycle"
  }

  /// The name of the shape.
  package var kind: Kind {
    switch shape {
    case .constant: .constant
    case .cosine: .cosine
    case .step: .step
    case .oneCycle: .oneCycle
    }
  }
}

extension LearningRateSchedule: Codable {
  private enum CodingKeys: CodingKey {
    case kind, milestones, factor, rise, start, warmUp
  }

  /// Reads `kind`; `milestones` and `factor` of steps, `rise` and `start` of a cycle; and `warmUp`.
  ///
  /// Only kind and milestones must be there: a step is by a factor of 0.1, a cycle the usual one,
  /// and there is no warm-up.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys, or standard: Double) throws -> Double {
      try fields.decodeIfPresent(DecodedNumber.self, forKey: key)?.value ?? standard
    }
    let name = try fields.decode(String.self, forKey: .kind)
    guard let kind = Kind(rawValue: name) else {
      let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: fields, debugDescription: "\"\(name)\" is none of \(names)")
    }
    shape =
      switch kind {
      case .constant: .constant
      case .cosine: .cosine
      case .step:
        .step(
          milestones: try fields.decode([DecodedNumber].self, forKey: .milestones).map(\.value),
          factor: try number(.factor, or: Shape.usualFactor))
      case .oneCycle:
        .oneCycle(
          rise: try number(.rise, or: Shape.usualRise),
          start: try number(.start, or: Shape.usualStart))
      }
    warmUp = try number(.warmUp, or: 0)
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(kind, forKey: .kind)
    switch shape {
    case .constant, .cosine: break
    case .step(let milestones, let factor):
      try fields.encode(milestones, forKey: .milestones)
      try fields.encode(factor, forKey: .factor)
    case .oneCycle(let rise, let start):
      try fields.encode(rise, forKey: .rise)
      try fields.encode(start, forKey: .start)
    }
    try fields.encode(warmUp, forKey: .warmUp)
  }
}
