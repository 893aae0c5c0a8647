/// A stage of a ShuffleNet: units of one width, of which the first halves the images.
struct ShuffleNetStage {
  /// As in the papers, where the first layers are stage 1.
  let number: Int
  let units: Int

  /// The stages of both versions.
  static let all = [
    ShuffleNetStage(number: 2, units: 4), ShuffleNetStage(number: 3, units: 8),
    ShuffleNetStage(number: 4, units: 4),
  ]

  /// The channels that the first layer of both versions makes.
  static let stemChannels = 24
}
